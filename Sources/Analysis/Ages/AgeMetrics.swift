import Faces
import Statistics

/// How close estimated ages come to known ages; the fields of `AgeErrors` are its own.
@dynamicMemberLookup
public struct AgeMetrics: Sendable, Equatable {
  /// Faces, and different subjects among them (nil where a face's subject is unknown).
  public var n: Int
  public var subjects: Int?
  /// The errors on all faces.
  public var errors: AgeErrors
  /// Mean absolute error of always predicting the training faces' median age, in years.
  public var baselineMeanAbsoluteError: Double?
  /// Faces by known age group (rows, youngest first) and by the group of the estimated age.
  public var groupConfusion: [[Int]]?
  /// One entry for each of the five true age groups, youngest first, also where n is 0.
  public var byGroup: [AgeGroupMetrics]
  /// The faces by sex and ethnicity; nil where that was not recorded, empty where neither is known.
  public var subgroups: [AgeSubgroupMetrics]?
  /// Whether the errors depend on the perceived emotion; nil where too few faces have one.
  public var expression: AgeByExpression?
  /// Whether intervals and probabilities are right; nil for an estimator without them, and where that
  /// was not recorded.
  public var calibration: AgeCalibration?

  public subscript<Value>(dynamicMember path: KeyPath<AgeErrors, Value>) -> Value {
    errors[keyPath: path]
  }
}

/// The age estimator on the faces of one (true) age group; the fields of `AgeErrors` are its own,
/// nil for fewer than two subjects.
@dynamicMemberLookup
public struct AgeGroupMetrics: Sendable, Equatable {
  public var ageGroup: AgeGroup
  public var n: Int
  public var subjects: Int?
  /// nil for fewer than two subjects.
  public var errors: AgeErrors?
  /// Mean absolute error of always predicting the training faces' median age, in years.
  public var baselineMeanAbsoluteError: Double?

  public subscript<Value>(dynamicMember path: KeyPath<AgeErrors, Value>) -> Value? {
    errors?[keyPath: path]
  }

  public subscript<Value>(dynamicMember path: KeyPath<AgeErrors, Value?>) -> Value? {
    errors.flatMap { $0[keyPath: path] }
  }
}

/// The age estimator on the faces of one sex or ethnicity.
public struct AgeSubgroupMetrics: Codable, Sendable, Equatable {
  public var variable: SubgroupMetrics.Variable
  /// "female"; an ethnicity as the manifest names it.
  public var value: String
  /// nil for all age groups together.
  public var ageGroup: AgeGroup?
  /// Whether the cell is too small (`SubgroupMetrics.minimumFaces`, `minimumSubjects`); everything
  /// below is then nil.
  public var isSuppressed: Bool
  public var n: Int?
  /// nil also where a face's subject is unknown.
  public var subjects: Int?
  public var errors: AgeErrors?
}

// In JSON the errors' fields of all faces and of age groups stand beside the others.

extension AgeMetrics: Codable {
  private enum CodingKeys: String, CodingKey {
    case n, subjects, baselineMeanAbsoluteError, groupConfusion, byGroup, subgroups, expression
    case calibration
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    n = try container.decode(Int.self, forKey: .n)
    subjects = try container.decodeIfPresent(Int.self, forKey: .subjects)
    errors = try AgeErrors(from: decoder)
    baselineMeanAbsoluteError = try container.decodeIfPresent(
      Double.self, forKey: .baselineMeanAbsoluteError)
    groupConfusion = try container.decodeIfPresent([[Int]].self, forKey: .groupConfusion)
    byGroup = try container.decode([AgeGroupMetrics].self, forKey: .byGroup)
    subgroups = try container.decodeIfPresent([AgeSubgroupMetrics].self, forKey: .subgroups)
    expression = try container.decodeIfPresent(AgeByExpression.self, forKey: .expression)
    calibration = try container.decodeIfPresent(AgeCalibration.self, forKey: .calibration)
  }

  public func encode(to encoder: any Encoder) throws {
    try errors.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(n, forKey: .n)
    try container.encodeIfPresent(subjects, forKey: .subjects)
    try container.encodeIfPresent(
      baselineMeanAbsoluteError, forKey: .baselineMeanAbsoluteError)
    try container.encodeIfPresent(groupConfusion, forKey: .groupConfusion)
    try container.encode(byGroup, forKey: .byGroup)
    try container.encodeIfPresent(subgroups, forKey: .subgroups)
    try container.encodeIfPresent(expression, forKey: .expression)
    try container.encodeIfPresent(calibration, forKey: .calibration)
  }
}

extension AgeGroupMetrics: Codable {
  private enum CodingKeys: String, CodingKey {
    case ageGroup, n, subjects, baselineMeanAbsoluteError
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    ageGroup = try container.decode(AgeGroup.self, forKey: .ageGroup)
    n = try container.decode(Int.self, forKey: .n)
    subjects = try container.decodeIfPresent(Int.self, forKey: .subjects)
    errors = try AgeErrors.decodeIfPresent(from: decoder)
    baselineMeanAbsoluteError = try container.decodeIfPresent(
      Double.self, forKey: .baselineMeanAbsoluteError)
  }

  public func encode(to encoder: any Encoder) throws {
    try errors?.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(ageGroup, forKey: .ageGroup)
    try container.encode(n, forKey: .n)
    try container.encodeIfPresent(subjects, forKey: .subjects)
    try container.encodeIfPresent(
      baselineMeanAbsoluteError, forKey: .baselineMeanAbsoluteError)
  }
}

extension AgeErrors {
  /// The errors beside other fields of an object; nil where it has none.
  fileprivate static func decodeIfPresent(from decoder: any Decoder) throws -> AgeErrors? {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    return container.contains(.meanAbsoluteError) ? try AgeErrors(from: decoder) : nil
  }
}
