import Statistics

/// Agreement moment by moment.
extension Reliability {
  /// The number of classes: the codes, and none.
  private var classCount: Int { codes.count + 1 }

  /// The class of a coder at each moment that is compared.
  private func classes(_ events: [CodedEvent], until end: Double) -> [Int] {
    let numbers = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
    var next = events.startIndex
    let moments = Int((end / settings.step).rounded(.down))
    return (0..<max(moments, 0)).map { moment in
      let time = (Double(moment) + 0.5) * settings.step
      while next < events.endIndex, events[next].offset <= time { next += 1 }
      guard next < events.endIndex, events[next].onset <= time else { return codes.count }
      return numbers[events[next].code] ?? codes.count
    }
  }

  // MARK: Kappa

  func kappas(
    _ first: String, _ second: String, _ recordings: [CodedRecording]
  ) throws -> [Row] {
    let count = classCount
    let sums = recordings.map { recording in
      var table = [Double](repeating: 0, count: count * count)
      let end = recording.end
      let pairs = zip(
        classes(recording.events[first] ?? [], until: end),
        classes(recording.events[second] ?? [], until: end))
      for (one, other) in pairs {
        if settings.comparesCodedAlone, one == codes.count || other == codes.count { continue }
        table[one * count + other] += 1
      }
      return table
    }
    let ordered = settings.order.count
    let names =
      [("kappa", nil, nil)] + codes.map { ("kappa", $0, nil) }
      + (ordered > 1 ? ["weighted kappa (linear)", "weighted kappa (quadratic)"] : [])
      .map { ($0, String?.none, Double?.none) }
    return try estimates(recordings, [first, second], sums, names) { totals in
      let table = (0..<count).map { Array(totals[($0 * count)..<(($0 + 1) * count)]) }
      var values = [weightedKappa(table, weights: .none)]
      values += codes.indices.map { code in
        weightedKappa(Self.against(code, in: table), weights: .none)
      }
      if ordered > 1 {
        // Moments without a code have no place in the order.
        let part = table.prefix(ordered).map { Array($0.prefix(ordered)) }
        values += [
          weightedKappa(part, weights: .linear), weightedKappa(part, weights: .quadratic),
        ]
      }
      return values
    }
  }

  /// One class against all others.
  private static func against(_ code: Int, in table: [[Double]]) -> [[Double]] {
    let row = table[code].reduce(0, +)
    let column = table.reduce(0) { $0 + $1[code] }
    let both = table[code][code]
    let all = table.joined().reduce(0, +)
    return [[both, row - both], [column - both, all - row - column + both]]
  }

  // MARK: Alpha

  /// Of all coders; a coder who did not code a recording is missing there.
  func alphas() throws -> [Row] {
    let count = classCount
    let ordered = settings.order.count
    let metrics: [KrippendorffsAlpha.Metric] =
      ordered > 1 ? [.nominal, .ordinal, .interval] : [.nominal]
    let shared = recordings.filter { $0.events.count > 1 }
    let sums = shared.map { recording in
      let end = recording.end
      let rows = recording.events.values.map { classes($0, until: end) }
      var all = KrippendorffsAlpha(classCount: count)
      var inOrder = KrippendorffsAlpha(classCount: max(ordered, 1))
      for moment in rows[0].indices {
        var ratings = [Double](repeating: 0, count: count)
        for row in rows { ratings[row[moment]] += 1 }
        if settings.comparesCodedAlone { ratings[codes.count] = 0 }
        all.add(ratings)
        if ordered > 1 { inOrder.add(Array(ratings.prefix(ordered))) }
      }
      return (all.coincidences + inOrder.coincidences).flatMap(\.self)
    }
    return try estimates(
      shared, coders, sums, metrics.map { ("alpha (\($0.rawValue))", nil, nil) }
    ) { totals in
      metrics.map { metric in
        let start = metric == .nominal ? 0 : count * count
        let side = metric == .nominal ? count : ordered
        let table = (0..<side).map { row in
          Array(totals[(start + row * side)..<(start + (row + 1) * side)])
        }
        return KrippendorffsAlpha(coincidences: table).value(metric)
      }
    }
  }
}
