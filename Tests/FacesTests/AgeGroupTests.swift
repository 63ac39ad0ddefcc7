import Faces
import Testing

@Suite struct AgeGroupTests {
  @Test(arguments: [
    (0.0, AgeGroup.toddler), (3, .toddler), (3.001, .youngerChild), (8, .youngerChild),
    (8.01, .olderChild), (12, .olderChild), (12.5, .teenager), (17, .teenager), (17.1, .adult),
    (100, .adult),
  ])
  func upperBoundsBelongToTheGroup(ageInYears: Double, group: AgeGroup) {
    #expect(AgeGrouping.study.group(ofAgeInYears: ageInYears) == group)
  }

  @Test func namesAndOrderAreStable() {
    #expect(
      AgeGrouping.study.groups.map(\.rawValue)
        == ["toddler", "younger_child", "older_child", "teenager", "adult"])
    #expect(AgeGroup.youngerChild.displayName == "younger child")
    #expect(AgeGrouping.study.groups.map(AgeGrouping.study.index) == [0, 1, 2, 3, 4])
    #expect(
      LabelScheme.emotions7.emotions.map(\.rawValue)
        == ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"])
  }
}
