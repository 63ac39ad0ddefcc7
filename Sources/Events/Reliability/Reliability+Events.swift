import Statistics

/// Agreement on events, and on how long and how often.
extension Reliability {
  /// F1 = 2 × pairs / (events of both), for each tolerance: of onsets, and of onsets and offsets.
  func matches(
    _ first: String, _ second: String, _ recordings: [CodedRecording]
  ) throws -> [Row] {
    let kinds = [("F1 of onsets", false), ("F1 of onsets and offsets", true)]
    let scopes: [String?] = [nil] + codes
    var names: [(measure: String, code: String?, tolerance: Double?)] = []
    for (measure, _) in kinds {
      for tolerance in settings.tolerances {
        names += scopes.map { (measure, $0, tolerance) }
      }
    }
    // Pairs and events of each name, one after the other.
    let sums = recordings.map { recording in
      let (one, other) = (recording.events[first] ?? [], recording.events[second] ?? [])
      return kinds.flatMap { _, matchesOffsets in
        settings.tolerances.flatMap { tolerance in
          scopes.flatMap { code -> [Double] in
            let (one, other) = (one.coded(code), other.coded(code))
            let pairs = EventMatching.count(
              one, other, tolerance: tolerance, matchesOffsets: matchesOffsets)
            return [Double(pairs), Double(one.count + other.count)]
          }
        }
      }
    }
    return try estimates(recordings, [first, second], sums, names) { totals in
      names.indices.map { index in
        let (pairs, events) = (totals[2 * index], totals[2 * index + 1])
        return events > 0 ? 2 * pairs / events : nil
      }
    }
  }

  /// How the measures of each code's seconds and numbers begin.
  package static let correlationPrefix = "ICC(2,1)"

  /// ICC(2,1) of the seconds and of the number of each code in a recording, over those that all coders coded.
  func correlations() throws -> [Row] {
    let shared = recordings.filter { recording in coders.allSatisfy { recording.events[$0] != nil }
    }
    guard shared.count > 1 else { return [] }
    let measures: [(name: String, of: ([CodedEvent]) -> Double)] = [
      ("\(Self.correlationPrefix) of durations", { $0.reduce(0) { $0 + $1.duration } }),
      ("\(Self.correlationPrefix) of counts", { Double($0.count) }),
    ]
    let names = measures.flatMap { measure in
      codes.map { (measure: measure.name, code: String?.some($0), tolerance: Double?.none) }
    }
    let none = IntraclassCorrelation.noSums(raters: coders.count)
    let sums = shared.map { recording in
      measures.flatMap { measure in
        codes.flatMap { code in
          IntraclassCorrelation.adding(
            coders.map { measure.of((recording.events[$0] ?? []).coded(code)) }, to: none)
        }
      }
    }
    return try estimates(shared, coders, sums, names) { totals in
      names.indices.map { index in
        let part = totals[(index * none.count)..<((index + 1) * none.count)]
        return IntraclassCorrelation(sums: Array(part), raters: coders.count)?.absoluteAgreement
      }
    }
  }
}

extension [CodedEvent] {
  /// Those of one code, or all.
  fileprivate func coded(_ code: String?) -> [CodedEvent] {
    code.map { code in filter { $0.code == code } } ?? self
  }
}
