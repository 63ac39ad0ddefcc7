import Faces
import Foundation
import Statistics

extension RaterEffects {
  /// - Returns: nil where no named rater judged a test face.
  init?(
    model: String, rows: [PredictionRow], choices: NamedChoices, settings: EvaluationSettings
  ) throws {
    let judged = RaterJudgements(rows, choices)
    guard !judged.judgements.isEmpty else { return nil }
    let (ages, level) = (settings.ages, settings.level)
    self.model = model
    judgements = judged.judgements.count
    faces = judged.rows.count
    subjects = judged.subjects.count
    raters = try Set(judged.judgements.map(\.rater)).sorted().map { rater in
      try Rater(
        choices.raters[rater], sums: judged.sums(of: rater, ages: ages),
        repeats: judged.subjects.repeats, settings: settings,
        stream: "evaluation/named-raters/\(rater)")
    }
    let labelled = judged.rows.compactMap {
      LabelledFace($0, labels: settings.vocabulary.labels, attributes: nil)
    }
    labelTrend = try CrossAgeCounts(labelled, ages: ages).trend(level: level)
    (crossed, problem) = try RaterEffects.crossed(judged, ages: ages, level: level)
  }

  private static func crossed(
    _ judged: RaterJudgements, ages: AgeGrouping, level: Double
  ) throws -> (Crossed?, Problem?) {
    let raters = Set(judged.judgements.map(\.rater)).sorted()
    guard raters.count > 1 else { return (nil, .oneRater) }
    guard raters.count <= CrossedLogistic.mostRaters else { return (nil, .manyRaters) }
    let placed = judged.judgements.filter { judged.rows[$0.face].ageGroup != nil }
    let subjects = Set(placed.map { judged.subjects.subjectOfFace[$0.face] })
    guard placed.count >= CrossAgeCounts.minimumFaces,
      subjects.count >= CrossAgeCounts.minimumSubjects
    else { return (nil, .fewFaces) }
    let groups = placed.map { judged.rows[$0.face].ageGroup.map(ages.index) ?? 0 }
    let mean = Double(groups.reduce(0, +)) / Double(groups.count)
    let ranks = groups.map { Double($0) - mean }
    let hasTrend = Set(groups).count > 2
    let numbers = Dictionary(uniqueKeysWithValues: raters.enumerated().map { ($1, $0) })
    let model = try CrossedLogistic(
      CrossedJudgements(
        design: DesignMatrix(rowCount: placed.count, columns: hasTrend ? [ranks] : []),
        outcomes: placed.map(\.isCorrect),
        subjects: placed.map { judged.subjects.subjectOfFace[$0.face] },
        faces: placed.map(\.face), raters: placed.map { numbers[$0.rater] ?? 0 },
        raterSlope: hasTrend ? 1 : nil), level: level)
    guard let model else { return (nil, .noPeak) }
    return (try Crossed(model, ranks: ranks, hasTrend: hasTrend, level: level), nil)
  }
}

extension RaterEffects.Rater {
  fileprivate init(
    _ rater: NamedChoices.Named, sums: ClusterSums, repeats: Bool, settings: EvaluationSettings,
    stream: String
  ) throws {
    let groups = sums.width / 2
    let trials = (0..<groups).map { $0 }
    let totals = sums.totals
    name = rater.name
    source = rater.source
    n = Int(trials.reduce(0) { $0 + totals[$1] })
    accuracy = try ProportionIntervals(
      sums, repeats: repeats, settings: settings, stream: stream
    ).estimate(successes: trials.map { $0 + groups }, trials: trials)
    let scores = trials.map { $0 < groups - 1 ? Double($0) : nil }
    let isTrend = trials.dropLast().count { totals[$0] > 0 } > 2
    trend =
      isTrend
      ? try clusterRobustSlope(of: sums, scores: scores, level: settings.level)?.estimate : nil
  }
}

extension RaterEffects.Crossed {
  /// - Parameter ranks: of the age group of each judgement, of mean 0.
  fileprivate init(
    _ model: CrossedLogistic, ranks: [Double], hasTrend: Bool, level: Double
  ) throws {
    raterDeviation = model.raterDeviation
    raterInterval = model.raterInterval
    raterTrendDeviation = model.slopeDeviation
    subjectDeviation = model.subjectDeviation
    faceDeviation = model.faceDeviation
    let intercept = model.fit.values[0]
    let slope = hasTrend ? model.fit.values[1] : 0
    let counts = Dictionary(ranks.map { ($0, 1.0) }, uniquingKeysWith: +)
      .sorted { $0.key < $1.key }
    func mean(_ value: (_ rank: Double) -> Double) -> Double {
      counts.reduce(0) { $0 + $1.value * value($1.key) } / Double(ranks.count)
    }
    raterDeviationInAccuracy = mean { rank in
      let logit = intercept + slope * rank
      return
        (model.meanProbability(atLogit: logit + model.raterDeviation)
        - model.meanProbability(atLogit: logit - model.raterDeviation)) / 2
    }
    guard hasTrend else { return }
    let tested = try model.testedCoefficient(1, level: level)
    func inAccuracy(_ slope: Double) -> Double {
      mean { rank in
        func accuracy(_ rank: Double) -> Double {
          model.meanProbability(
            atLogit: intercept + slope * rank,
            raterDeviation: hypot(model.raterDeviation, model.slopeDeviation * rank))
        }
        return accuracy(rank + 0.5) - accuracy(rank - 0.5)
      }
    }
    trend = tested
    trendInAccuracy = Estimate(
      value: inAccuracy(tested.estimate.value), lower: inAccuracy(tested.estimate.lower),
      upper: inAccuracy(tested.estimate.upper), level: level, method: tested.estimate.method)
  }
}
