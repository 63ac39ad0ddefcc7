import Faces

/// How estimated and known ages of faces agree, for faces whose mean of both ages lies in an age group: bias
/// and limits of agreement in years (Bland & Altman 1999, doi 10.1177/096228029900800204).
struct GroupAgreement {
  /// With fewer faces a standard deviation says little.
  static let minimumFaces = 10

  let ageGroup: AgeGroup
  let n: Int
  /// The group's ages in years.
  let from: Double
  let upTo: Double
  /// The mean of estimated minus known age.
  let bias: Double
  /// Bias minus and plus 1.96 standard deviations.
  let lower: Double
  let upper: Double

  /// The groups with enough faces, youngest first; the oldest ends at the oldest face.
  static func all(_ predictions: [AgePrediction], ages: AgeGrouping) -> [GroupAgreement] {
    let faces = predictions.map { face in
      (mean: max(0, (face.ageInYears + face.estimate.ageInYears) / 2), error: face.error)
    }
    let oldest = faces.map(\.mean).max() ?? 0
    return ages.groups.compactMap { group in
      let errors = faces.filter { ages.group(ofAgeInYears: $0.mean) == group }.map(\.error)
      guard errors.count >= minimumFaces else { return nil }
      let n = Double(errors.count)
      let bias = errors.reduce(0, +) / n
      let squares = errors.reduce(0) { $0 + ($1 - bias) * ($1 - bias) }
      let reach = 1.96 * (squares / (n - 1)).squareRoot()
      let (above, upTo) = ages.ages(of: group)
      return GroupAgreement(
        ageGroup: group, n: errors.count, from: above, upTo: upTo ?? oldest, bias: bias,
        lower: bias - reach, upper: bias + reach)
    }
  }
}
