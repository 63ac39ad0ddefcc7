import Cohort
import Statistics

/// One expression model on the test faces of one sex or ethnicity.
public struct SubgroupMetrics: Codable, Sendable, Equatable {
  /// Fewest faces and subjects of a cell whose numbers are given. Smaller ones say little, and may
  /// tell on the few who are in them.
  public static let fewestFaces = 10
  public static let fewestSubjects = 5

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
  /// The faces of a cell before they are measured.
  struct Cell: Sendable {
    let variable: Variable
    let value: String
    let ageGroup: AgeGroup?
    let faces: [LabelledFace]

    var stream: String { "\(variable.rawValue)/\(value)/\(ageGroup?.rawValue ?? "all")" }
  }

  /// The cells that have faces: each value over all ages, then by age group.
  static func cells(_ faces: [LabelledFace]) -> [Cell] {
    Variable.allCases.flatMap { variable in
      let byValue = Dictionary(grouping: faces) { face in
        switch variable {
        case .sex: face.attributes?.sex?.rawValue
        case .ethnicity: face.attributes?.ethnicity
        }
      }
      let values = byValue.compactMap { value, faces in value.map { ($0, faces) } }
        .sorted { $0.0 < $1.0 }
      return values.flatMap { value, faces in
        [Cell(variable: variable, value: value, ageGroup: nil, faces: faces)]
          + AgeGroup.allCases.map { group in
            Cell(
              variable: variable, value: value, ageGroup: group,
              faces: faces.filter { $0.ageGroup == group })
          }.filter { !$0.faces.isEmpty }
      }
    }
  }

  init(
    _ cell: Cell, settings: EvaluationSettings, model: String, scaling: TemperatureScaling?
  ) throws {
    variable = cell.variable
    value = cell.value
    ageGroup = cell.ageGroup
    isSuppressed =
      cell.faces.count < SubgroupMetrics.fewestFaces
      || SubjectIndex(cell.faces.map(\.subject)).count < SubgroupMetrics.fewestSubjects
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
