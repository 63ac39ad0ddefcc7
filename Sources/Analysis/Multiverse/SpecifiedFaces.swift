import Faces
import Foundation
import Statistics
import Support

/// The test faces of one model, from which every specification takes its own.
struct SpecifiedFaces: Sendable {
  private struct Face: Sendable {
    let row: PredictionRow
    let prediction: AgedPrediction
    let isFirst: Bool
    let isNearBound: Bool
  }

  let model: String
  private let faces: [Face]
  private let groups: AgeGrouping
  private let settings: TransitionSettings

  /// - Parameter nearBound: Images whose age lies within its standard deviation of a bound between groups.
  init(
    _ model: String, rows: [PredictionRow], nearBound: Set<PathKey>, settings: TransitionSettings
  ) {
    self.model = model
    self.settings = settings
    groups = settings.vocabulary.ages
    let rows = rows.filter { $0.split == "test" && $0.emotion != nil && $0.age != nil }
    var seen: Set<Int> = []
    faces = zip(rows, SubjectIndex(rows.map(\.unitOverModels)).subjectOfFace).compactMap {
      row, subject in
      row.emotion.flatMap { emotion in
        row.age.map { age in
          Face(
            row: row,
            prediction: AgedPrediction(
              subject: subject, ageInYears: age, emotion: emotion,
              isCorrect: row.predicted == emotion),
            isFirst: seen.insert(subject).inserted,
            isNearBound: nearBound.contains(PathKey(row.image)))
        }
      }
    }
  }

  /// What can be chosen of the data: options that leave all faces as they are do not count as others.
  var dataChoices: [Specification] {
    let ages: [AgeTreatment] =
      faces.contains(where: \.isNearBound) ? [.asEstimated, .withoutBoundaryFaces] : [.asEstimated]
    let kinds: [Specification.Faces] =
      faces.allSatisfy(\.isFirst) ? [.all] : [.all, .onePerSubject]
    let adults: [Specification.Adults] =
      faces.contains { $0.prediction.ageInYears > Self.oldestAdult } ? [.all, .upTo40] : [.all]
    return ages.flatMap { ages in
      kinds.flatMap { faces in
        adults.flatMap { adults in
          Specification.Weighting.allCases.flatMap { weighting in
            Specification.Measure.allCases.map { measure in
              Specification(
                ages: ages, faces: faces, adults: adults, weighting: weighting, measure: measure)
            }
          }
        }
      }
    }
  }

  private static let oldestAdult = 40.0

  /// The ages of all curves through one choice of the data. They share whether there is an age to give: the
  /// logistic curve's interval has both bounds, and one step describes the data best.
  func specified(_ choice: Specification) throws -> [SpecifiedAge] {
    func row(
      _ curve: Specification.Curve, n: Int, _ age: Double? = nil, _ interval: OpenInterval? = nil,
      _ reason: SpecifiedAge.Reason?
    ) -> SpecifiedAge {
      var specification = choice
      specification.curve = curve
      return SpecifiedAge(
        specification: specification, n: n, ageInYears: age, interval: interval, reason: reason)
    }
    let curves = Specification.Curve.allCases
    guard
      let sample = try TransitionSample(predictions(choice), ages: groups, settings: settings),
      let fit = sample.fit()
    else { return curves.map { row($0, n: 0, nil, nil, .tooFewFaces) } }
    let n = sample.predictions.count
    // The stream of the page's analysis, so that the main row has its interval.
    let interval = try sample.profileInterval(
      of: fit, stream: "transition/\(model)", workers: 1)
    let isBounded =
      interval.width != nil && !SearchEdge.holdMidpoint(sample.fitter.edges(of: fit.curve))
    let reason: SpecifiedAge.Reason? =
      !isBounded
      ? .notBounded : sample.bestShape(fit) ?? .logistic == .logistic ? nil : .noSingleStep
    return try curves.map { curve in
      if let reason { return row(curve, n: n, nil, curve == .logistic ? interval : nil, reason) }
      if curve == .logistic { return row(curve, n: n, fit.curve.midpoint, interval, nil) }
      let age = curve == .segmented ? try segmented(sample) : halfway(sample)
      return row(curve, n: n, age, nil, age == nil ? .notBounded : nil)
    }
  }

  /// The faces of a choice, each with what counts as correct.
  private func predictions(_ choice: Specification) -> [AgedPrediction] {
    let common = settings.vocabulary.labels.emotions[0]
    return faces.compactMap { face in
      if choice.faces == .onePerSubject, !face.isFirst { return nil }
      if choice.ages == .withoutBoundaryFaces, face.isNearBound { return nil }
      if choice.adults == .upTo40, face.prediction.ageInYears > Self.oldestAdult { return nil }
      var prediction = face.prediction
      prediction.isCorrect = isCorrect(face, choice.measure)
      // Where all faces are of one class, every face weighs the same.
      if choice.weighting == .equal { prediction.emotion = common }
      return prediction
    }
  }

  private func isCorrect(_ face: Face, _ measure: Specification.Measure) -> Bool {
    let place = settings.vocabulary.labels.position(of: face.prediction.emotion)
    let probabilities = face.row.probabilities
    guard measure != .named, probabilities.indices.contains(place) else {
      return face.prediction.isCorrect
    }
    let own = probabilities[place]
    return measure == .half ? own >= 0.5 : probabilities.count { $0 > own } < 2
  }

  private func segmented(_ sample: TransitionSample) throws -> Double? {
    let fitter = try TransitionFitter(
      ages: sample.bins.ages, shape: .segmented, midpoints: sample.fitter.midpoints)
    return fitter.fit(trials: sample.trials, successes: sample.successes).flatMap {
      SearchEdge.holdMidpoint(fitter.edges(of: $0.curve)) ? nil : $0.curve.midpoint
    }
  }

  /// Where the monotone spline has done half of its change between the youngest and the oldest face.
  private func halfway(_ sample: TransitionSample) -> Double? {
    let ages = sample.bins.ages
    guard
      let curve = MonotoneCurve.fit(
        ages: ages, trials: sample.trials, successes: sample.successes)?.curve
    else { return nil }
    var (young, old) = (ages[0], ages[ages.count - 1])
    let (first, last) = (curve.accuracy(at: young), curve.accuracy(at: old))
    guard abs(last - first) > 1e-6 else { return nil }
    for _ in 0..<50 {
      let middle = (young + old) / 2
      let isDone = abs(curve.accuracy(at: middle) - first) > abs(last - first) / 2
      if isDone { old = middle } else { young = middle }
    }
    return young
  }
}
