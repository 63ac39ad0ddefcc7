import Foundation

/// How a number is distributed over a group of faces: what a box and a violin show.
public struct ValueDistribution: Codable, Sendable, Equatable {
  /// The group: "happy".
  public var group: String
  public var n: Int
  public var mean: Double
  /// 5, 25, 50, 75 and 95 % of the values lie below; linear between values (type 7 of Hyndman &
  /// Fan 1996).
  public var quantiles: [Double]
  /// The density at equidistant points, for groups of at least ten faces whose values vary.
  public var density: [DensityPoint]

  public struct DensityPoint: Codable, Sendable, Equatable {
    public var value: Double
    public var density: Double
  }

  public static let probabilities = [0.05, 0.25, 0.5, 0.75, 0.95]
  private static let pointCount = 61
  private static let minimumForDensity = 10

  /// - Returns: nil for no values.
  public init?(_ group: String, of values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    self.group = group
    n = values.count
    mean = values.reduce(0, +) / Double(n)
    quantiles = ValueDistribution.probabilities.map { ValueDistribution.quantile(sorted, $0) }
    density = ValueDistribution.density(sorted)
  }

  private static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
    let position = probability * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
  }

  /// A Gaussian kernel estimate with Silverman's bandwidth (1986, "Density Estimation", equation
  /// 3.31), reflected at zero, below which none of our numbers lies.
  private static func density(_ sorted: [Double]) -> [DensityPoint] {
    let count = Double(sorted.count)
    let mean = sorted.reduce(0, +) / count
    let variance = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
    let quartiles = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.34
    let spread = quartiles > 0 ? min(variance.squareRoot(), quartiles) : variance.squareRoot()
    guard sorted.count >= minimumForDensity, spread > 0, let first = sorted.first,
      let last = sorted.last
    else { return [] }
    let bandwidth = 0.9 * spread * pow(count, -0.2)
    let (start, end) = (max(0, first - 2 * bandwidth), last + 2 * bandwidth)
    // Values on a grid first: the cost no longer grows with points × faces.
    let cells = binned(sorted, from: start, to: end)
    return (0..<pointCount).map { point in
      let value = start + (end - start) * Double(point) / Double(pointCount - 1)
      let sum = cells.reduce(0) { sum, cell in
        let near = (value - cell.value) / bandwidth
        let mirrored = (value + cell.value) / bandwidth
        let kernels: Double = exp(-near * near / 2) + exp(-mirrored * mirrored / 2)
        return sum + cell.count * kernels
      }
      return DensityPoint(
        value: value, density: sum / (count * bandwidth * (2 * Double.pi).squareRoot()))
    }
  }

  private static func binned(
    _ sorted: [Double], from start: Double, to end: Double
  ) -> [(value: Double, count: Double)] {
    let binCount = 400
    var counts = Array(repeating: 0.0, count: binCount)
    let width = (end - start) / Double(binCount)
    for value in sorted { counts[min(binCount - 1, Int((value - start) / width))] += 1 }
    return counts.enumerated().filter { $0.element > 0 }.map { bin, count in
      (value: start + (Double(bin) + 0.5) * width, count: count)
    }
  }
}
