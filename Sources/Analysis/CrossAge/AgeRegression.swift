import Faces
import Statistics

/// Accuracy as a function of age in years: logistic regressions on the test faces with a known or
/// estimated age.
public struct AgeRegression: Codable, Sendable, Equatable {
  public enum Shape: String, CaseIterable, Codable, Sendable {
    /// A straight line on the logit.
    case linear
    /// A parabola on the logit.
    case quadratic
    /// A restricted cubic spline with four knots.
    case spline
  }

  /// One fitted curve.
  public struct Fit: Codable, Sendable, Equatable {
    public var shape: Shape
    /// Change of the log odds of a correct prediction per year; of the linear fit only.
    public var slopePerYear: Estimate?
    /// The spline's knots, in years.
    public var knotsInYears: [Double]?
    public var logLikelihood: Double
    /// Tests whether accuracy depends on age at all.
    public var association: TestResult?
    /// Tests whether the dependence is other than a straight line on the logit.
    public var nonlinearity: TestResult?
    /// The fitted accuracy at each of `agesInYears`.
    public var accuracy: [Estimate]
  }

  /// Faces with an age, and different subjects among them (nil where a face's subject is unknown).
  public var n: Int
  public var subjects: Int?
  /// 25 ages in equal steps between the 1st and the 99th percentile of the faces' ages.
  public var agesInYears: [Double]
  /// Shapes that could not be fitted are absent.
  public var fits: [Fit]
}

extension AgeRegression {
  /// - Returns: nil where no shape can be fitted: too few ages, or predictions all right or all wrong.
  init?(_ faces: [LabelledFace], level: Double) throws {
    let aged = faces.compactMap { face in face.ageInYears.map { (face, $0) } }
    let index = SubjectIndex(aged.map(\.0.unit))
    let ages = aged.map(\.1)
    let outcomes = aged.map(\.0.isCorrect)
    let spline = RestrictedCubicSpline(fourKnotsFor: ages)
    let sorted = ages.sorted()
    guard !sorted.isEmpty else { return nil }
    let (first, last) = (sorted[sorted.count / 100], sorted[sorted.count - 1 - sorted.count / 100])
    let grid = (0...24).map { first + (last - first) * Double($0) / 24 }
    // A middle age as origin keeps the terms of a parabola apart.
    let origin = sorted[sorted.count / 2]

    func regression(_ terms: (Double) -> [Double]) -> LogisticRegression? {
      let rows = ages.map(terms)
      let columns = (rows.first ?? []).indices.map { column in rows.map { $0[column] } }
      return LogisticRegression(
        DesignMatrix(rowCount: ages.count, columns: columns), outcomes: outcomes,
        clusterOfRow: index.subjectOfFace)
    }
    let null = regression { _ in [] }
    let line = regression { [$0 - origin] }
    func fit(_ shape: Shape, _ terms: (Double) -> [Double]) throws -> Fit? {
      guard let regression = regression(terms) else { return nil }
      let columns = Array(1..<regression.coefficients.count)
      func test(_ columns: [Int], against smaller: LogisticRegression?) throws -> TestResult? {
        guard !columns.isEmpty else { return nil }
        return regression.isClustered
          ? try regression.waldTest(of: columns)
          : try smaller.flatMap { try regression.likelihoodRatioTest(against: $0) }
      }
      return Fit(
        shape: shape,
        slopePerYear: shape == .linear ? try regression.coefficient(1, level: level) : nil,
        knotsInYears: shape == .spline ? spline?.knots : nil,
        logLikelihood: regression.logLikelihood,
        association: try test(columns, against: null),
        nonlinearity: try test(Array(columns.dropFirst()), against: line),
        accuracy: try grid.map { try regression.probability(at: terms($0), level: level) })
    }
    let fits = [
      try fit(.linear) { [$0 - origin] },
      try fit(.quadratic) { [$0 - origin, ($0 - origin) * ($0 - origin)] },
      try spline.flatMap { spline in try fit(.spline, spline.terms) },
    ].compactMap(\.self)
    guard !fits.isEmpty else { return nil }
    self.init(
      n: aged.count, subjects: index.knownCount, agesInYears: grid, fits: fits)
  }
}
