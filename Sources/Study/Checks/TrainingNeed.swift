import Faces
import Support

/// The faces that a training needs, and what to say where they are not there.
public struct TrainingNeed: Sendable {
  /// What is learnt.
  public enum Label: Sendable {
    case age, emotion

    public func isKnown(of face: FaceRecord) -> Bool {
      self == .age ? face.ageInYears != nil : face.emotion != nil
    }

    var name: String { self == .age ? "an age" : "an emotion" }
    var column: String { self == .age ? "age (in years)" : "emotion" }
  }

  /// "infant": what the model is called.
  public let name: String
  public let label: Label
  /// The age group whose faces it learns from; nil for all.
  public let group: AgeGroup?
  /// What it is one of.
  private let ages: AgeGrouping

  public init(
    _ name: String, label: Label, group: AgeGroup? = nil, of ages: AgeGrouping
  ) {
    self.ages = ages
    self.name = name
    self.label = label
    self.group = group
  }

  /// The fewest training faces, and validation faces: the age estimator's errors are measured there,
  /// which takes two.
  private var fewest: (training: Int, validation: Int) { (2, label == .age ? 2 : 1) }

  private var title: String { "The \(name) \(label == .age ? "estimator" : "model")" }

  /// Refuses faces of which too few have the label, the age group and the splits.
  /// - Throws: `SmilestoneError.badInput` that says what there is instead, and the remedy.
  public func require(in records: [FaceRecord]) throws {
    let known = try requireLabel(in: records)
    let members = known.filter { group == nil || $0.ageGroup == group }
    let counts = [Split.train, .validation].map { split in members.count { $0.split == split } }
    guard counts[0] < fewest.training || counts[1] < fewest.validation else { return }
    let what =
      "\(title) has \(counts[0]) training and \(counts[1]) validation faces with \(label.name)"
      + (group.map { " in the group \($0.displayName)" } ?? "")
    guard let group, members.count < fewest.training + fewest.validation else {
      throw SmilestoneError.badInput(
        "\(what); it needs \(fewest.training) and \(fewest.validation).",
        remedy:
          "Of these \(members.count) faces, others must be in the splits train and validation; "
          + "`smilestone stratify --split` divides them again.")
    }
    throw tooFew(in: group, of: known, what)
  }

  /// Refuses faces of which too few have the label and the age group to be divided.
  /// - Parameter records: faces whose age groups are known, whatever their splits.
  /// - Throws: `SmilestoneError.badInput` that says what there is instead, and the remedy.
  public func requireGroup(in records: [FaceRecord]) throws {
    let known = try requireLabel(in: records)
    guard let group else { return }
    let count = known.count { $0.ageGroup == group }
    guard count < fewest.training + fewest.validation else { return }
    throw tooFew(
      in: group, of: known,
      "\(title) has \(count) faces with \(label.name) in the group "
        + group.displayName)
  }

  /// Refuses faces of which none has the label.
  /// - Returns: those that have it.
  @discardableResult
  func requireLabel(in records: [FaceRecord]) throws -> [FaceRecord] {
    let known = records.filter(label.isKnown)
    guard !known.isEmpty else {
      throw SmilestoneError.badInput(
        "None of the \(records.count) faces has \(label.name) to learn from.",
        remedy: "Fill the column \(label.column).")
    }
    return known
  }

  /// Names the groups that the faces are in instead, and where that is known from.
  private func tooFew(
    in group: AgeGroup, of known: [FaceRecord], _ what: String
  ) -> SmilestoneError {
    let estimated = known.count { $0.ageSource == .estimated }
    let isEstimated = estimated == known.count
    let counts =
      ages.groups.map { other in
        (name: ages.plural(of: other), count: known.count { $0.ageGroup == other })
      } + [(name: "without one", count: known.count { $0.ageGroup == nil })]
    let groups = counts.filter { $0.count > 0 }.sorted { $0.count > $1.count }
      .map { "\($0.count) \(isEstimated ? "for " : "")\($0.name)" }
    let faces = "the \(known.count) faces with \(label.name)"
    let others = groups.joined(separator: ", ")
    return .badInput(
      "\(what). "
        + (isEstimated
          ? "Of \(faces) the age estimator took \(others)."
          : "By age group \(faces) are \(others)"
            + (estimated > 0 ? "; \(estimated) of these ages are estimated." : ".")),
      remedy: "Add \(ages.faces(of: group))"
        + (estimated > 0
          ? ", or fill the column age where ages are known: such ages stay." : "."))
  }
}
