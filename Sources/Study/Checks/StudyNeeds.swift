import Faces
import Support

/// What the study's two expression models, and their test, need of its faces.
enum StudyNeeds {
  static func models(_ ages: AgeGrouping) -> [TrainingNeed] {
    [
      TrainingNeed("infant", label: .emotion, group: ages.infant, of: ages),
      TrainingNeed("adult", label: .emotion, group: ages.adult, of: ages),
    ]
  }

  /// Refuses faces on which one of the models could not be trained, or none tested.
  /// - Parameters:
  ///   - records: faces with age groups and splits.
  ///   - ages: what their age groups are.
  /// - Throws: `SmilestoneError.badInput` that says what is missing.
  static func require(in records: [FaceRecord], ages: AgeGrouping) throws {
    for need in models(ages) { try need.require(in: records) }
    try requireTestFaces(in: records)
  }

  /// Refuses faces of which none has the split test and an emotion.
  static func requireTestFaces(in records: [FaceRecord]) throws {
    guard records.contains(where: { $0.split == .test && $0.emotion != nil }) else {
      throw SmilestoneError.badInput(
        "None of the \(records.count { $0.split == .test }) test faces has an emotion, so no model "
          + "can be tested.",
        remedy: "Fill the column emotion of test faces, or leave the column split empty: the study "
          + "then divides the faces itself.")
    }
  }
}
