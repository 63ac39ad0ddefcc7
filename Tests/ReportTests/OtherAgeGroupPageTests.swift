import Analysis
import Faces
import Foundation
import Report
import Support
import TestSupport
import Testing

/// The page of a run of other age groups than the study's.
@Suite struct OtherAgeGroupPageTests {
  private func page(_ text: String) throws -> Page {
    let ages = try AgeGrouping(text: text)
    var table = Demo.predictions
    table.vocabulary.ages = ages
    for row in table.rows.indices {
      table.rows[row].ageGroup = table.rows[row].age.map(ages.group(ofAgeInYears:))
    }
    var input = ReportInput(
      runName: "others", cohort: CohortDescription(text: "Synthetic faces.", isSynthetic: true),
      counts: HeadlineCounts(
        faces: 10, emotions: 7, ageGroups: ages.count, models: 2, skipped: 0))
    input.emotionCounts = ages.groups.map {
      EmotionCount(ageGroup: $0, emotion: .happy, split: "train", count: 9)
    }
    input.results.vocabulary.ages = ages
    let agePredictions = Demo.agePredictions.map { prediction in
      var prediction = prediction
      prediction.ages = ages
      return prediction
    }
    input.results.metrics = try Metrics(
      Evidence(
        predictions: table, manifest: Demo.manifest.sorted(into: ages, place: "demo"),
        agePredictions: agePredictions, settings: EvaluationSettings(replicates: 50)))
    input.results.agePredictions = agePredictions
    return try Page(input)
  }

  @Test(arguments: [
    "baby/babies<=2; child/children<=12; youth/youths<=18; grown-up", "2;6;12;18",
  ])
  func nothingOnTheWholePageSpeaksOfTheStudysGroups(_ groups: String) throws {
    let page = try page(groups)
    let ages = try AgeGrouping(text: groups)
    // Ids of findings keep their names, and one note says what other groups something was measured for.
    let text = page.text.replacing(/"#?finding-[a-z-]+"/, with: "")
      .replacing(/it was measured for [^.]+\./, with: "")
    for word in ["toddler", "teenager", "younger child", "older child"]
      + (ages.count == 5 ? [] : ["five age groups"])
    {
      let place = text.range(of: word, options: .caseInsensitive)
      let context = place.map { String(text[..<$0.upperBound].suffix(200)) }
      #expect(place == nil, "\(context ?? "")")
    }
    let question = try page.section("question")
    #expect(question.contains("sorted into \(ages.countInWords) groups"))
    #expect(question.contains("trained on \(ages.plural(of: ages.infant))"))
    let results = try page.section("results")
    let confusions = try page.section("confusions")
    for group in ages.groups {
      let range = ages.rangeInYears(of: group)
      #expect(results.contains(group.displayName) && results.contains("<small>\(range) y</small>"))
      #expect(confusions.contains("data-name=\"\(group.displayName.sentenceCased)\""))
    }
    #expect(confusions.count(of: "class=\"matrix ") == 2 * (1 + ages.count))
  }
}
