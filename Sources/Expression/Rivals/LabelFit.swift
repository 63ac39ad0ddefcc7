import Analysis
import Foundation
import Support

/// How well faces' labels fit what their features show, at either end of the ages.
///
/// Each face gets the probability that its label is right, given the emotions' mean features μ_j at its own end in
/// other folds of subjects. With x its features, white within emotions, k its label and K emotions,
///
///     P = (1 − q)·f_k / ((1 − q)·f_k + q / (K − 1) · Σ_{j≠k} f_j),   f_j = exp(−|x − μ_j|² / 2),
///
/// as if a share q of labels were wrong, each of the others as often: the self-confidence of Northcutt et al.,
/// "Confident learning", JAIR 2021, doi 10.1613/jair.1.12125. A label that the face clearly contradicts costs
/// nearly 1. Emotions that look alike cost little, so that P hardly depends on how an end shows its emotions.
struct LabelFit {
  private static let folds = 5
  /// q, which keeps a single face from counting for all; P's mean is no estimate of it.
  private static let wrongShare = 0.1

  private let features: [Double]
  private let width: Int
  private let data: ExpressionFaces
  private let end: [Int?]
  private let fold: [Int]
  /// All faces in an order that says which make the means.
  private let order: [Int]

  init(_ features: RegisteredFeatures, data: ExpressionFaces, settings: ExpressionSettings) throws {
    self.features = try features.white.doubles()
    width = features.white.shape[1]
    self.data = data
    end = settings.end(of: data)
    var generator = SeededGenerator(seed: settings.seed, stream: "label fit")
    var foldOfSubject = [Int](repeating: 0, count: data.subjectCount)
    for (place, subject) in (0..<data.subjectCount).shuffled(using: &generator).enumerated() {
      foldOfSubject[subject] = place % Self.folds
    }
    fold = data.subjects.map { foldOfSubject[$0] }
    order = (0..<data.count).shuffled(using: &generator)
  }

  /// The mean P of toddlers and of adults; nil where an emotion's faces at an end are all of one fold.
  func result(_ settings: ExpressionSettings) -> LabelFitResult? {
    var fit = [Double](repeating: 0, count: data.count)
    for fold in 0..<Self.folds {
      let means = self.means(without: fold)
      guard means.joined().allSatisfy({ !$0.isEmpty }) else { return nil }
      for face in 0..<data.count where self.fold[face] == fold {
        guard let end = end[face] else { continue }
        fit[face] = probability(face, means[end])
      }
    }
    let ends = (0..<2).compactMap { group in
      BalancedMean(fit, of: end.indices.filter { end[$0] == group }, data: data)
    }
    guard ends.count == 2 else { return nil }
    return LabelFitResult(
      toddlers: ends[0].mean, adults: ends[1].mean,
      standardError: (ends[0].variance + ends[1].variance).squareRoot(), settings: settings)
  }

  /// The mean features of each emotion at both ends, from equally many faces at either: with fewer, labels
  /// would fit worse. Empty where an end has none.
  private func means(without fold: Int) -> [[[Double]]] {
    let cells = (0..<2).map { group in
      (0..<data.emotionCount).map { emotion in
        order.filter {
          end[$0] == group && data.emotions[$0] == emotion && self.fold[$0] != fold
        }
      }
    }
    return cells.map { ofEmotions in
      ofEmotions.enumerated().map { emotion, faces in
        let count = min(cells[0][emotion].count, cells[1][emotion].count)
        guard count > 0 else { return [] }
        var mean = [Double](repeating: 0, count: width)
        for face in faces.prefix(count) {
          for column in 0..<width { mean[column] += features[face * width + column] }
        }
        return mean.map { $0 / Double(count) }
      }
    }
  }

  private func probability(_ face: Int, _ means: [[Double]]) -> Double {
    let distances = means.map { mean in
      (0..<width).reduce(0.0) { sum, column in
        let difference = features[face * width + column] - mean[column]
        return sum + difference * difference
      }
    }
    let nearest = distances.min() ?? 0
    let densities = distances.map { exp(-($0 - nearest) / 2) }
    let own = (1 - Self.wrongShare) * densities[data.emotions[face]]
    let others = densities.reduce(0, +) - densities[data.emotions[face]]
    return own / (own + Self.wrongShare / Double(densities.count - 1) * others)
  }
}
