import Faces
import Statistics

/// One expression model on the test faces of one sex or ethnicity.
public struct SubgroupMetrics: Codable, Sendable, Equatable {
  /// Fewest faces and subjects of a cell whose numbers are given. Smaller ones say little, and may
  /// tell on the few who are in them.
  public static let minimumFaces = 10
  public static let minimumSubjects = 5

  public enum Variable: String, CaseIterable, Codable, Sendable {
    case sex, ethnicity
  }

  public var variable: Variable
  /// "female"; an ethnicity as the manifest names it.
  public var value: String
  /// nil for all age groups together.
  public var ageGroup: AgeGroup?
  /// Whether the cell is too small; everything below is then nil.
  public var isSuppressed: Bool
  public var n: Int?
  /// nil also where a face's subject is unknown.
  public var subjects: Int?
  public var correct: Int?
  public var accuracy: Estimate?
  public var macroRecall: Double?
  public var macroRecallEstimate: Estimate?
  public var majorityBaseline: Double?
  /// For all age groups together only.
  public var scores: ClassificationScores?
}

extension SubgroupMetrics {
  init(
    _ cell: SubgroupCell<LabelledFace>, settings: EvaluationSettings, model: String,
    scaling: TemperatureScaling?
  ) throws {
    variable = cell.variable
    value = cell.value
    ageGroup = cell.ageGroup
    isSuppressed = cell.isTooSmall
    guard !isSuppressed else { return }
    let performance = try Performance(
      of: cell.faces, settings: settings, stream: "evaluation/\(model)/\(cell.stream)",
      scaling: scaling)
    n = performance.n
    subjects = performance.subjects
    correct = performance.correct
    accuracy = performance.accuracy
    macroRecall = performance.macroRecall
    macroRecallEstimate = performance.macroRecallEstimate
    majorityBaseline = performance.majorityBaseline
    scores = cell.ageGroup == nil ? performance.scores : nil
  }
}
