import Analysis
import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct AgePredictionFileTests {
  private let columns = "image,subject,split,age,estimated_age,age_sd"

  /// The standard deviation too: without it the intervals of an estimator that gives one are not its own.
  @Test func predictionsComeBackFromTheirFile() throws {
    let folder = try TemporaryFolder()
    let text = """
      \(columns),source,sex,ethnicity,emotion,transition_weight,duplicate_cluster,calibrates
      "a, b.png",s1,test,4.25,6.125,1.5,drawn,female,x,happy,0.25,p1,
      c.png,,validation,30.0,31.0,,,,,,,,yes

      """
    let predictions = try AgePrediction.read(
      folder.write(text, to: "predictions.csv"), ages: .study)
    #expect(predictions.count == 2)
    #expect(predictions[0].image == "a, b.png" && predictions[0].split == .test)
    #expect(
      predictions[0].estimate == AgeEstimate(ageInYears: 6.125, standardDeviationInYears: 1.5)
        && predictions[0].transitionWeight == 0.25)
    #expect(predictions[0].sex == .female && predictions[0].emotion == .happy)
    #expect(
      predictions[1].estimate.standardDeviationInYears == nil && predictions[1].subject == nil)
    #expect(predictions.map(\.calibrates) == [false, true])
    #expect(predictions.map(\.photograph) == ["p1", nil])
    try AgePrediction.write(predictions, to: folder.file("again.csv"))
    #expect(try String(contentsOf: folder.file("again.csv"), encoding: .utf8) == text)
  }

  /// They end before the other columns, and call the standard deviation `spread`.
  @Test func filesOfEarlierVersionsAreRead() throws {
    let folder = try TemporaryFolder()
    let columns = "image,subject,split,age,estimated_age,spread"
    let predictions = try AgePrediction.read(
      folder.write("\(columns)\na.png,s,test,4,5,2\n", to: "predictions.csv"), ages: .study)
    let estimate = AgeEstimate(ageInYears: 5, standardDeviationInYears: 2)
    #expect(predictions.map(\.estimate) == [estimate] && predictions[0].source == nil)
    let broken = try folder.write("\(columns)\na.png,s,test,young,5,2\n", to: "broken.csv")
    #expect(throws: SmilestoneError.self) { try AgePrediction.read(broken, ages: .study) }
    let lacking = try folder.write(
      "image,subject,split,age,estimated_age\na.png,s,test,4,5\n", to: "lacking.csv")
    let error = #expect(throws: SmilestoneError.self) {
      try AgePrediction.read(lacking, ages: .study)
    }
    #expect(error?.message.contains("age_sd") == true)
  }

  /// One name in two sources is two people: errors are then not taken for one subject's.
  @Test func subjectsOfDifferentSourcesAreDifferent() throws {
    let folder = try TemporaryFolder()
    func subjects(_ sources: [String]) throws -> Int? {
      let rows = sources.map { "a.png,s,test,4,\($0.count),2,\($0)\n" }.joined()
      return try AgeMetrics(
        AgePrediction.read(
          folder.write("\(columns),source\n\(rows)", to: "predictions.csv"), ages: .study),
        settings: quick)?
        .subjects
    }
    #expect(try subjects(["first", "other"]) == 2)
    #expect(try subjects(["first", "first"]) == nil)
  }
}
