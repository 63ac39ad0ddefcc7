import Support

/// An age as tables and names write it: “7”, “2;6” (years and months), “18m”, “7 years”, “3-9”, “6-12 months”,
/// “(25, 32)”, “more than 70”.
package struct AgeText: Sendable, Hashable {
  /// In years; nil for a range.
  package let years: Double?
  /// The range in years, where there is one; it may have no upper end.
  package let range: Range?

  package struct Range: Sendable, Hashable {
    package let lower: Double
    package let upper: Double?

    /// "3-9", "70+".
    package var text: String {
      let lower = ManifestNumber.text(lower)
      return upper.map { "\(lower)-\(ManifestNumber.text($0))" } ?? "\(lower)+"
    }

    /// The age group that holds the whole range; nil where it spans several.
    package func ageGroup(of ages: AgeGrouping) -> AgeGroup? {
      let group = ages.group(ofAgeInYears: lower)
      let last = ages.group(ofAgeInYears: upper ?? PossibleAge.inYears.upperBound)
      return last == group ? group : nil
    }
  }

  /// - Parameters:
  ///   - text: without blanks around it.
  ///   - unitsPerYear: how many units a year has, where the text names no unit: 12 for months.
  ///   - allowsComma: whether “7,5” is 7.5.
  /// - Throws: `UnusableImageError` for text that is no age, or one that nobody can have.
  package init(_ text: String, unitsPerYear: Double = 1, allowsComma: Bool = false) throws {
    let number = Cell.number(
      AgeText.withoutAgeWords(text.lowercased()), allowsComma: allowsComma)
    if let number {
      years = try AgeText.possible(number / unitsPerYear, text)
      range = nil
    } else if let years = try AgeText.withUnits(text.lowercased(), text) {
      (self.years, range) = (years, nil)
    } else if let range = try AgeText.range(text.lowercased(), text, unitsPerYear) {
      (years, self.range) = (nil, range)
    } else if AgeText.isDate(text.lowercased()) {
      throw UnusableImageError(
        "“\(text)” is a date: a spreadsheet made a date of a range such as 3-9 (enter the column as text), or "
          + "it is a day of birth (give ages)"
      )
    } else {
      throw UnusableImageError("“\(text)” is not a number and no range of ages")
    }
  }

  private static func possible(_ years: Double, _ text: String) throws -> Double {
    guard years >= 0 else { throw UnusableImageError("“\(text)” is negative") }
    guard PossibleAge.inYears.contains(years) else {
      throw UnusableImageError("“\(text)” is \(PossibleAge.refusal)")
    }
    return years
  }

  /// How many of a unit a year has, by the words for it in the languages of Europe's larger archives.
  private static let unitsPerYear: [String: Double] = [
    (
      1.0,
      [
        "y", "yo", "yr", "yrs", "year", "years", "j", "jahr", "jahre", "an", "ans", "año", "años",
        "jaar",
      ]
    ),
    (
      12,
      [
        "m", "mo", "mos", "mth", "mths", "month", "months", "monat", "monate", "mois", "mes",
        "meses",
      ]
    ),
    (365.25 / 7, ["w", "wk", "wks", "week", "weeks", "woche", "wochen", "semaine", "semaines"]),
    (365.25, ["d", "day", "days", "tag", "tage", "jour", "jours"]),
  ].reduce(into: [:]) { units, unit in
    for word in unit.1 { units[word] = unit.0 }
  }

  /// Years, months, weeks and days, as developmental psychology writes them.
  private static func withUnits(_ lower: String, _ text: String) throws -> Double? {
    if let match = lower.wholeMatch(of: /([0-9]{1,3});([0-9]{1,2})(?:\.([0-9]{1,2}))?/),
      let years = Double(match.1), let months = Double(match.2), months < 12
    {
      let days = match.3.flatMap { Double($0) } ?? 0
      return try possible(years + months / 12 + days / 365.25, text)
    }
    var rest = withoutAgeWords(lower)[...]
    var years = 0.0
    var isFirst = true
    while true {
      rest = rest.drop { $0.isWhitespace || (!isFirst && $0 == ",") }
      guard !rest.isEmpty else { return isFirst ? nil : try possible(years, text) }
      guard let match = rest.prefixMatch(of: /([0-9]+(?:\.[0-9]+)?)\s*(\p{L}+)\.?/),
        let number = Double(match.1), let unit = unitsPerYear[String(match.2)]
      else { return nil }
      years += number / unit
      rest = rest[match.range.upperBound...]
      isFirst = false
    }
  }

  /// Without “aged” before and “old” behind.
  private static func withoutAgeWords(_ lower: String) -> String {
    lower.replacing(/^aged?:?\s+|\s*\b(?:old|of age)$/, with: "")
  }

  private static func range(
    _ lower: String, _ text: String, _ unitsPerYear: Double
  ) throws -> Range? {
    func years(_ text: Substring, _ unit: Double) throws -> Double {
      try possible((Double(text) ?? -1) / unit, String(text))
    }
    let lower = withoutAgeWords(lower)
    if let match = lower.wholeMatch(
      of:
        /[\[(]?\s*([0-9]+(?:\.[0-9]+)?)\s*(\p{L}*)\.?\s*(?:-|–|—|_|,|to|until)\s*([0-9]+(?:\.[0-9]+)?)\s*(\p{L}*)\.?\s*[\])]?/
    ) {
      // A unit behind the range is that of both ends.
      let words = [match.2.isEmpty ? match.4 : match.2, match.4.isEmpty ? match.2 : match.4]
      let units = words.compactMap { $0.isEmpty ? unitsPerYear : Self.unitsPerYear[String($0)] }
      guard units.count == 2 else { return nil }
      let (first, last) = (try years(match.1, units[0]), try years(match.3, units[1]))
      guard first <= last else {
        throw UnusableImageError("“\(text)” is a range that ends before it begins")
      }
      return Range(lower: first, upper: last)
    }
    if let match = lower.firstMatch(of: /([0-9]+(?:\.[0-9]+)?)(?:\s*(\p{L}+)\b)?/) {
      let unit = match.2.flatMap { Self.unitsPerYear[String($0)] }
      let number = unit == nil ? match.1.endIndex : match.range.upperBound
      let (before, after) = (
        lower[..<match.range.lowerBound].filter { !$0.isWhitespace },
        lower[number...].filter { !$0.isWhitespace }
      )
      let isOpen =
        after.isEmpty && ["morethan", ">", ">=", "≥", "over", "above"].contains(before)
        || before.isEmpty
          && ["+", "andover", "andolder", "andmore", "andabove", "orolder", "orover", "ormore"]
            .contains(after)
      if isOpen { return Range(lower: try years(match.1, unit ?? unitsPerYear), upper: nil) }
      if after.isEmpty, ["lessthan", "<", "<=", "≤", "under", "below", "upto"].contains(before) {
        return Range(lower: 0, upper: try years(match.1, unit ?? unitsPerYear))
      }
    }
    return nil
  }

  /// “9-Mar”, “Mar-09”, “09.03.2024”, “2024-03-09”.
  private static func isDate(_ lower: String) -> Bool {
    let month = /jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez/
    return lower.wholeMatch(of: /[0-9]{1,4}[-. \/]+[a-zä]{3,9}\.?(?:[-. \/]+[0-9]{2,4})?/) != nil
      && lower.contains(month)
      || lower.wholeMatch(of: /[a-zä]{3,9}\.?[- .\/]+[0-9]{1,4}/) != nil && lower.contains(month)
      || lower.wholeMatch(of: /[0-9]{1,4}[-.\/][0-9]{1,2}[-.\/][0-9]{1,4}(?: .*)?/) != nil
  }
}
