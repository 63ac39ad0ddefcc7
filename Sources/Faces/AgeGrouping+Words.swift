/// How text speaks of the groups.
extension AgeGrouping {
  /// "toddlers", "younger children".
  public func plural(of group: AgeGroup) -> String { words(of: group).plural }

  /// "toddler faces".
  public func faces(of group: AgeGroup) -> String { words(of: group).faces }

  /// A group of another grouping, as files may have it, is called by its name.
  private func words(of group: AgeGroup) -> Words {
    groups.firstIndex(of: group).map { words[$0] } ?? Words(name: group.displayName)
  }

  /// "0–3", "3–8", "17+": the group's ages in years; the upper bound belongs to it, the lower does not.
  public func rangeInYears(of group: AgeGroup) -> String {
    guard contains(group) else { return "" }
    let ages = ages(of: group)
    let lower = ManifestNumber.text(ages.above)
    return ages.upTo.map { "\(lower)–\(ManifestNumber.text($0))" } ?? "\(lower)+"
  }

  /// "3, 8, 12 and 17".
  public var boundsInWords: String { Self.list(upperBoundsInYears.map(ManifestNumber.text)) }

  /// "toddler, younger_child, older_child, teenager, adult": the names in files.
  public var namesInWords: String { groups.map(\.rawValue).joined(separator: ", ") }

  /// "toddlers (up to and including 3 years), younger children (8), older children (12), teenagers (17) and
  /// adults"; groups that are named after their bounds by their names alone.
  public var inWords: String {
    let plurals = words.map(\.plural)
    if isNamedAfterBounds { return Self.list(plurals) }
    let bounds = upperBoundsInYears.map(ManifestNumber.text)
    let younger = zip(plurals, bounds).enumerated().map { index, group in
      "\(group.0) (\(index == 0 ? "up to and including \(group.1) \(group.1 == "1" ? "year" : "years")" : group.1))"
    }
    return Self.list(younger + plurals.suffix(1))
  }

  var isNamedAfterBounds: Bool { words == Self.words(ofBounds: upperBoundsInYears) }

  /// "five"; from thirteen on in digits.
  public var countInWords: String {
    let names = [
      "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]
    return count - 2 < names.count ? names[count - 2] : "\(count)"
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
