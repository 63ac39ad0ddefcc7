import Analysis
import Faces
import Planning
import Statistics
import Support

private let bootstrapReplicates = 1000

/// How cohorts of `clusterSettings` are drawn and tested, for the page.
let clusterMethod =
  "\(SimulatedFaces().dependence) All emotions are equally hard. The bootstrap makes "
  + "\(bootstrapReplicates) resamples; the program \(EvaluationSettings().replicates)."

/// Several faces per subject, correlated: cluster bootstrap, cluster-robust tests.
func clusterSettings() -> [Setting] {
  let part = "clustered"
  var settings: [Setting] = []
  for (subjects, faces) in [(18, 8), (40, 5), (60, 5), (200, 4)] {
    let cohort = SimulatedFaces(
      subjects: subjects, facesPerSubject: faces, variesClassDistribution: false)
    let name = "\(subjects) subjects with \(faces) faces"
    let isFew = subjects < 20
    settings.append(
      Setting(
        part: part, name: "\(name), 60 % right",
        questions: [
          Question(
            name: "the bootstrap interval (BCa) holds the share", aim: isFew ? .none : .coverage)
        ], cohorts: 4000
      ) { generator in
        let sums = counts(try cohort.draw(&generator) { _ in 0.6 }, groups: 1) { _ in 0 }
        let bootstrap = ClusterBootstrap(
          resampling: sums, replicates: bootstrapReplicates, generator: &generator)
        return [try bootstrap.estimate { $0[1] / $0[0] }?.holds(0.6)]
      })
    settings.append(
      Setting(
        part: part, name: "\(name), guessed",
        questions: [
          Question(
            name: "the skewness-adjusted t test over subjects rejects", aim: isFew ? .none : .size)
        ], cohorts: 10_000
      ) { generator in
        let sums = counts(try cohort.draw(&generator) { _ in 1.0 / 7 }, groups: 1) { _ in 0 }
        let excess = (0..<sums.count).map { sums[$0, 1] - sums[$0, 0] / 7 }
        return [try skewnessAdjustedMeanGreaterThanZeroTest(excess)?.rejects]
      })
    for (slope, word) in [(0.0, "flat"), (0.05, "rising by 5 points a group")] {
      let questions =
        [
          Question(
            name: "the cluster-robust interval holds the slope", aim: isFew ? .none : .coverage)
        ]
        + (slope == 0
          ? [Question(name: "the cluster-robust trend test rejects", aim: isFew ? .none : .size)]
          : [])
      settings.append(
        Setting(
          part: part, name: "\(name) in five groups, \(word)", questions: questions,
          cohorts: 10_000
        ) { generator in
          let predictions = try cohort.draw(&generator) {
            0.5 + slope * Double(AgeGrouping.study.index(ofAgeInYears: $0))
          }
          let sums = counts(predictions, groups: 5) { AgeGrouping.study.index(ofAgeInYears: $0) }
          let trend = try clusterRobustSlope(of: sums, scores: [0, 1, 2, 3, 4])
          return [trend?.estimate.holds(slope)] + (slope == 0 ? [trend?.test.rejects] : [])
        })
    }
  }
  for (few, many) in [(6, 54), (18, 18), (18, 182), (60, 140)] {
    let cohort = SimulatedFaces(
      subjects: few + many, facesPerSubject: 5, variesClassDistribution: false)
    let isFew = few < 20
    settings.append(
      Setting(
        part: part, name: "\(few) and \(many) subjects with 5 faces, 60 % right in both",
        questions: [
          Question(
            name: "the cluster-robust interval holds the difference",
            aim: isFew ? .none : .coverage),
          Question(
            name: "the cluster-robust test of a difference rejects", aim: isFew ? .none : .size),
        ], cohorts: 10_000
      ) { generator in
        let predictions = try cohort.draw(&generator) { _ in 0.6 }
        var sums = ClusterSums(count: few + many, width: 4)
        for prediction in predictions {
          let group = prediction.subject < few ? 0 : 1
          sums[prediction.subject, group] += 1
          if prediction.isCorrect { sums[prediction.subject, 2 + group] += 1 }
        }
        let difference = try clusterRobustDifference(of: sums, group: 0, minus: 1)
        return [difference?.estimate.holds(0), difference?.test.rejects]
      })
  }
  return settings
}

/// Per subject the faces of each group, then the correct predictions.
private func counts(
  _ predictions: [AgedPrediction], groups: Int, group: (Double) -> Int
) -> ClusterSums {
  var sums = ClusterSums(count: (predictions.last?.subject ?? -1) + 1, width: 2 * groups)
  for prediction in predictions {
    let place = group(prediction.ageInYears)
    sums[prediction.subject, place] += 1
    if prediction.isCorrect { sums[prediction.subject, groups + place] += 1 }
  }
  return sums
}
