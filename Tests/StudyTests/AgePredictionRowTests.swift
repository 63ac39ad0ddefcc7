import Analysis
import Faces
import Foundation
import Study
import Support
import TestSupport
import Testing

@Suite struct AgePredictionRowTests {
  private let columns = "image,subject,split,age,estimated_age,spread"

  /// The spread too: without it the intervals of an estimator that gives one are not its own.
  @Test func answersComeBackFromTheirFile() throws {
    let folder = try TemporaryFolder()
    let text = """
      \(columns),source,sex,ethnicity,emotion,transition_weight,duplicate_cluster,calibrates
      "a, b.png",s1,test,4.25,6.125,1.5,drawn,female,x,happy,0.25,p1,
      c.png,,validation,30.0,31.0,,,,,,,,yes

      """
    let predictions = try AgePredictionRow.read(folder.write(text, to: "predictions.csv"))
    #expect(predictions.count == 2)
    #expect(predictions[0].image == "a, b.png" && predictions[0].split == .test)
    #expect(
      predictions[0].standardDeviationInYears == 1.5 && predictions[0].transitionWeight == 0.25)
    #expect(predictions[0].sex == .female && predictions[0].emotion == .happy)
    #expect(predictions[1].standardDeviationInYears == nil && predictions[1].subject == nil)
    #expect(predictions.map(\.calibrates) == [false, true])
    #expect(predictions.map(\.photograph) == ["p1", nil])
    try AgePredictionRow.write(predictions, to: folder.file("again.csv"))
    #expect(try String(contentsOf: folder.file("again.csv"), encoding: .utf8) == text)
  }

  @Test func filesOfEarlierVersionsAreRead() throws {
    let folder = try TemporaryFolder()
    let predictions = try AgePredictionRow.read(
      folder.write("\(columns)\na.png,s,test,4,5,2\n", to: "predictions.csv"))
    #expect(
      predictions.count == 1 && predictions[0].standardDeviationInYears == 2
        && predictions[0].source == nil)
    let broken = try folder.write("\(columns)\na.png,s,test,young,5,2\n", to: "broken.csv")
    #expect(throws: SmilestoneError.self) { try AgePredictionRow.read(broken) }
  }

  @Test func subjectsOfDifferentSourcesAreDifferent() throws {
    let folder = try TemporaryFolder()
    let predictions = try AgePredictionRow.read(
      folder.write(
        "\(columns),source\na.png,s,test,4,5,2,first\nb.png,s,test,4,5,2,second\n",
        to: "predictions.csv"))
    let subjects = try predictions.map { try $0.prediction(nil, ages: .study).subject }
    #expect(subjects[0] != nil && subjects[0] != subjects[1])
  }
}
