import Foundation

/// Ages on a scale of 0 to 1 on which given ages are spread evenly, for the most part.
///
/// Archives have steps: many infants, few children of eleven, adults thinly over forty years. Where
/// an age may lie is smooth on this scale and has those steps in years.
struct AgeScale: Codable, Sendable, Equatable {
  /// Ascending ages from 0 to 100 years, and their places from 0 to 1.
  private var agesInYears: [Double]
  private var places: [Double]

  /// The part that grows with the square root of age instead of the ages' own ranks, so that no age
  /// lacks a place.
  private static let rootShare = 0.2
  private static let oldest = 100.0
  private static let mostKnots = 200

  /// - Parameter agesInYears: At least one.
  init(_ agesInYears: [Double]) {
    let ranks = AgeRanks(agesInYears)
    let distinct = ranks.distinct.filter { $0 > 0 && $0 < AgeScale.oldest }
    let stride = max(1, Double(distinct.count) / Double(AgeScale.mostKnots))
    let knots = (0..<min(distinct.count, AgeScale.mostKnots)).map {
      distinct[min(Int(Double($0) * stride), distinct.count - 1)]
    }
    self.agesInYears = [0] + knots + [AgeScale.oldest]
    places = [0] + knots.map { AgeScale.place(rank: ranks.upTo($0), age: $0) } + [1]
  }

  private static func place(rank: Double, age: Double) -> Double {
    let place =
      (1 - rootShare) * rank + rootShare * (min(max(age, 0), oldest) / oldest).squareRoot()
    return (place * 1e6).rounded() / 1e6
  }

  /// Whether all ages that the scale was made of are whole years, each of which stands for all places down to the year before.
  private var isInWholeYears: Bool {
    agesInYears.count > 2
      && agesInYears.dropFirst().dropLast().allSatisfy { $0 == $0.rounded() }
  }

  /// The ages at places. Where the scale was made of whole years they are whole years too: between two of them
  /// no age was seen, and one drawn there would be half a year too young on average.
  func agesInYears(at places: [Double]) -> [Double] {
    let ages = places.map(ageInYears(at:))
    // A place that rounding moves past a year's end still is that year.
    return isInWholeYears ? ages.map { max(0, ($0 - 1e-6).rounded(.up)) } : ages
  }

  func place(ofAge ageInYears: Double) -> Double {
    interpolated(ageInYears, from: agesInYears, to: places)
  }

  func ageInYears(at place: Double) -> Double {
    interpolated(place, from: places, to: agesInYears)
  }

  /// The share of the ages that the scale was made of in each of so many equal parts of it.
  func shares(ofCells cells: Int) -> [Double] {
    // A place is 0.8 of the share of ages up to it, plus the root's part.
    let upTo = zip(agesInYears, places).map { age, place in
      min(
        max((place - Self.rootShare * (age / Self.oldest).squareRoot()) / (1 - Self.rootShare), 0),
        1)
    }
    guard !isInWholeYears else {
      var shares = [Double](repeating: 0, count: cells)
      for knot in agesInYears.indices.dropFirst() {
        shares[min(Int(places[knot] * Double(cells)), cells - 1)] += upTo[knot] - upTo[knot - 1]
      }
      return shares
    }
    let bounds = (0...cells).map {
      interpolated(Double($0) / Double(cells), from: places, to: upTo)
    }
    return zip(bounds.dropFirst(), bounds).map { max(0, $0 - $1) }
  }

  /// The middle of what known ages of one value take up.
  static func middles(of agesInYears: [Double]) -> [Double] {
    let ranks = AgeRanks(agesInYears)
    return agesInYears.map {
      place(rank: (ranks.below($0) + ranks.upTo($0)) / 2, age: $0)
    }
  }

  /// How much of the scale lies within a standard deviation of an age; at least a hundredth, for a smaller one
  /// would let a small error stand for certainty. Estimators that give none are alike
  /// everywhere: 1.
  func reach(around ageInYears: Double, standardDeviationInYears: Double?) -> Double {
    guard let standardDeviationInYears else { return 1 }
    return max(
      place(ofAge: ageInYears + standardDeviationInYears)
        - place(ofAge: ageInYears - standardDeviationInYears), 0.01)
  }
}

/// The shares of some ages that lie below, and not above, others.
private struct AgeRanks {
  let distinct: [Double]
  /// How many are at most the distinct age of the same place.
  private let counts: [Int]
  private let total: Double

  init(_ ages: [Double]) {
    var distinct: [Double] = []
    var counts: [Int] = []
    for (index, age) in ages.sorted().enumerated() {
      if distinct.last == age {
        counts[counts.count - 1] = index + 1
      } else {
        distinct.append(age)
        counts.append(index + 1)
      }
    }
    self.distinct = distinct
    self.counts = counts
    total = Double(ages.count)
  }

  func upTo(_ age: Double) -> Double {
    let place = distinct.partitioningIndex { $0 > age }
    return place == 0 ? 0 : Double(counts[place - 1]) / total
  }

  func below(_ age: Double) -> Double {
    let place = distinct.partitioningIndex { $0 >= age }
    return place == 0 ? 0 : Double(counts[place - 1]) / total
  }
}

/// The value at `x` of the line through points with ascending `from`; beyond the ends, the ends'.
func interpolated(_ x: Double, from: [Double], to: [Double]) -> Double {
  let upper = from.partitioningIndex { $0 > x }
  guard upper > 0 else { return to[0] }
  guard upper < from.count else { return to[to.count - 1] }
  let width = from[upper] - from[upper - 1]
  let share = width > 0 ? (x - from[upper - 1]) / width : 0
  return to[upper - 1] + share * (to[upper] - to[upper - 1])
}

extension Array {
  /// The first place whose element fulfils a condition that all later ones fulfil; the count where
  /// none does.
  func partitioningIndex(where condition: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
