import Support

/// Bootstrap resamples of whole clusters, from which intervals of many statistics are made.
///
/// Subjects are drawn with replacement, each with all of its faces, so that faces of one subject
/// are never taken as independent (Davison & Hinkley 1997, section 3.8). Data without repeats
/// are the case of one face per cluster: the ordinary bootstrap.
public struct ClusterBootstrap: Sendable {
  private let sums: ClusterSums
  private let entries: SparseRows
  private let totals: [Double]
  /// Row-major: replicate × sum.
  private let replicates: [Double]

  /// Draws the resamples; the same generator state gives the same resamples.
  /// - Parameter replicates: Number of resamples; 2,000 by default.
  public init(
    resampling sums: ClusterSums, replicates: Int = 2000, generator: inout SeededGenerator
  ) {
    precondition(replicates > 0, "a bootstrap needs resamples")
    self.sums = sums
    totals = sums.totals
    let entries = SparseRows(sums)
    self.entries = entries
    var drawn = [Double](repeating: 0, count: sums.count == 0 ? 0 : replicates * sums.width)
    // How often each cluster is drawn comes first, so that the sums are read in order.
    var times = [UInt32](repeating: 0, count: sums.count)
    drawn.withUnsafeMutableBufferPointer { target in
      for start in stride(from: 0, to: target.count, by: sums.width) {
        ClusterBootstrap.draw(&times, &generator)
        entries.add(times: times, to: target, at: start)
      }
    }
    self.replicates = drawn
  }

  /// Draws as many clusters as there are, with replacement, and counts each.
  ///
  /// Each 32 random bits, scaled to the number of clusters, give one: no cluster is likelier than
  /// another by more than their number / 2³².
  private static func draw(_ times: inout [UInt32], _ generator: inout SeededGenerator) {
    let count = UInt64(times.count)
    times.withUnsafeMutableBufferPointer { times in
      times.update(repeating: 0)
      var left = times.count
      while left > 0 {
        let bits = generator.next()
        times[Int(((bits & 0xFFFF_FFFF) &* count) >> 32)] += 1
        if left > 1 { times[Int(((bits >> 32) &* count) >> 32)] += 1 }
        left -= 2
      }
    }
  }

  /// The interval of a statistic that is a function of the sums over all clusters.
  ///
  /// Resamples in which the statistic is undefined are left out. Identical clusters give an
  /// interval of no width: nothing was seen of the variation between them.
  /// - Parameters:
  ///   - clusters: The clusters that the statistic rests on, all by default: the interval is
  ///     widened where they are few, see `bootstrapInterval`.
  ///   - statistic: The statistic of the sums, in their order; nil where it is undefined.
  /// - Returns: nil for fewer than two clusters, or where the statistic of the data is undefined.
  public func estimate(
    level: Double = 0.95, method: BootstrapMethod = .bca, restingOn clusters: Int? = nil,
    label: String = "bootstrap", of statistic: ([Double]) -> Double?
  ) throws -> Estimate? {
    try estimates(level: level, method: method, restingOn: clusters, label: label) {
      [statistic($0)]
    }.first ?? nil
  }

  /// The intervals of several statistics that are computed together, as for `estimate`.
  /// - Parameter statistics: As many values for every list of sums, nil where undefined.
  public func estimates(
    level: Double = 0.95, method: BootstrapMethod = .bca, restingOn clusters: Int? = nil,
    label: String = "bootstrap", of statistics: ([Double]) -> [Double?]
  ) throws -> [Estimate?] {
    let values = statistics(totals)
    guard sums.count > 1 else { return values.map { _ in nil } }
    let resampled = replicates(of: statistics)
    let leftOut = method == .bca ? jackknife(of: statistics) : []
    return try values.enumerated().map { position, value in
      guard let value else { return nil }
      let interval = try bootstrapInterval(
        value: value, replicates: resampled.compactMap { $0[position] },
        jackknife: leftOut.compactMap { $0[position] }, level: level, method: method,
        widenedForClusters: clusters ?? sums.count)
      return interval.map { interval in
        Estimate(
          value: value, lower: interval.lower, upper: interval.upper, level: level,
          method: "\(label), \(interval.method.rawValue)")
      }
    }
  }

  /// What a function makes of the sums of each resample, in order.
  public func replicates<Value>(of function: ([Double]) -> Value) -> [Value] {
    stride(from: 0, to: replicates.count, by: sums.width).map { start in
      function(Array(replicates[start..<start + sums.width]))
    }
  }

  /// The statistic in each resample where it is defined.
  public func replicateValues(of statistic: ([Double]) -> Double?) -> [Double] {
    replicates(of: statistic).compactMap(\.self)
  }

  /// The statistic with each cluster left out in turn, where it is defined.
  public func jackknifeValues(of statistic: ([Double]) -> Double?) -> [Double] {
    jackknife(of: statistic).compactMap(\.self)
  }

  private func jackknife<Value>(of function: ([Double]) -> Value) -> [Value] {
    var remaining = totals
    return (0..<sums.count).map { cluster in
      entries.forEach(row: cluster) { column, value in remaining[column] = totals[column] - value }
      defer { entries.forEach(row: cluster) { column, _ in remaining[column] = totals[column] } }
      return function(remaining)
    }
  }
}

/// The entries of a table that are not zero, row by row: most subjects have faces in few cells.
private struct SparseRows: Sendable {
  /// Where each row's entries start, and where the last one's end.
  private var starts: [Int] = [0]
  private var columns: [Int] = []
  private var values: [Double] = []

  init(_ sums: ClusterSums) {
    starts.reserveCapacity(sums.count + 1)
    for row in 0..<sums.count {
      for column in 0..<sums.width where sums[row, column] != 0 {
        columns.append(column)
        values.append(sums[row, column])
      }
      starts.append(columns.count)
    }
  }

  /// Adds every row as often as `times` says.
  func add(times: [UInt32], to target: UnsafeMutableBufferPointer<Double>, at offset: Int) {
    starts.withUnsafeBufferPointer { starts in
      columns.withUnsafeBufferPointer { columns in
        values.withUnsafeBufferPointer { values in
          for (row, times) in times.enumerated() where times > 0 {
            let factor = Double(times)
            for entry in starts[row]..<starts[row + 1] {
              target[offset + columns[entry]] += factor * values[entry]
            }
          }
        }
      }
    }
  }

  func forEach(row: Int, _ body: (Int, Double) -> Void) {
    for entry in starts[row]..<starts[row + 1] { body(columns[entry], values[entry]) }
  }
}
