import Analysis
import Faces
import Foundation
import Study
import Support
import TestSupport
import Testing

@Suite struct AgeAnswerTests {
  private let columns = "image,subject,split,age,estimated_age,spread"

  /// The spread too: without it the intervals of an estimator that gives one are not its own.
  @Test func answersComeBackFromTheirFile() throws {
    let folder = try TemporaryFolder()
    let text = """
      \(columns),source,sex,ethnicity,emotion,transition_weight,duplicate_cluster,calibrates
      "a, b.png",s1,test,4.25,6.125,1.5,drawn,female,x,happy,0.25,p1,
      c.png,,validation,30.0,31.0,,,,,,,,yes

      """
    let answers = try AgeAnswer.read(folder.write(text, to: "answers.csv"))
    #expect(answers.count == 2)
    #expect(answers[0].image == "a, b.png" && answers[0].split == .test)
    #expect(answers[0].spreadInYears == 1.5 && answers[0].transitionWeight == 0.25)
    #expect(answers[0].sex == .female && answers[0].emotion == .happy)
    #expect(answers[1].spreadInYears == nil && answers[1].subject == nil)
    #expect(answers.map(\.calibrates) == [false, true])
    #expect(answers.map(\.photograph) == ["p1", nil])
    try AgeAnswer.write(answers, to: folder.file("again.csv"))
    #expect(try String(contentsOf: folder.file("again.csv"), encoding: .utf8) == text)
  }

  @Test func filesOfEarlierVersionsAreRead() throws {
    let folder = try TemporaryFolder()
    let answers = try AgeAnswer.read(
      folder.write("\(columns)\na.png,s,test,4,5,2\n", to: "answers.csv"))
    #expect(answers.count == 1 && answers[0].spreadInYears == 2 && answers[0].source == nil)
    let broken = try folder.write("\(columns)\na.png,s,test,young,5,2\n", to: "broken.csv")
    #expect(throws: SmilestoneError.self) { try AgeAnswer.read(broken) }
  }

  @Test func subjectsOfDifferentSourcesAreDifferent() throws {
    let folder = try TemporaryFolder()
    let answers = try AgeAnswer.read(
      folder.write(
        "\(columns),source\na.png,s,test,4,5,2,first\nb.png,s,test,4,5,2,second\n",
        to: "answers.csv"))
    let subjects = try answers.map { try $0.prediction(nil, ages: .study).subject }
    #expect(subjects[0] != nil && subjects[0] != subjects[1])
  }
}
