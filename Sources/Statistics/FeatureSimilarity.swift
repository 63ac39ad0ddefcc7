import Support

/// How alike two networks see the same faces: linear centred kernel alignment (Kornblith et al.,
/// "Similarity of neural network representations revisited", ICML 2019), HSIC(K, L) /
/// √(HSIC(K, K) HSIC(L, L)) with K = XXᵀ and L = YYᵀ: 1 where one's features are the other's
/// turned, shifted and scaled, 0 where they have nothing in common.
///
/// With the plain HSIC the value of unrelated features grows toward 1 as there are fewer faces than
/// features, so the unbiased one is taken (Song et al., JMLR 2012, equation 5; Nguyen, Raghu &
/// Kornblith, ICLR 2021): unrelated features give values around 0, some of them negative. The interval
/// is that of the delete-one-subject jackknife, with t of one degree of freedom less than there are
/// subjects, cut off at 1.
/// - Parameters:
///   - first: one network's features of each face; those of one network are equally many.
///   - second: the other's.
///   - subjects: The subject of each face, any numbers.
/// - Returns: nil for fewer than four faces, also after any subject has been left out, for fewer
///   than two subjects, and where a network's features do not vary.
public func featureSimilarity(
  _ first: [[Double]], _ second: [[Double]], subjects: [Int], level: Double = 0.95
) throws -> Estimate? {
  precondition(
    first.count == second.count && first.count == subjects.count,
    "both networks need features of every face, and every face a subject")
  let alignment = Alignment(KernelMatrix(first), KernelMatrix(second))
  let faces = Dictionary(grouping: subjects.indices) { subjects[$0] }.sorted { $0.key < $1.key }
  let parts = faces.map { alignment.value(without: $0.value) }.compactMap(\.self)
  guard let value = alignment.value(without: []), parts.count == faces.count, parts.count > 1
  else { return nil }
  let count = Double(parts.count)
  let mean = parts.reduce(0, +) / count
  let squares = parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  let half =
    try StudentTDistribution(degreesOfFreedom: count - 1).quantile((1 + level) / 2)
    * (squares * (count - 1) / count).squareRoot()
  return Estimate(
    value: value, lower: value - half, upper: max(value, min(value + half, 1)), level: level,
    method: "subject jackknife")
}

/// Inner products of faces' centred features, with zeros in place of each face's with itself.
private struct KernelMatrix {
  let count: Int
  /// Row-major, count × count.
  let values: [Double]

  init(_ features: [[Double]]) {
    count = features.count
    let width = features.first?.count ?? 0
    let means = (0..<width).map { column in
      features.reduce(0) { $0 + $1[column] } / Double(features.count)
    }
    // Eight at a time: a sum in order waits for each addition.
    let blocks = (width + 7) / 8
    let centred = features.flatMap { row in
      (0..<blocks).map { block in
        var part = SIMD8<Double>.zero
        for lane in 0..<min(8, width - 8 * block) {
          part[lane] = row[8 * block + lane] - means[8 * block + lane]
        }
        return part
      }
    }
    var values = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      for column in 0..<row {
        var sum = SIMD8<Double>.zero
        for block in 0..<blocks {
          sum += centred[row * blocks + block] * centred[column * blocks + block]
        }
        values[row * count + column] = sum.sum()
        values[column * count + row] = sum.sum()
      }
    }
    self.values = values
  }
}

/// The alignment of two kernels, of all faces or without some.
private struct Alignment {
  private let pair, own, other: Dependence

  init(_ first: KernelMatrix, _ second: KernelMatrix) {
    pair = Dependence(first, second)
    own = Dependence(first, first)
    other = Dependence(second, second)
  }

  /// - Returns: nil for fewer than four faces, and where a kernel does not vary.
  func value(without faces: [Int]) -> Double? {
    guard let pair = pair.value(without: faces), let own = own.value(without: faces),
      let other = other.value(without: faces), own > 0, other > 0
    else { return nil }
    return pair / (own * other).squareRoot()
  }
}

/// The unbiased HSIC of two kernels, times n(n−3): Song et al. 2012, equation 5.
private struct Dependence {
  private let first, second: KernelMatrix
  private let firstSums, secondSums: [Double]
  /// The sum of the products of all elements.
  private let product: Double

  init(_ first: KernelMatrix, _ second: KernelMatrix) {
    func rowSums(_ kernel: KernelMatrix) -> [Double] {
      (0..<kernel.count).map { row in
        kernel.values[(row * kernel.count)..<((row + 1) * kernel.count)].reduce(0, +)
      }
    }
    self.first = first
    self.second = second
    firstSums = rowSums(first)
    secondSums = rowSums(second)
    product = zip(first.values, second.values).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Without some faces, from what is known with them: takes their rows and columns off.
  func value(without faces: [Int]) -> Double? {
    let count = first.count - faces.count
    guard count > 3 else { return nil }
    var (product, firstSums, secondSums) = (product, firstSums, secondSums)
    var isLeftOut = [Bool](repeating: false, count: first.count)
    for face in faces { isLeftOut[face] = true }
    for face in faces {
      for column in 0..<first.count {
        let (a, b) = (
          first.values[face * first.count + column], second.values[face * first.count + column]
        )
        product -= isLeftOut[column] ? a * b : 2 * a * b
        firstSums[column] -= a
        secondSums[column] -= b
      }
    }
    var (firstSum, secondSum, sums) = (0.0, 0.0, 0.0)
    for face in 0..<first.count where !isLeftOut[face] {
      firstSum += firstSums[face]
      secondSum += secondSums[face]
      sums += firstSums[face] * secondSums[face]
    }
    let n = Double(count)
    return product + firstSum * secondSum / ((n - 1) * (n - 2)) - 2 * sums / (n - 2)
  }
}
