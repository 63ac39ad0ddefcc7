import Faces
import Foundation
import Statistics

extension ChildLevelChange {
  /// With fewer children who were seen again, within and between cannot be told apart.
  static let minimumSeenAgain = 30
  /// Years between two faces from which on a child counts as seen again.
  static let yearsApart = 1.0

  /// - Parameter all: Test faces whose age is known and whose subject has a name.
  /// - Returns: nil where too few children were seen again, or there is no curve over age.
  package init?(model: String, _ all: [AgedPrediction], settings: TransitionSettings) throws {
    let ages = settings.vocabulary.ages
    guard let sample = try TransitionSample(all, ages: ages, settings: settings),
      let pooled = sample.fit()
    else { return nil }
    let faces = sample.predictions
    let subjects = sample.outcomes.clusters
    let years = subjects.map { rows in
      let own = rows.map { faces[$0].ageInYears }
      return (first: own.min() ?? 0, apart: (own.max() ?? 0) - (own.min() ?? 0))
    }
    let adults = ages.index(of: ages.adult)
    let seenAgain = years.indices.filter {
      ages.index(ofAgeInYears: years[$0].first) < adults && years[$0].apart >= Self.yearsApart
    }
    guard seenAgain.count >= Self.minimumSeenAgain else { return nil }
    self.model = model
    n = faces.count
    self.subjects = subjects.count
    self.seenAgain = seenAgain.count
    medianYears = quantile(seenAgain.map { years[$0].apart }.sorted(), 0.5)
    trend = try WithinAndBetween(
      faces.filter { ages.index(ofAgeInYears: $0.ageInYears) < adults }, level: settings.level)
    change = try ChangeOfSubjects(
      faces, subjects: subjects, seenAgain: seenAgain, sample: sample, pooled: pooled.curve,
      level: settings.level)
  }
}

extension ChildLevelChange.WithinAndBetween {
  /// - Parameter faces: Of children, sorted by subject.
  fileprivate init?(_ faces: [AgedPrediction], level: Double) throws {
    let children = TransitionSample.clusters(faces)
    let means = children.flatMap { rows in
      let mean = rows.reduce(0) { $0 + faces[$1].ageInYears } / Double(rows.count)
      return rows.map { _ in mean }
    }
    let grand = means.reduce(0, +) / Double(max(1, means.count))
    let emotions = Set(faces.map(\.emotion)).sorted { $0.rawValue < $1.rawValue }
    let design = DesignMatrix(
      rowCount: faces.count,
      columns: [
        means.map { $0 - grand }, zip(faces, means).map { $0.ageInYears - $1 },
      ] + emotions.dropFirst().map { emotion in faces.map { $0.emotion == emotion ? 1 : 0 } })
    guard
      let model = RandomInterceptLogistic(
        design, outcomes: faces.map(\.isCorrect), clusters: children)
    else { return nil }
    func oddsRatio(_ column: Int) throws -> Estimate {
      var estimate = try model.fit.coefficient(column, level: level)
      estimate.value = exp(estimate.value)
      estimate.lower = exp(estimate.lower)
      estimate.upper = exp(estimate.upper)
      return estimate
    }
    n = faces.count
    self.children = children.count
    between = try oddsRatio(1)
    within = try oddsRatio(2)
    difference = try model.fit.waldTest(comparing: 2, with: 1)
    intraclassCorrelation = model.intraclassCorrelation
  }
}

extension ChildLevelChange.ChangeOfSubjects {
  fileprivate init?(
    _ faces: [AgedPrediction], subjects: [Range<Int>], seenAgain: [Int], sample: TransitionSample,
    pooled: TransitionCurve, level: Double
  ) throws {
    let emotions = sample.distribution.labels.emotions.filter(sample.distribution.emotions.contains)
    let fitter = IndividualChangeFitter(midpoints: sample.fitter.midpoints)
    guard
      let fit = try fitter.fit(
        IndividualFaces(
          agesInYears: faces.map(\.ageInYears),
          classes: faces.map { emotions.firstIndex(of: $0.emotion) ?? 0 },
          isSuccess: faces.map(\.isCorrect), individuals: subjects),
        from: pooled, level: level)
    else { return nil }
    meanAge = BoundedAge(
      ageInYears: fit.change.curve.midpoint, interval: fit.midpointInterval,
      searched: fitter.midpoints)
    standardDeviation = fit.change.midpointDeviation
    standardDeviationInterval = fit.midpointDeviationInterval
    commonAge = fit.commonAge
    curve = fit.change.curve
    pooledCurve = pooled
    levelStandardDeviation = fit.change.levelDeviation
    ages = seenAgain.map {
      ChildLevelChange.SubjectAge(
        ageInYears: fit.ages[$0].ageInYears,
        standardDeviationInYears: fit.ages[$0].standardDeviationInYears)
    }.sorted { $0.ageInYears < $1.ageInYears }
  }
}
