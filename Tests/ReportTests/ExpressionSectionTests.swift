import Analysis
import Foundation
import Presentation
import Report
import TestSupport
import Testing

/// What the page says of the expression apart from the head.
@Suite struct ExpressionSectionTests {
  private func analysis(isClaimed: Bool) -> ExpressionAnalysis {
    ExpressionAnalysis(
      settings: ExpressionSettings(), faces: 800, subjects: 200, facesByEmotion: [],
      registration: RegistrationResult(
        source: .images,
        isApplied: true, toddlersToAdults: 0.3, toddlersToAdultsAfter: 0.03,
        betweenHalvesOfAdults: 0.01, warp: [],
        meanFaces: .init(agesInYears: [1, 8], image: Data("image".utf8))),
      gate: GateResult(
        isOpen: isClaimed, correlation: isClaimed ? 0.21 : 0.93, standardError: 0.06,
        toddlersReliability: 0.9, adultsReliability: 0.9,
        controls: [
          .init(
            name: "younger and older adults", correlation: 1.01, standardError: 0.03,
            isPassed: true)
        ],
        distances: []),
      timing: TimingResult(
        curve: [2, 6, 9, 30].enumerated().map { place, age in
          .init(
            fromYears: age - 1, toYears: age + 1, meanAgeInYears: age, faces: 200,
            share: Double(place) / 3, standardError: 0.03, step: Double(place) / 3)
        },
        likelihoodRatio: 40, pValue: 0.01, ageInYears: 8.52, widthInYears: 1.1, step: 0.9,
        dispersion: 1.2, profileLower: 8, profileUpper: 9, resamplingError: 0.3,
        lowerInYears: 7.31, upperInYears: 9.62),
      isClaimed: isClaimed, answer: "The answer stands here.", warnings: ["A warning stands here."])
  }

  private func page(_ outcome: ExpressionOutcome?) throws -> Page {
    var input = try Demo.input()
    input.results.files[ExpressionDevelopment.self] = outcome
    return try Page(input)
  }

  @Test func anAgeThatCanBeSaidIsTheTitle() throws {
    let page = try page(.analysed(analysis(isClaimed: true)))
    let heading = "xpressions are half way to adults’ at 8.5 years (95% CI 7.3 to 9.6)"
    #expect(try page.part("<h1>").contains(heading))
    #expect(try page.header().contains("<figure id=\"figure-expression\">"))
    let section = try page.section("expression")
    #expect(section.contains("href=\"#figure-expression\""))
    #expect(section.contains("The answer stands here."))
    #expect(section.contains("A warning stands here.") && section.contains(">open<"))
    #expect(section.contains("data:image/png;base64,aW1hZ2U="))
    #expect(section.contains("around 1, 8 years"))
    #expect(try page.section("paper").contains("dalal2005histograms"))
  }

  @Test func aLateAgeIsWarnedOfWhereAgesAreEstimates() throws {
    var timing = try #require(analysis(isClaimed: true).timing)
    #expect(timing.warningOfEstimatedAges == nil)
    timing.ageInYears = 10.9
    #expect(timing.warningOfEstimatedAges?.contains("too early") == true)
  }

  @Test func registrationByLandmarksIsSaid() throws {
    var analysis = analysis(isClaimed: true)
    analysis.registration.source = .landmarks
    let page = try page(.analysed(analysis))
    #expect(try page.section("expression").contains("laid onto the mean shape of its age"))
    #expect(try page.section("paper").contains("bookstein1989principal"))
    analysis.settings.features = .landmarks
    let ofPoints = try self.page(.analysed(analysis)).section("expression")
    #expect(!ofPoints.contains("laid onto"))
  }

