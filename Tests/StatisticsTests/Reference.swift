import Foundation
import Testing

/// Values of scipy and statsmodels, made by Fixtures/make_fixtures.py.
struct Reference: Decodable, Sendable {
  struct Distribution: Decodable, Sendable {
    let name: String
    let parameters: [Double]
    let x: Double
    let lower: Double
    let upper: Double
  }
  struct Quantile: Decodable, Sendable {
    let name: String
    let parameters: [Double]
    let probability: Double
    let value: Double
  }
  struct Wilson: Decodable, Sendable {
    let successes: Int
    let trials: Int
    let level: Double
    let lower: Double
    let upper: Double
  }
  struct Difference: Decodable, Sendable {
    let successes: [Int]
    let trials: [Int]
    let lower: Double
    let upper: Double
    let z: Double?
    let p: Double?
  }
  struct BinomialTest: Decodable, Sendable {
    let successes: Int
    let trials: Int
    let probability: Double
    let p: Double
  }
  struct Trend: Decodable, Sendable {
    let successes: [Int]
    let trials: [Int]
    let scores: [Double]?
    let z: Double
    let p: Double
  }
  struct Holm: Decodable, Sendable {
    let p: [Double]
    let adjusted: [Double]
  }
  struct Mean: Decodable, Sendable {
    let values: [Double]
    let interval: [Double]?
    let t: Double?
    let p: Double?
  }
  struct Bootstrap: Decodable, Sendable {
    let successes: [Double]
    let trials: [Double]
    let method: String
    let replicates: [Double]
    let lower: Double
    let upper: Double
  }

  let distributions: [Distribution]
  let quantiles: [Quantile]
  let wilson: [Wilson]
  let differences: [Difference]
  let binomialTests: [BinomialTest]
  let trends: [Trend]
  let holm: [Holm]
  let means: [Mean]
  let bootstraps: [Bootstrap]

  static func load() throws -> Reference { try fixture("reference") }
}

/// Whether two numbers agree to 1e-9, relative to the larger of the reference and 1e-6.
func agree(_ value: Double?, _ reference: Double?) -> Bool {
  guard let value, let reference else { return value == nil && reference == nil }
  return abs(value - reference) <= 1e-9 * max(abs(reference), 1e-6)
}
