import Analysis
import Faces
import Foundation
import Testing

/// Values of scikit-learn, statsmodels, scipy and pandas, made by
/// Fixtures/make_analysis_fixtures.py.
struct AnalysisReference: Decodable {
  struct Scores: Decodable {
    let n: Int
    let subjects: Int
    let precision: [Double?]
    let f1: [Double?]
    let macroF1: Double
    let topTwo: Double
    let kappa: Double
    let logLoss: Double
    let brier: Double
    let calibration: Double
    let scaledLogLoss: Double
    let scaledBrier: Double
    let scaledCalibration: Double
    let confusionShares: [[Double]?]
  }
  struct Cell: Decodable {
    let n: Int
    let accuracy: Double
  }
  struct Distribution: Decodable {
    struct Pair: Decodable {
      let first: AgeGroup
      let second: AgeGroup
      let total: Double
      let distribution: Double
      let within: Double
    }
    let kept: [String]
    let leftOut: [String]
    let n: [Int]
    let rawN: [Int]
    let raw: [Double]
    let standardised: [Double]
    let pairs: [Pair]
    let rawSlope: Double
    let standardisedSlope: Double
  }
  struct Regression: Decodable {
    let slope: Double
    let lower: Double
    let upper: Double
    let statistic: Double
    let p: Double
    let logLikelihood: Double
  }
  struct Raters: Decodable {
    let n: Int
    let agreement: Double
    let label: Double
    let accuracy: Double
    let divergence: Double
    let uniform: Double
  }
  struct Model: Decodable {
    let temperature: Double
    /// By age group; "all" for all test faces.
    let samples: [String: Scores]
    let sexes: [String: Cell]
    let emotionStandardisation: Distribution
    let sharpness: Distribution
    let ageRegression: [String: Regression]
    let raters: Raters
  }
  struct Pairs: Decodable {
    let n: Int
    let onlyInfant: Int
    let onlyAdult: Int
  }

  let models: [String: Model]
  let pairs: Pairs

  static func load() throws -> AnalysisReference {
    try JSONDecoder().decode(
      AnalysisReference.self, from: Data(contentsOf: fixture("analysis.json")))
  }

  /// The metrics of the same invented faces, made once for all tests.
  static let metrics = Result {
    try Metrics(
      predictions: PredictionTable(contentsOf: fixture("cohort-predictions.csv")),
      manifest: Manifest(contentsOf: fixture("cohort-manifest.csv")), settings: quick)
  }

  /// The same of models that may have been trained on any age.
  static let metricsOfAllAges = Result {
    var settings = quick
    settings.trainedOn = [:]
    return try Metrics(
      predictions: PredictionTable(contentsOf: fixture("cohort-predictions.csv")),
      manifest: Manifest(contentsOf: fixture("cohort-manifest.csv")), settings: settings)
  }
}

/// Whether two numbers agree to a millionth.
func near(_ value: Double?, _ reference: Double?, _ tolerance: Double = 1e-6) -> Bool {
  guard let value, let reference else { return value == nil && reference == nil }
  return abs(value - reference) <= tolerance * max(abs(reference), 1e-3)
}
