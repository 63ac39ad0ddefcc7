import Foundation
import Testing

/// Values of scipy, statsmodels and scikit-learn, made by Fixtures/make_curve_fixtures.py.
struct CurveReference: Decodable, Sendable {
  struct FDistribution: Decodable, Sendable {
    let x: Double
    let numerator: Double
    let denominator: Double
    let lower: Double
    let upper: Double
  }
  struct Logistic: Decodable, Sendable {
    struct Test: Decodable, Sendable {
      let columns: [Int]
      let statistic: Double
      let p: Double
    }
    let name: String
    let clusters: [Int]
    let ages: [Double]
    let outcomes: [Bool]
    let knots: [Double]
    let terms: [[Double]]
    let coefficients: [Double]
    let errors: [Double]
    let logLikelihood: Double
    let tests: [Test]
    let likelihoodRatio: Double
    let likelihoodRatioP: Double
    let curve: [Double]
  }
  struct Isotonic: Decodable, Sendable {
    let values: [Double]
    let weights: [Double]
    let fit: [Double]
  }
  struct Monotonicity: Decodable, Sendable {
    let values: [Double]
    let weights: [Double]
    let replicates: [[Double]]
    let statistic: Double
    let p: Double
  }
  struct McNemar: Decodable, Sendable {
    let first: Int
    let second: Int
    let p: Double
  }
  struct SignFlip: Decodable, Sendable {
    let differences: [Int]
    let p: Double
  }
  struct RaoScott: Decodable, Sendable {
    let trials: [[Double]]
    let successes: [[Double]]
    let z: Double
    let p: Double
  }
  struct Power: Decodable, Sendable {
    let first: Double
    let second: Double
    let sizes: [Double]
    let power: Double
  }
  struct Calibration: Decodable, Sendable {
    let confidences: [Double]
    let correct: [Bool]
    let error: Double
    let logProbabilities: [[Double]]
    let labels: [Int]
    let temperature: Double
    let firstScaled: [Double]
  }
  struct Kappa: Decodable, Sendable {
    let labels: [Int]
    let answers: [Int]
    let kappa: Double
  }
  struct Raters: Decodable, Sendable {
    let votes: [Double]
    let agreement: Double
  }
  struct Divergence: Decodable, Sendable {
    let first: [Double]
    let second: [Double]
    let bits: Double
  }

  let fDistribution: [FDistribution]
  let logistic: [Logistic]
  let isotonic: [Isotonic]
  let monotonicity: [Monotonicity]
  let mcnemars: [McNemar]
  let signFlips: [SignFlip]
  let raoScott: [RaoScott]
  let powers: [Power]
  let calibration: Calibration
  let kappas: [Kappa]
  let raters: [Raters]
  let divergences: [Divergence]

  static func load() throws -> CurveReference { try fixture("curves") }
}

/// Whether two numbers agree to a millionth, relative to the larger of the reference and 1e-3.
func near(_ value: Double?, _ reference: Double?, _ tolerance: Double = 1e-6) -> Bool {
  guard let value, let reference else { return value == nil && reference == nil }
  return abs(value - reference) <= tolerance * max(abs(reference), 1e-3)
}
