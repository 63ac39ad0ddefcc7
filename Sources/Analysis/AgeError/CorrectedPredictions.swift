import Faces
import Statistics
import Support

/// An age estimator's predictions for faces of an archive after some of them had their ages known.
public struct CorrectedPredictions: Sendable {
  /// The faces whose age was not used, with corrected likely ages; the estimated ages stay.
  public var predictions: [AgePrediction]
  /// What the faces of known age say of the estimates, in words.
  public var check: String

  /// How many corrections are drawn; likely ages are those of all of them together.
  private static let draws = 100

  /// - Parameters:
  ///   - predictions: With distributions.
  ///   - sample: The faces of known age.
  ///   - paths: By image, where it lies, as the sample may name it.
  /// - Throws: `SmilestoneError.badInput` for too few faces of known age.
  public init(
    _ predictions: [AgePrediction], by sample: KnownAgeSample, paths: [String: String],
    settings: EvaluationSettings
  ) throws {
    var known: [KnownAge] = []
    var others: [AgePrediction] = []
    for prediction in predictions {
      if let age = sample.ageInYears(of: prediction.image, path: paths[prediction.image]) {
        known.append(
          KnownAge(unit: prediction.unit, estimate: prediction.estimate, ageInYears: age))
      } else {
        others.append(prediction)
      }
    }
    try sample.requireEnough(known.count)
    let ages = settings.ages
    let correction = try AgeCorrection(known, ages: ages)
    var generator = SeededGenerator(seed: settings.seed, stream: "age-correction")
    let changes = (0..<Self.draws).map { _ in correction.drawn(&generator) }
    self.predictions = others.map { face in
      guard let likely = face.estimate.distribution else { return face }
      let group = ages.index(ofAgeInYears: face.estimate.ageInYears)
      let corrected = AgeDistribution(mixing: changes.map { $0[group].moved(likely) })
      var face = face
      face.estimate = AgeEstimate(
        ageInYears: face.estimate.ageInYears,
        standardDeviationInYears: corrected.standardDeviationInYears, distribution: corrected)
      return face
    }
    check = try AgeCheck(known, settings: settings).inWords
  }
}

extension AgeDistribution {
  /// Where an age may lie that has one of several distributions, each as likely.
  fileprivate init(mixing distributions: [AgeDistribution]) {
    let ages = distributions.flatMap(\.quantilesInYears).sorted()
    self.init(quantilesInYears: Self.levels.map { quantile(ages, $0) })
  }
}