  @Test func emotionsAreDatedByThemselves() throws {
    var analysis = analysis(isClaimed: true)
    var (happy, fear) = (
      ContrastTiming(emotions: ["happy"], similarity: 0.31, similarityError: 0.1),
      ContrastTiming(emotions: ["fear"], similarity: 0.92, similarityError: 0.1)
    )
    happy.ageInYears = 5.24
    happy.lowerInYears = 4.04
    happy.pooled = .init(ageInYears: 5.93, lowerInYears: 4.82, upperInYears: 7.04)
    analysis.timing?.emotions = ContrastTimings(contrasts: [happy, fear], spreadInYears: 1.5)
    let section = try page(.analysed(analysis)).section("expression")
    #expect(
      section.contains("5.2 (95% CI 4.0 to …)") && section.contains("5.9 (95% CI 4.8 to 7.0)"))
    #expect(section.contains("not clearly different"))
    fear.ageInYears = nil
    analysis.timing?.emotions = ContrastTimings(contrasts: [fear])
    let none = try page(.analysed(analysis)).section("expression")
    #expect(!none.contains("Each emotion by itself"))
  }

  /// Files of versions that did not look for rivals, nor date emotions.
  @Test func earlierAnalysesAreRead() throws {
    let encoder = JSONEncoder()
    var tree = try #require(
      try JSONSerialization.jsonObject(with: encoder.encode(analysis(isClaimed: true)))
        as? [String: Any])
    var settings = try #require(tree["settings"] as? [String: Any])
    settings["registration"] = nil
    settings["rivalWithinYears"] = nil
    settings["leastLabelFitDifference"] = nil
    settings["differenceBetweenEmotions"] = nil
    tree["settings"] = settings
    let read = try JSONDecoder().decode(
      ExpressionAnalysis.self, from: JSONSerialization.data(withJSONObject: tree))
    #expect(read == analysis(isClaimed: true))
    settings["ridge"] = nil
    tree["settings"] = settings
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        ExpressionAnalysis.self, from: JSONSerialization.data(withJSONObject: tree))
    }
  }

  @Test func howWellLabelsFitIsSaid() throws {
    var analysis = analysis(isClaimed: true)
    analysis.labelFit = LabelFitResult(
      toddlers: 0.92, adults: 0.93, standardError: 0.01, settings: analysis.settings)
    let alike = try page(.analysed(analysis)).section("expression")
    let settings = analysis.settings
    #expect(alike.contains("0.92 in \(settings.young) and 0.93 in \(settings.grown)"))
    #expect(!alike.contains("too unequal"))
    analysis.labelFit = LabelFitResult(
      toddlers: 0.84, adults: 0.93, standardError: 0.01, settings: analysis.settings)
    analysis.conclude()
    #expect(!analysis.isClaimed)
    let unequal = try page(.analysed(analysis)).section("expression")
    #expect(unequal.contains("That is too unequal"))
    #expect(unequal.contains("labels do not fit the faces of toddlers and adults equally well"))
  }

  @Test func aShutGateGivesNoTitleAndNoAge() throws {
    let page = try page(.analysed(analysis(isClaimed: false)))
    let (header, section) = (try page.header(), try page.section("expression"))
    #expect(!header.contains("half way to adults’ at"))
    #expect(!section.contains("half way to adults’ at") && section.contains(">shut<"))
    #expect(
      try page.part("<p class=\"abstract\">").contains(
        "Whether the expression itself develops, apart from the head: The answer"))
  }

  @Test func facesThatDoNotSufficeGiveTheReason() throws {
    let section = try page(.refused(reason: "Too few faces of toddlers.")).section("expression")
    #expect(section.contains("Too few faces of toddlers."))
    #expect(!section.contains("figure-expression"))
    #expect(
      try page(nil).section("expression").contains(
        "Whether the expression changes apart from the head was not asked."))
  }

  /// An analysis is written as itself, so that the command's file and the study's are read alike.
  @Test func outcomesAreReadAsTheyWereWritten() throws {
    let analysis = analysis(isClaimed: true)
    let plain = try JSONEncoder().encode(analysis)
    #expect(try JSONDecoder().decode(ExpressionOutcome.self, from: plain).analysis == analysis)
    for outcome in [ExpressionOutcome.analysed(analysis), .refused(reason: "few")] {
      let data = try JSONEncoder().encode(outcome)
      #expect(try JSONDecoder().decode(ExpressionOutcome.self, from: data) == outcome)
    }
  }

  @Test(arguments: [ChartTheme.page, .column, .twoColumns])
  func theChartIsDrawnForEveryPlace(theme: ChartTheme) throws {
    var run = RunResults()
    run.files[ExpressionDevelopment.self] = .analysed(analysis(isClaimed: true))
    run.plantedAgeInYears = 8
    let parts = try #require(ExpressionDevelopment.section(of: run))
    let chart = try #require(parts.flatMap(\.charts).first)
    let text = try chart.spec.value(in: theme).text()
    #expect(text.contains("8.52") && text.contains("planted: 8.0 years"))
    #expect(chart.table.rows.count == 4)
  }
}
