import Support
import Torch

/// Distances between the emotions' mean faces in two groups of faces, free of the noise in the means.
///
/// The squared distance of two means is too large by the noise in both. Here only products of
/// *different* subjects' features enter, so that its expectation is the true means' squared distance,
/// also where that is 0: the crossnobis distance (Walther et al., NeuroImage 2016,
/// doi 10.1016/j.neuroimage.2015.12.012), averaged over all ways of dividing the subjects. With a_sj the
/// sum of subject s's n_sj features of emotion j,
///
///     P_jk = Σ_{s≠t} a_sj·a_tk / Σ_{s≠t} n_sj n_tk,   d_jk = P_jj + P_kk − 2 P_jk.
package struct EmotionDistances {
  /// The pairs of emotions, in the distances' order.
  package let pairs: [(first: Int, second: Int)]
  private let emotionCount: Int
  private let width: Int
  private let subjectCount: Int
  /// By subject: sums of features [2, K, width], counts [2, K], and products of both with themselves
  /// [2, K, K], which pairs of one subject would add.
  private let sums: Tensor
  private let counts: Tensor
  private let ownProducts: Tensor
  private let ownCounts: Tensor

  /// - Parameters:
  ///   - features: [faces, width], white within emotions.
  ///   - group: 0 or 1 for each face; nil for those in neither.
  package init(
    _ features: [Double], width: Int, group: [Int?], data: ExpressionFaces
  ) throws {
    let (emotions, subjects) = (data.emotionCount, data.subjectCount)
    var sums = [Double](repeating: 0, count: subjects * 2 * emotions * width)
    var counts = [Double](repeating: 0, count: subjects * 2 * emotions)
    for (face, group) in group.enumerated() {
      guard let group else { continue }
      let cell = (data.subjects[face] * 2 + group) * emotions + data.emotions[face]
      counts[cell] += 1
      for column in 0..<width { sums[cell * width + column] += features[face * width + column] }
    }
    let products = subjects * 2 * emotions * emotions
    var ownProducts = [Double](repeating: 0, count: products)
    var ownCounts = [Double](repeating: 0, count: products)
    for half in 0..<subjects * 2 {
      for j in 0..<emotions where counts[half * emotions + j] > 0 {
        for k in 0..<emotions where counts[half * emotions + k] > 0 {
          let (first, second) = (half * emotions + j, half * emotions + k)
          let place = first * emotions + k
          ownCounts[place] = counts[first] * counts[second]
          ownProducts[place] = (0..<width).reduce(0) {
            $0 + sums[first * width + $1] * sums[second * width + $1]
          }
        }
      }
    }
    self.sums = try Tensor(sums, shape: [subjects, 2 * emotions * width])
    self.counts = try Tensor(counts, shape: [subjects, 2 * emotions])
    self.ownProducts = try Tensor(ownProducts, shape: [subjects, 2 * emotions * emotions])
    self.ownCounts = try Tensor(ownCounts, shape: [subjects, 2 * emotions * emotions])
    emotionCount = emotions
    subjectCount = subjects
    self.width = width
    pairs = (0..<emotions).flatMap { j in (j + 1..<emotions).map { (first: j, second: $0) } }
  }

  /// The distances in both groups, for each way of weighing the subjects.
  /// - Parameter weights: one list of whole numbers per result: how often each subject is there.
  /// - Returns: not a number where an emotion is not shown by two subjects.
  package func callAsFunction(_ weights: [[Double]]) throws -> [(first: [Double], second: [Double])]
  {
    let shape = [weights.count, subjectCount]
    let times = try Tensor(weights.flatMap(\.self), shape: shape)
    // Copies of one subject in a resample are no different subjects.
    let squares = try times * times
    let sums = try times.matrixProduct(sums).doubles()
    let counts = try times.matrixProduct(counts).doubles()
    let ownProducts = try squares.matrixProduct(ownProducts).doubles()
    let ownCounts = try squares.matrixProduct(ownCounts).doubles()
    func distances(_ row: Int, _ group: Int) -> [Double] {
      let start = (row * 2 + group) * emotionCount
      func product(_ j: Int, _ k: Int) -> Double {
        let (first, second) = (start + j, start + k)
        let all = (0..<width).reduce(0.0) {
          $0 + sums[first * width + $1] * sums[second * width + $1]
        }
        let place = first * emotionCount + k
        let count = counts[first] * counts[second] - ownCounts[place]
        return count > 0 ? (all - ownProducts[place]) / count : .nan
      }
      return pairs.map { product($0, $0) + product($1, $1) - 2 * product($0, $1) }
    }
    return weights.indices.map { (distances($0, 0), distances($0, 1)) }
  }
}
