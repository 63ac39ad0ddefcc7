import Faces
import Foundation
import Statistics
import Support

/// How far predicted distributions of ages are off in one archive, by group of the estimated age, from faces of it whose
/// true age is known.
///
/// The normal score of a true age in its distribution has the mean 0 and the variance 1 where distributions are right, whatever their
/// shape. A group's scores are taken as normal with a mean and a variance of their own, of which
/// nothing is known before: the variance is (n − 1) s² / χ², the mean normal around its estimate with variance / n (Gelman et al.
/// 2013, Bayesian Data Analysis, section 3.2), n its subjects. A distribution's scores are moved and stretched by draws of
/// both, so that the uncertainty of the correction is in what is imputed. Scores far from all others are drawn in before
/// (`winsorised`): one wrong age among fifty would double a group's spread.
struct AgeCorrection: Sendable {
  /// A group with fewer subjects of known age stays as predicted.
  static let minimumSubjects = 10

  /// The scores of a group.
  private struct Scores {
    var mean: Double
    var variance: Double
    var subjects: Int
  }

  /// In the order of the age groups; nil for one that stays as predicted.
  private let scores: [Scores?]

  init(_ faces: [KnownAge], ages: AgeGrouping) throws {
    var values = ages.groups.map { _ in (subjects: Set<Int>(), scores: [Double]()) }
    let subjects = SubjectIndex(faces.map(\.unit)).subjectOfFace
    for (face, subject) in zip(faces, subjects) {
      guard let scores = try face.estimate.likelyAges()?.scores(ofAge: face.ageInYears),
        !scores.isEmpty
      else { continue }
      let group = ages.index(ofAgeInYears: face.estimate.ageInYears)
      values[group].subjects.insert(subject)
      values[group].scores += scores
    }
    scores = values.map { subjects, scores in
      guard subjects.count >= Self.minimumSubjects, let moments = SampleMoments(winsorised(scores))
      else { return nil }
      // As of one score a face.
      let (count, places) = (Double(subjects.count), Double(scores.count))
      let squares = moments.standardDeviation * moments.standardDeviation * (places - 1) / places
      return Scores(
        mean: moments.mean, variance: squares * count / (count - 1), subjects: subjects.count)
    }
  }

  /// What is done to distributions of each age group in one imputed data set.
  func drawn(_ generator: inout SeededGenerator) -> [AgeChange] {
    scores.map { scores in
      guard let scores else { return AgeChange() }
      let degrees = scores.subjects - 1
      let chiSquared = (0..<degrees).reduce(0.0) { sum, _ in
        let normal = generator.normal()
        return sum + normal * normal
      }
      let variance = Double(degrees) * scores.variance / chiSquared
      return AgeChange(
        shift: scores.mean
          + (variance / Double(scores.subjects)).squareRoot() * generator.normal(),
        stretch: variance.squareRoot())
    }
  }
}

/// The normal scores of distributions are moved and stretched.
struct AgeChange: Sendable {
  /// Where each level's quantile lies among those before.
  private let places: [Double]

  init(shift: Double = 0, stretch: Double = 1) {
    places = AgeDistribution.levelScores.map {
      AgeDistribution.place(ofScore: shift + stretch * $0)
    }
  }

  /// What a distribution becomes; nothing below 0.
  func moved(_ predicted: AgeDistribution) -> AgeDistribution { predicted.quantiles(at: places) }
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
