import Faces

/// The mean map of all faces of one age group, each face counting the same, at a finer grid.
struct GroupMap {
  /// Places of a side.
  static let side = 18

  let n: Int
  /// Multiples of an even map's share, rows from the top, between places interpolated (bilinear).
  let densities: [Double]

  var greatestDensity: Double? { densities.max() }

  /// - Returns: nil where the group has no map.
  init?(_ model: ModelSaliency, _ group: AgeGroup) {
    let cells = model.cells.filter { $0.ageGroup == group && $0.n > 0 }
    guard let first = cells.lazy.compactMap(\.map).first, let width = first.first?.count, width > 0
    else { return nil }
    let height = first.count
    var sums = [Double](repeating: 0, count: height * width)
    var n = 0
    for cell in cells {
      guard let map = cell.map, map.count == height, map.allSatisfy({ $0.count == width }) else {
        continue
      }
      for (place, share) in map.joined().enumerated() { sums[place] += Double(cell.n) * share }
      n += cell.n
    }
    guard n > 0 else { return nil }
    let even = Double(height * width) / Double(n)
    let side = GroupMap.side
    func position(_ step: Int, of count: Int) -> (low: Int, high: Int, share: Double) {
      let place = (Double(step) + 0.5) / Double(side) * Double(count) - 0.5
      let low = min(max(0, Int(place.rounded(.down))), count - 1)
      return (low, min(low + 1, count - 1), min(max(0, place - Double(low)), 1))
    }
    self.n = n
    densities = (0..<(side * side)).map { place in
      let row = position(place / side, of: height)
      let column = position(place % side, of: width)
      func value(_ row: Int) -> Double {
        sums[row * width + column.low] * (1 - column.share)
          + sums[row * width + column.high] * column.share
      }
      return even * (value(row.low) * (1 - row.share) + value(row.high) * row.share)
    }
  }
}
