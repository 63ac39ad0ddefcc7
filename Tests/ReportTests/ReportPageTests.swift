import Analysis
import Faces
import Foundation
import Presentation
import Report
import Statistics
import Support
import TestSupport
import Testing

@Suite struct ReportPageTests {
  @Test func theWholePageHasItsSectionsInOrderAndNoIdentifierTwice() throws {
    let page = try Page(Demo.input())
    let identifiers = page.text.matches(of: #/ id="([^"]+)"/#).map { String($0.output.1) }
    #expect(Set(identifiers).count == identifiers.count)
    let sections = page.text.matches(of: #/<section id="([^"]+)"/#).map { String($0.output.1) }
    #expect(
      sections == [
        "question", "expression", "age", "results", "transition", "trainings", "confusions",
        "emotions", "hit-rate", "fair-training", "saliency", "calibration", "age-error", "audit",
        "findings", "discussion", "limitations", "data", "methods", "training", "paper",
        "provenance", "glossary",
      ])
    let links = page.text.matches(of: #/href="#([^"]+)"/#).map { String($0.output.1) }
    #expect(links.count > 17 && links.allSatisfy(identifiers.contains))
    #expect(page.text.ranges(of: "<h1>").count == 1)
    #expect(try page.section("confusions").count(of: "class=\"matrix ") == 12)
  }

  @Test func printsEveryNumberOfTheMetrics() throws {
    let metrics = try #require(try Demo.input().metrics)
    let page = try Page(Demo.input())
    func percent(_ value: Double) -> String { String(format: "%.1f%%", 100 * value) }
    let table = try page.section("results").part("<table class=\"results\">")
    let accuracies = table.text.split(separator: "<tr>").dropFirst(3)
    #expect(accuracies.count == 5)
    for (place, row) in accuracies.enumerated() {
      let cells = row.matches(of: #/<td class="n[^"]*">(?:<b>)?([^<]*)/#).map {
        String($0.output.1)
      }
      let expected = try metrics.models.flatMap { model in
        let group = model.groups[place]
        let accuracy = try #require(group.accuracy)
        let lower = String(format: "%.1f", 100 * accuracy.lower)
        return [
          "\(group.n)", percent(accuracy.value), "\(lower) to \(percent(accuracy.upper))",
          percent(try #require(group.macroRecall)),
        ]
      }
      #expect(cells == expected)
    }
    let counts = try page.section("confusions").text
      .matches(of: #/<span class="count">([0-9]+)</#).compactMap { Int($0.output.1) }
    // The section shows all ages together, then age group by age group; a row without faces has no
    // counts.
    let pooled = metrics.models.flatMap { model in
      (0..<7).map { row in
        (0..<7).map { column in model.groups.reduce(0) { $0 + $1.confusion[row][column] } }
      }
    }
    let rows = (0..<5).flatMap { group in metrics.models.flatMap { $0.groups[group].confusion } }
    let isSame = counts == (pooled + rows).filter { $0.contains { $0 > 0 } }.flatMap { $0 }
    #expect(isSame)
    let age = try #require(metrics.ageEstimator)
    let ageSection = try page.section("age")
    #expect(ageSection.contains(String(format: "%.2f years", age.meanAbsoluteError.value)))
    let findings = try page.section("findings")
    for finding in metrics.findings {
      let text = FindingText(finding.text)
      for part in [text.claim] + text.statistics {
        #expect(findings.contains(HTMLText.escaped(part)), "\(finding.id)")
      }
      if let test = finding.test { #expect(findings.contains(HTMLText.escaped(test))) }
    }
    let transition = try #require(metrics.transition)
    let transitionSection = try page.section("transition")
    for model in transition.models {
      let curve = try #require(model.curve)
      #expect(transitionSection.contains(String(format: "%.2f", curve.logistic.midpoint)))
      #expect(transitionSection.contains(percent(curve.logistic.adultAsymptote)))
      for bin in model.observed { #expect(transitionSection.contains(percent(bin.accuracy))) }
    }
    let (calibration, emotions, results) = (
      try page.section("calibration"), try page.section("emotions"), try page.section("results")
    )
    for model in metrics.models {
      let overall = try #require(model.overall)
      for bin in try #require(overall.reliability) + (overall.scaledReliability ?? []) {
        #expect(calibration.contains(percent(bin.confidence)))
        #expect(calibration.contains(percent(bin.accuracy.value)))
      }
      for group in model.groups {
        for recall in try #require(group.recallEstimates).compactMap(\.self) {
          #expect(emotions.contains(percent(recall.lower)))
          #expect(emotions.contains(percent(recall.upper)))
        }
      }
      for pair in try #require(model.crossAge).pairwise {
        let points = String(format: "%.1f", abs(100 * (pair.difference?.estimate.value ?? 0)))
        #expect(results.contains(points))
      }
    }
    let ageError = try page.section("age-error")
    for result in try #require(metrics.ageError).results where result.quantity.hasVerdict {
      let imputed = try #require(result.imputed).estimate.value
      #expect(ageError.contains(String(format: "%.4f", abs(imputed))))
    }
    for age in metrics.findings.compactMap(\.age) {
      let text = age.ageInYears.map { String(format: "<b>%.1f years</b>", $0) }
      #expect(transitionSection.contains(text ?? "can be reported"))
    }
    let ages = try #require(metrics.ageError?.ages)
    #expect(ages.map(\.quantity.rawValue).contains("crossing"))
    for age in ages {
      let imputed = try #require(age.imputed?.ageInYears)
      #expect(ageError.contains(String(format: ">%.2f<", imputed)))
    }
  }

  @Test func showsWhereTheModelsLookOrSaysHowToLearn() throws {
    var input = try Demo.input()
    let representation = try #require(input.representation)
    let section = try Page(input).section("saliency")
    let numbers = section.text.matches(of: #/<td class="n">([^<]*)/#).map { String($0.output.1) }
    let cells = representation.saliency.flatMap(\.cells)
    let shares = cells.flatMap {
      ($0.map ?? []).joined().map { String(format: "%.1f%%", 100 * $0) }
    }
    #expect(shares.count == 70 * 36 && Set(shares).isSubset(of: numbers))
    let similarities = try #require(representation.similarities.first).groups.map(\.similarity)
    for estimate in similarities {
      #expect(numbers.contains(String(format: "%.3f", try #require(estimate).value)))
    }
    #expect(!section.contains("--representation"))
    input.representation?.saliency[0].layer = nil
    input.representation?.saliency[0].cells = []
    #expect(try Page(input).section("saliency").contains("No maps of the infant model"))
    input.representation = nil
    #expect(try Page(input).section("saliency").contains("--representation"))
  }

  @Test func showsFairTrainingOrSaysHowToHaveIt() throws {
    var input = try Demo.input()
    let matrix = try #require(input.matrix)
    let section = try Page(input).section("fair-training")
    for cell in matrix.cells {
      let accuracy = try #require(cell.accuracy)
      #expect(section.contains(String(format: "%.1f%%", 100 * accuracy.value)))
    }
    #expect(section.contains("minus the control"))
    input.matrix?.foreignTrainings = []
    #expect(try !Page(input).section("fair-training").contains("minus the control"))
    input.matrix = nil
    #expect(throws: (any Error).self) { try Page(input).section("fair-training") }
  }

  @Test func makesItsHeadingFromTheNumbers() throws {
    var input = try Demo.input()
    let adult = try #require(input.metrics?.models.firstIndex { $0.model == "adult" })
    let pair = try #require(
      input.metrics?.models[adult].crossAge?.pairwise.firstIndex {
        $0.first == .adult && $0.second == .toddler
      })
    func heading() throws -> PagePart { try Page(input).part("<h1>") }
    #expect(
      try heading().contains(
        "<bdi>In synthetic faces, a model trained on adults reads adults better than toddlers, "))
    input.metrics?.models[adult].crossAge?.pairwise[pair].adjustedPValue = 0.3
    #expect(try heading().contains("shows no sure difference between toddlers and adults"))
    input.metrics = nil
    #expect(
      try heading().text
        == "<h1><bdi>When do children’s facial expressions become adult-like?</bdi></h1>")
  }

