import Faces
import Foundation

/// Narrow bins of age, none across two age groups, which keep fits fast on any number of faces.
///
/// A quarter of a year wide up to 17 years, half a year up to 25 and five years beyond, where
/// curves are level; each stands at the mean age of its faces.
struct AgeBins: Sendable {
  /// Mean age of each bin's faces in years, ascending.
  let ages: [Double]
  /// Where the age group of each bin stands, youngest first.
  let groupOfBin: [Int]
  let binOfFace: [Int]

  init(_ agesOfFaces: [Double], groups: AgeGrouping) {
    let keys = agesOfFaces.map {
      Key(group: groups.index(ofAgeInYears: $0), step: AgeBins.step($0))
    }
    let used = Set(keys).sorted { ($0.group, $0.step) < ($1.group, $1.step) }
    let positions = Dictionary(uniqueKeysWithValues: zip(used, used.indices))
    binOfFace = keys.map { positions[$0] ?? 0 }
    var sums = [Double](repeating: 0, count: used.count)
    var counts = [Double](repeating: 0, count: used.count)
    for (bin, age) in zip(binOfFace, agesOfFaces) {
      sums[bin] += age
      counts[bin] += 1
    }
    ages = zip(sums, counts).map { $0 / $1 }
    groupOfBin = used.map(\.group)
  }

  private struct Key: Hashable {
    let group: Int
    let step: Int
  }

  /// A number that is larger for older bins; upper bounds are inclusive, as those of age groups.
  private static func step(_ age: Double) -> Int {
    if age <= 17 { return Int((age * 4).rounded(.up)) }
    if age <= 25 { return 68 + Int(((age - 17) * 2).rounded(.up)) }
    return 84 + Int(((age - 25) / 5).rounded(.up))
  }
}
