import Faces
import Testing

@Suite struct AgeGroupTests {
  @Test(arguments: [
    (0.0, AgeGroup.toddler), (3, .toddler), (3.001, .youngerChild), (8, .youngerChild),
    (8.01, .olderChild), (12, .olderChild), (12.5, .teenager), (17, .teenager), (17.1, .adult),
    (100, .adult),
  ])
  func upperBoundsBelongToTheGroup(ageInYears: Double, group: AgeGroup) {
    #expect(AgeGroup(ageInYears: ageInYears) == group)
  }

  @Test func boundsCanBeOverridden() {
    let bounds: [Double] = [1, 2, 3, 4]
    #expect(AgeGroup(ageInYears: 2, upperBounds: bounds) == .youngerChild)
    #expect(AgeGroup(ageInYears: 4.5, upperBounds: bounds) == .adult)
  }

  @Test func namesAndOrderAreStable() {
    #expect(
      AgeGroup.allCases.map(\.rawValue)
        == ["toddler", "younger_child", "older_child", "teenager", "adult"])
    #expect(AgeGroup.youngerChild.displayName == "younger child")
    #expect(AgeGroup.allCases.map(\.index) == [0, 1, 2, 3, 4])
    #expect(
      LabelScheme.emotions7.emotions.map(\.rawValue)
        == ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"])
  }
}
