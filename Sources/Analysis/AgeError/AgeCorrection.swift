import Faces
import Foundation
import Statistics
import Support

/// How far predicted distributions of ages are off in one archive, by group of the estimated age, from faces of it whose
/// true age is known.
///
/// Standardised errors z = (true age − mean of the distribution) / its standard deviation have the mean 0 and the variance 1
/// where the distribution is right. A group's are taken as normal with a mean and a variance of their own, of which
/// nothing is known before: the variance is (n − 1) s² / χ², the mean normal around z̄ with variance / n (Gelman et al.
/// 2013, Bayesian Data Analysis, section 3.2), n its subjects. A distribution is moved and stretched by draws of
/// both, so that the uncertainty of the correction is in what is imputed.
struct AgeCorrection: Sendable {
  /// A group with fewer subjects of known age stays as predicted.
  static let minimumSubjects = 10

  /// The standardised errors of a group.
  private struct Errors {
    var mean: Double
    var variance: Double
    var subjects: Int
  }

  /// In the order of the age groups; nil for one that stays as predicted.
  private let errors: [Errors?]

  init(_ faces: [KnownAge], ages: AgeGrouping) throws {
    var scores = ages.groups.map { _ in [(subject: Int, score: Double)]() }
    let subjects = SubjectIndex(faces.map(\.unit)).subjectOfFace
    for (face, subject) in zip(faces, subjects) {
      guard let predicted = try face.estimate.likelyAges(),
        predicted.standardDeviationInYears > 0
      else { continue }
      let score =
        (face.ageInYears - predicted.meanInYears) / predicted.standardDeviationInYears
      scores[ages.index(ofAgeInYears: face.estimate.ageInYears)].append((subject, score))
    }
    errors = scores.map { group in
      let subjects = Set(group.map(\.subject)).count
      guard subjects >= Self.minimumSubjects else { return nil }
      let count = Double(group.count)
      let mean = group.reduce(0) { $0 + $1.score } / count
      let variance = group.reduce(0) { $0 + ($1.score - mean) * ($1.score - mean) } / (count - 1)
      return Errors(mean: mean, variance: variance, subjects: subjects)
    }
  }

  /// What is done to distributions of each age group in one imputed data set.
  func drawn(_ generator: inout SeededGenerator) -> [AgeChange] {
    errors.map { errors in
      guard let errors else { return AgeChange() }
      let degrees = errors.subjects - 1
      let chiSquared = (0..<degrees).reduce(0.0) { sum, _ in
        let normal = generator.normal()
        return sum + normal * normal
      }
      let variance = Double(degrees) * errors.variance / chiSquared
      return AgeChange(
        shift: errors.mean
          + (variance / Double(errors.subjects)).squareRoot() * generator.normal(),
        stretch: variance.squareRoot())
    }
  }
}

/// A distribution is moved by `shift` standard deviations, and its distances from the mean are stretched.
struct AgeChange: Sendable {
  var shift = 0.0
  var stretch = 1.0

  /// What a distribution becomes; nothing below 0.
  func moved(_ predicted: AgeDistribution) -> AgeDistribution {
    let (mean, deviation) = (predicted.meanInYears, predicted.standardDeviationInYears)
    return AgeDistribution(
      quantilesInYears: predicted.quantilesInYears.map {
        max(0, mean + shift * deviation + stretch * ($0 - mean))
      })
  }
}

extension AgeDistribution {
  var meanInYears: Double {
    quantilesInYears.reduce(0, +) / Double(quantilesInYears.count)
  }

  /// An age that is known.
  init(knownAgeInYears: Double) {
    self.init(quantilesInYears: Self.levels.map { _ in knownAgeInYears })
  }
}
