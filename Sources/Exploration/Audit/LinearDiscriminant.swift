import Foundation

/// Predicts a face's class from numbers by linear discriminant analysis (Fisher 1936; Hastie,
/// Tibshirani & Friedman 2009, section 4.3): classes are normal with their own means and one
/// covariance, and their shares are the priors.
///
/// The covariance is shrunk: a hundredth of its mean variance is added to the diagonal, so that
/// numbers that repeat each other (a grey image's channels) do no harm.
enum LinearDiscriminant {
  private static let ridge = 0.01

  /// The cross-validated prediction for each face.
  /// - Parameters:
  ///   - features: [face][feature].
  ///   - classes: Each face's class, below `classCount`.
  static func predictions(
    features: [[Double]], classes: [Int], folds: [Int], classCount: Int, foldCount: Int
  ) -> [Int] {
    let rows = standardised(features)
    let width = rows.first?.count ?? 0
    var parts = Array(
      repeating: Moments(classCount: classCount, width: width), count: foldCount)
    for (index, row) in rows.enumerated() { parts[folds[index]].add(row, of: classes[index]) }
    let models = (0..<foldCount).map { fold in
      var training = Moments(classCount: classCount, width: width)
      for (other, part) in parts.enumerated() where other != fold { training.add(part) }
      return training.scores(ridge: ridge)
    }
    return rows.enumerated().map { index, row in
      let scores = models[folds[index]].map { model in
        model.map { model in
          zip(model.weights, row).reduce(model.bias) { $0 + $1.0 * $1.1 }
        } ?? -.infinity
      }
      return scores.indices.max { (scores[$0], -$0) < (scores[$1], -$1) } ?? 0
    }
  }

  /// Each feature with mean 0 and standard deviation 1; constant ones are left out.
  private static func standardised(_ features: [[Double]]) -> [[Double]] {
    let count = Double(features.count)
    let scales = (features.first ?? []).indices.compactMap { column in
      let mean = features.reduce(0) { $0 + $1[column] } / count
      let variance =
        features.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) } / count
      return variance > 1e-12 ? (column: column, mean: mean, deviation: variance.squareRoot()) : nil
    }
    return features.map { row in scales.map { (row[$0.column] - $0.mean) / $0.deviation } }
  }
}

/// Sums from which means and the covariance within classes follow.
private struct Moments {
  private let width: Int
  private var counts: [Double]
  private var sums: [[Double]]
  /// Σ x xᵀ, lower triangle, row by row.
  private var products: [Double]

  init(classCount: Int, width: Int) {
    self.width = width
    counts = Array(repeating: 0, count: classCount)
    sums = Array(repeating: Array(repeating: 0, count: width), count: classCount)
    products = Array(repeating: 0, count: width * (width + 1) / 2)
  }

  mutating func add(_ row: [Double], of category: Int) {
    counts[category] += 1
    row.withUnsafeBufferPointer { row in
      for column in 0..<width { sums[category][column] += row[column] }
      products.withUnsafeMutableBufferPointer { products in
        var at = 0
        for i in 0..<width {
          let value = row[i]
          for j in 0...i {
            products[at] += value * row[j]
            at += 1
          }
        }
      }
    }
  }

  mutating func add(_ other: Moments) {
    for category in counts.indices {
      counts[category] += other.counts[category]
      for column in 0..<width { sums[category][column] += other.sums[category][column] }
    }
    for index in products.indices { products[index] += other.products[index] }
  }

  /// The linear score of each class; nil for classes without faces.
  func scores(ridge: Double) -> [(weights: [Double], bias: Double)?] {
    let total = counts.reduce(0, +)
    guard total > 0 else { return counts.map { _ in nil } }
    let means = zip(sums, counts).map { sum, count in sum.map { count > 0 ? $0 / count : 0 } }
    var covariance = products
    var at = 0
    for i in 0..<width {
      for j in 0...i {
        let between = counts.indices.reduce(0) { $0 + counts[$1] * means[$1][i] * means[$1][j] }
        covariance[at] = (products[at] - between) / total
        at += 1
      }
    }
    let diagonal = (0..<width).map { $0 * ($0 + 3) / 2 }
    let variance = diagonal.reduce(0) { $0 + covariance[$1] } / Double(max(1, width))
    for place in diagonal { covariance[place] += max(ridge * variance, 1e-9) }
    let factor = TriangularFactor(covariance, width: width)
    return counts.indices.map { category in
      guard counts[category] > 0 else { return nil }
      let weights = factor.solve(means[category])
      let distance = zip(weights, means[category]).reduce(0) { $0 + $1.0 * $1.1 }
      return (weights, log(counts[category] / total) - distance / 2)
    }
  }
}

/// The Cholesky factor L of a positive definite matrix A = L Lᵀ; lower triangles, row by row.
private struct TriangularFactor {
  private let width: Int
  private var factor: [Double]

  init(_ matrix: [Double], width: Int) {
    self.width = width
    factor = matrix
    for i in 0..<width {
      for j in 0...i {
        var sum = factor[place(i, j)]
        for k in 0..<j { sum -= factor[place(i, k)] * factor[place(j, k)] }
        // The ridge keeps pivots positive but for rounding.
        factor[place(i, j)] = i == j ? max(sum, 1e-12).squareRoot() : sum / factor[place(j, j)]
      }
    }
  }

  /// x in A x = b.
  func solve(_ b: [Double]) -> [Double] {
    var x = b
    for i in 0..<width {
      for k in 0..<i { x[i] -= factor[place(i, k)] * x[k] }
      x[i] /= factor[place(i, i)]
    }
    for i in (0..<width).reversed() {
      for k in i + 1..<max(width, i + 1) { x[i] -= factor[place(k, i)] * x[k] }
      x[i] /= factor[place(i, i)]
    }
    return x
  }

  private func place(_ i: Int, _ j: Int) -> Int { i * (i + 1) / 2 + j }
}
