/// Predicts a face's class from one property alone: the class that is most common among the other
/// folds' faces with the same value. Values of fewer than five such faces, and unknown ones, get
/// the class that is most common of all.
enum LookupClassifier {
  private static let fewest = 5

  /// The cross-validated prediction for each face.
  /// - Parameters:
  ///   - values: Each face's value; nil where it is unknown.
  ///   - classes: Each face's class, below `classCount`.
  static func predictions(
    values: [String?], classes: [Int], folds: [Int], classCount: Int, foldCount: Int
  ) -> [Int] {
    let none = Array(repeating: 0, count: classCount)
    var counts = Array(repeating: [String: [Int]](), count: foldCount)
    var totals = Array(repeating: none, count: foldCount)
    for (index, value) in values.enumerated() {
      totals[folds[index]][classes[index]] += 1
      if let value { counts[folds[index]][value, default: none][classes[index]] += 1 }
    }
    let tables = (0..<foldCount).map { fold in
      let others = (0..<foldCount).filter { $0 != fold }
      var table: [String: [Int]] = [:]
      for other in others {
        for (value, count) in counts[other] {
          table[value, default: none] = zip(table[value] ?? none, count).map(+)
        }
      }
      let all = others.reduce(none) { zip($0, totals[$1]).map(+) }
      return (most: mostCommon(all), table: table)
    }
    return values.enumerated().map { index, value in
      let (most, table) = tables[folds[index]]
      guard let value, let count = table[value], count.reduce(0, +) >= fewest else { return most }
      return mostCommon(count)
    }
  }

  /// The first of the largest.
  static func mostCommon(_ counts: [Int]) -> Int {
    counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) } ?? 0
  }
}
