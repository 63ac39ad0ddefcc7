/// Neighbouring bins of age joined until each holds enough faces to be seen: single faces are right or wrong,
/// and marks at 0% and 100% hide the course.
enum WideBins {
  static let minimumFaces = 40

  /// Bins of at least `minimumFaces`, what is left of older faces with the last; each at the means of its
  /// faces.
  /// - Parameter bins: by ascending age.
  static func joining(_ bins: [ObservedAccuracy]) -> [ObservedAccuracy] {
    var groups: [[ObservedAccuracy]] = []
    for bin in bins {
      if let last = groups.last, last.reduce(0, { $0 + $1.n }) < minimumFaces {
        groups[groups.count - 1].append(bin)
      } else {
        groups.append([bin])
      }
    }
    if groups.count > 1, let last = groups.last, last.reduce(0, { $0 + $1.n }) < minimumFaces {
      groups.removeLast()
      groups[groups.count - 1] += last
    }
    return groups.compactMap { group in
      let n = group.reduce(0) { $0 + $1.n }
      guard n > 0 else { return nil }
      func mean(_ value: (ObservedAccuracy) -> Double) -> Double {
        group.reduce(0) { $0 + Double($1.n) * value($1) } / Double(n)
      }
      return ObservedAccuracy(age: mean(\.age), n: n, accuracy: mean(\.accuracy))
    }
  }
}
