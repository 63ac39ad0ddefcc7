import Faces
import Presentation
import Statistics
import Support

/// How often each emotion is named rightly, allowing for how readily it is named: `hitRates` in
/// metrics.json.
///
/// A model that calls every face “happy” finds all happy faces. The unbiased hit rate of an emotion is the
/// share of its faces that are named rightly times the share of its names that are right: right² /
/// (labels · predictions), 0 to 1 (Wagner 1993, Journal of Nonverbal Behavior 17:3-28).
package enum UnbiasedHitRate: Analysis {
  package static let id = "hit-rate"
  package static let key: String? = "hitRates"

  package static func result(of evidence: Evidence) throws -> [HitRate]? {
    let cells = evidence.modelPredictions.flatMap { predictions in
      evidence.ages.groups.map { (predictions, $0) }
    }
    return try parallelMap(count: cells.count) { index in
      let (predictions, group) = cells[index]
      return try HitRate.all(
        predictions.test.filter { $0.ageGroup == group }, model: predictions.model, group: group,
        settings: evidence.settings)
    }.flatMap(\.self)
  }

  /// Which emotions lose most by the correction: those that a model names too readily.
  package static func findings(in evidence: Evidence) -> [FindingDraft] {
    let rates = evidence[UnbiasedHitRate.self] ?? []
    return evidence.modelPredictions.compactMap { predictions in
      let own = rates.filter { $0.model == predictions.model && $0.n >= HitRate.minimumFaces }
      guard let widest = own.max(by: { $0.loss < $1.loss }), let unbiased = widest.unbiased,
        widest.loss > 0
      else { return nil }
      return FindingDraft(
        id: "\(predictions.model)-hit-rate", chart: chartName,
        "The \(predictions.model) model names “\(widest.emotion.rawValue)” most readily on "
          + "\(evidence.ages.faces(of: widest.ageGroup)): \(Wording.percent(widest.recall)) of these faces are named "
          + "rightly (n = \(widest.n)), but the unbiased hit rate is "
          + "\(Wording.percent(unbiased.value)) (\(Wording.shareInterval(unbiased))). It is the largest "
          + "loss of \(own.count), picked by looking, and was not tested.")
    }
  }

  static let chartName = "hit-rate"
}

/// One model's hits of one emotion in one age group.
public struct HitRate: Codable, Sendable, Equatable {
  /// With fewer faces of an emotion in a group, findings pass it over.
  static let minimumFaces = 10

  /// "infant" or "adult".
  public var model: String
  public var ageGroup: AgeGroup
  public var emotion: Emotion
  /// Test faces with the emotion as their label.
  public var n: Int
  /// The share of them that the model names so.
  public var recall: Double
  /// right² / (labels · predictions), 0 to 1, with an interval that resamples subjects; nil where the model
  /// never gives the prediction.
  public var unbiased: Estimate?

  /// What the correction takes away.
  var loss: Double { recall - (unbiased?.value ?? recall) }

  /// One for each emotion that occurs.
  static func all(
    _ faces: [LabelledFace], model: String, group: AgeGroup, settings: EvaluationSettings
  ) throws -> [HitRate] {
    let sample = SubjectSample(faces, classes: settings.vocabulary.labels.count)
    let totals = sample.sums.totals
    let intervals = ProportionIntervals(
      sample.sums, repeats: sample.subjects.repeats, settings: settings,
      stream: "hit-rate/\(model)/\(group.rawValue)")
    return try settings.vocabulary.labels.emotions.enumerated().compactMap { place, emotion in
      let (labels, right, predictions) = (
        sample.columns.labels.lowerBound + place,
        sample.columns.right.lowerBound + place,
        sample.columns.predictions.lowerBound + place
      )
      guard totals[labels] > 0 else { return nil }
      return HitRate(
        model: model, ageGroup: group, emotion: emotion, n: Int(totals[labels]),
        recall: totals[right] / totals[labels],
        unbiased: try intervals.bootstrapped(
          restingOn: intervals.sums.subjects(with: [labels, predictions])
        ) { sums in
          let occurrences = sums[labels] * sums[predictions]
          return occurrences > 0 ? sums[right] * sums[right] / occurrences : nil
        })
    }
  }
}
