import Faces
import Study
import Support
import Testing

@Suite struct TrainingNeedTests {
  /// Faces of one age group.
  private func faces(
    _ count: Int, _ group: AgeGroup?, _ split: Split?, emotion: Emotion? = .happy,
    ageSource: AgeSource? = .estimated
  ) -> [FaceRecord] {
    (0..<count).map {
      FaceRecord(
        image: "\(group as Any) \(split as Any) \($0)", emotion: emotion,
        ageInYears: group == nil ? nil : 1, ageSource: ageSource, ageGroup: group, split: split)
    }
  }

  private func refusal(_ need: TrainingNeed, _ records: [FaceRecord]) throws -> SmilestoneError {
    let error = try #require(throws: SmilestoneError.self) { try need.require(in: records) }
    #expect(error.code == .badInput && error.remedy != nil)
    return error
  }

  @Test func enoughIsEnough() throws {
    let toddlers = faces(2, .toddler, .train) + faces(1, .toddler, .validation)
    try TrainingNeed("infant", label: .emotion, group: .toddler, of: .study).require(in: toddlers)
    try TrainingNeed("adult", label: .emotion, of: .study).require(in: toddlers)
    // The age estimator's errors are measured on its validation faces.
    let age = TrainingNeed("age", label: .age, of: .study)
    #expect(try refusal(age, toddlers).message.contains("2 training and 1 validation faces"))
    try age.require(in: toddlers + faces(1, .adult, .validation))
  }

  /// What the study says that has only babies, whom the estimator takes for adults.
  @Test func theGroupsThatThereAreInsteadAreNamed() throws {
    let records =
      faces(70, .adult, .train) + faces(6, .adult, .validation) + faces(8, .teenager, .train)
    let need = TrainingNeed("infant", label: .emotion, group: .toddler, of: .study)
    let error = try refusal(need, records)
    #expect(
      error.message
        == "The infant model has 0 training and 0 validation faces with an emotion in the group "
        + "toddler. Of the 84 faces with an emotion the age estimator took 76 for adults, 8 for "
        + "teenagers.")
    #expect(error.remedy?.contains("column age") == true)
    let labelled = records.map {
      var record = $0
      record.ageSource = .label
      return record
    }
    let other = try refusal(need, labelled)
    #expect(other.message.hasSuffix("an emotion are 76 adults, 8 teenagers."))
    #expect(!other.message.contains("estimated") && other.remedy?.contains("column") == false)
  }

  @Test func theSplitsAreNamedWhereTheGroupIsThere() throws {
    let records = faces(9, .toddler, .train) + faces(3, .toddler, .test)
    let error = try refusal(
      TrainingNeed("infant", label: .emotion, group: .toddler, of: .study), records)
    #expect(error.message.contains("9 training and 0 validation faces"), "\(error.message)")
    #expect(error.remedy?.contains("stratify --split") == true)
  }

  @Test func missingLabelsAreNamed() throws {
    let records = faces(9, nil, .train, emotion: nil, ageSource: nil)
    for (label, name) in [(TrainingNeed.Label.age, "an age"), (.emotion, "an emotion")] {
      let error = try refusal(TrainingNeed("x", label: label, of: .study), records)
      #expect(error.message == "None of the 9 faces has \(name) to learn from.")
    }
  }

  /// Before there are splits, and with ages that were given.
  @Test func groupsThatAreTooSmallToBeDividedAreRefused() throws {
    let need = TrainingNeed("adult", label: .emotion, group: .adult, of: .study)
    let few = faces(2, .adult, nil, ageSource: .label) + faces(9, .toddler, nil, ageSource: .label)
    let error = try #require(throws: SmilestoneError.self) { try need.requireGroup(in: few) }
    #expect(error.message.contains("9 toddlers, 2 adults"), "\(error.message)")
    try need.requireGroup(in: few + faces(1, .adult, nil))
  }
}
