/// Which events of two coders are the same: of one code, with onsets within a tolerance; as many as possible, each
/// once.
struct EventMatching {
  /// The number of pairs.
  /// - Parameter matchesOffsets: whether offsets must lie within the tolerance too.
  static func count(
    _ first: [CodedEvent], _ second: [CodedEvent], tolerance: Double, matchesOffsets: Bool
  ) -> Int {
    let slack = tolerance + 1e-9
    let candidates = first.map { one in
      second.indices.filter { index in
        let other = second[index]
        return one.code == other.code && abs(one.onset - other.onset) <= slack
          && (!matchesOffsets || abs(one.offset - other.offset) <= slack)
      }
    }
    var partner = [Int?](repeating: nil, count: second.count)
    // Kuhn's augmenting paths (1955).
    func takes(_ one: Int, _ seen: inout Set<Int>) -> Bool {
      for other in candidates[one] where seen.insert(other).inserted {
        guard let earlier = partner[other], !takes(earlier, &seen) else {
          partner[other] = one
          return true
        }
      }
      return false
    }
    return first.indices.count { one in
      var seen: Set<Int> = []
      return takes(one, &seen)
    }
  }
}