  /// The best chart that there is stands at the top, with what limits it, whatever the run lacks.
  @Test func theTopHasAChartWithoutATestAndWithoutModels() throws {
    var input = try Demo.input()
    for index in try #require(input.metrics).models.indices {
      input.metrics?.models[index].crossAge?.pairwise = []
    }
    let untested = try Page(input).header()
    #expect(untested.contains("reads adults better than toddlers cannot be said</bdi></h1>"))
    #expect(untested.contains("What is drawn is no answer: the difference was not tested"))
    #expect(untested.contains("id=\"chart-cross-age\""))
    input.metrics = nil
    let page = try Page(input)
    #expect(try page.header().contains("No model has been tested yet"))
    #expect(try page.header().contains("id=\"chart-emotion-counts\""))
    #expect(try page.section("data").contains("href=\"#figure-emotion-counts\""))
    #expect(page.text.ranges(of: "id=\"figure-emotion-counts\"").count == 1)
  }

  @Test func showsFacesWhoseAgesWereMissed() throws {
    var input = try Demo.input()
    input.missedAges = [
      MissedAge(
        image: Image.face(eyes: 0.1, smile: 1), ageInYears: 7, estimatedAgeInYears: 31.3,
        isRealInfant: false),
      MissedAge(
        image: Image.face(eyes: 0.1, smile: 1), ageInYears: 1, estimatedAgeInYears: 20,
        isRealInfant: true),
    ]
    let missed = try Page(input).section("age").part("<ul class=\"faces missed\">")
    #expect(missed.contains("alt=\"Face of age 7.0 y, estimated 31.3 y\""))
    #expect(missed.count(of: "<img ") == 1 && missed.contains("not shown"))
  }

  /// Where all ages are known there is no estimator, and nothing is said to be missing.
  @Test func saysThatAgesAreKnown() throws {
    var input = try Demo.input()
    input.results.agesAreKnown = true
    input.metrics?.ageEstimator = nil
    input.metrics?.ageError = nil
    let page = try Page(input)
    #expect(try page.section("question").contains("sorted by their known ages"))
    #expect(try page.section("methods").contains("Known ages"))
    #expect(!page.text.contains("id=\"age\"") && !page.text.contains("id=\"age-error\""))
    #expect(!page.text.contains("age evaluate"))
  }

  @Test func saysBesideFindingsWhatAppearanceAloneDoes() throws {
    var input = try Demo.input()
    let metrics = try #require(input.metrics)
    let full = try Page(input)
    let findings = try full.section("findings")
    let noted = metrics.findings.filter { $0.appearance != nil }
    #expect(noted.count == 13)
    for finding in noted {
      let item = try findings.part("<li id=\"finding-\(finding.id)\"")
      let note = try #require(finding.appearance).text
      #expect(item.contains("<b>Appearance or expression?</b>"))
      #expect(item.contains(HTMLText.escaped(note)), "\(finding.id)")
    }
    // Beside the transition ages, and in the abstract, whose heading is about adults and toddlers.
    let reference = try #require(metrics.appearance)
    let transition = try full.section("transition")
    #expect(transition.contains(try #require(reference.transitionsInWords)))
    #expect(transition.contains(HTMLText.escaped(reference.caveat)))
    let difference = try #require(metrics.findings.first { $0.id == "adult-toddler-adult" })
    let abstract = try full.part("<p class=\"abstract\">")
    #expect(abstract.contains(HTMLText.escaped(try #require(difference.appearance).text)))

    input.metrics?.appearance = nil
    for index in metrics.findings.indices { input.metrics?.findings[index].appearance = nil }
    #expect(try !Page(input).section("findings").contains("Appearance or expression?"))
  }

  @Test func saysHowFarAnUnfinishedRunHasCome() throws {
    var input = try Demo.input()
    input.progress = [
      StageProgress(title: "Gathering faces", state: .done),
      StageProgress(title: "Training", state: .now), StageProgress(title: "Testing", state: .ahead),
    ]
    let header = try Page(input).header()
    #expect(header.contains("This study is not finished."))
    let stages = try header.part("<ol class=\"progress\"")
    for state in ["done", "now", "ahead"] {
      #expect(stages.count(of: "<li class=\"\(state)\">") == 1)
    }
  }

  @Test func staysSmallWithManyFaces() throws {
    var generator = SeededGenerator(seed: 3)
    var rows: [PredictionRow] = []
    for face in 0..<26_000 {
      let age = generator.uniform(0, 40)
      for model in ["infant", "adult"] {
        rows.append(
          PredictionRow(
            image: "\(face).jpg", source: "archive", split: "test", age: age,
            ageGroup: AgeGrouping.study.group(ofAgeInYears: age),
            emotion: LabelScheme.emotions7.emotions[generator.integer(below: 7)], model: model,
            predicted: LabelScheme.emotions7.emotions[generator.integer(below: 7)],
            probabilities: [0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]))
      }
    }
    // As large as a JPEG of 48 × 48 pixels usually is.
    let image = Data([0xFF, 0xD8, 0xFF]) + Data(repeating: 7, count: 1300)
    let judged = try JudgedFaces(PredictionTable(rows: rows, vocabulary: .study), seed: 1) { _ in
      .shown(image)
    }
    #expect(judged.counts.reduce(0) { $0 + $1.faces } == 52_000)
    #expect(judged.faces.count > 1500 && judged.faces.count <= 2 * 5 * 49 * 4)
    var input = try Demo.input()
    input.judgedFaces = judged
    // The chart library is not in the page here.
    let size = try Page(input).text.utf8.count + 1_000_000
    #expect(size < 6_250_000)
  }

  @Test func namesAgeGroupsByTheirRanges() throws {
    let page = try Page(Demo.input())
    let results = try page.section("results")
    for range in ["0–3", "3–8", "8–12", "12–17", "17+"] {
      #expect(results.contains("<small>\(range) y</small>"))
    }
    #expect(try page.section("data").contains("A group includes its upper bound"))
    #expect(try page.section("question").contains("toddlers (0–3 years, infants included)"))
  }

  @Test(arguments: ["≤ 3", "≤3", "&gt; 17"])
  func nowhereOnTheWholePageIsAnAgeGroupNamedByAnInequality(_ words: String) throws {
    #expect(try !Page(Demo.input()).text.contains(words))
  }

  @Test func printsNoAgeOfAnEmotionThatTheDataDoNotBound() throws {
    var input = try Demo.input()
    input.metrics?.transition?.models[0].byEmotion[0].logistic.midpoint = 23.37
    input.metrics?.transition?.models[0].byEmotion[0].profileInterval.lower = nil
    #expect(try !Page(input).section("transition").contains(">23.4<"))
    input.metrics?.transition?.models[0].byEmotion[0].profileInterval = OpenInterval(
      lower: 20, upper: 28, level: 0.95, method: "")
    input.metrics?.transition?.models[0].byEmotion[0].adjustedPValue = 0.01
    #expect(try Page(input).section("transition").contains(">23.4<"))
    // An age of a change that is not shown is no result either.
    input.metrics?.transition?.models[0].byEmotion[0].adjustedPValue = 0.66
    #expect(try !Page(input).section("transition").contains(">23.4<"))
  }

  @Test func saysHowBoundsWereCalibratedAndWhichFacesWereReadWhen() throws {
    var input = try Demo.input()
    var paper = try Page(input).section("paper")
    #expect(paper.contains("widened where 19 data sets simulated at each bound"))
    #expect(paper.contains("Test faces took part in neither"))
    #expect(paper.contains("afterwards they were read again: for saliency maps"))
    input.representation = nil
    input.audit = nil
    paper = try Page(input).section("paper")
    #expect(paper.contains("Test faces took part in neither") && !paper.contains("read again"))
  }

  @Test func showsTheStudysSettings() throws {
    let methods = try Page(Demo.input()).section("methods")
    #expect(methods.contains("<caption>Settings of the study</caption>"))
    #expect(methods.contains("Preset") && methods.contains("learning rate"))
  }

  @Test(arguments: [FaceVisibility.withoutRealInfants, .all, .nothing])
  func theWholePageHasNoImageOfAFaceThatIsLeftOut(visibility: FaceVisibility) throws {
    var input = try Demo.input()
    let infant = Image.face(eyes: 0.3, smile: 0.5)
    input.sampleFaces.append(
      SampleFace(
        image: infant, ageGroup: .toddler, emotion: .happy, ageInYears: 0.8, source: "TIF",
        isRealInfant: true))
    input.judgedFaces = nil
    input.faceVisibility = visibility
    let page = try Page(input)
    #expect(page.text.contains(infant.base64EncodedString()) == (visibility == .all))
    #expect(page.text.contains(";base64,") == (visibility != .nothing))
    #expect(
      try page.section("data").contains("Photographs of real infants (1)")
        == (visibility == .withoutRealInfants))
    #expect(
      try page.section("data").contains("All images of faces were left out")
        == (visibility == .nothing))
  }

  @Test func drawsFacesByTheSeedAndCountsTheRest() throws {
    let few = try Demo.judgedFaces()
    let again = try Demo.judgedFaces()
    let all = try Demo.judgedFaces(facesOfACell: nil)
    #expect(few.faces.map(\.predictions) == again.faces.map(\.predictions))
    #expect(few.counts == all.counts)
    let test = Demo.predictions.rows.filter { $0.split == "test" }
    #expect(all.faces.count == test.count / 2)
    #expect(few.faces.count < all.faces.count)
    for (position, model) in few.models.enumerated() {
      for count in few.counts where count.model == model {
        let whole = few.counts.filter {
          $0.model == model && $0.ageGroup == count.ageGroup && $0.emotion == count.emotion
            && $0.predicted == count.predicted
        }.reduce(0) { $0 + $1.faces }
        let shown = few.faces.count {
          $0.ageGroup == count.ageGroup && $0.emotion == count.emotion
            && $0.predictions[position]?.predicted == count.predicted
        }
        // A face that was drawn for the other model's cell is here as well.
        #expect(shown >= min(4, whole) && shown <= whole)
      }
    }
  }

  @Test func refusesMetricsOfTheWrongShape() throws {
    var input = try Demo.input()
    input.metrics?.models[1].groups[2].confusion.removeLast()
    let error = #expect(throws: SmilestoneError.self) { try Page(input) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("adult model on older child faces") == true)
  }
}
