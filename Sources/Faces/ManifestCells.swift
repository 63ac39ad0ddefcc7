import Support

/// One row's cells, understood by where they stand.
struct ManifestCells {
  let layout: ManifestLayout
  let row: CSVRow
  let remark: (String) -> Void

  /// The cell's text without blanks around it; nil where it is empty.
  func text(_ position: Int?) -> String? {
    guard let position, !row.fields[position].isEmpty else { return nil }
    let text = Cell.trimmed(row.fields[position])
    return text.isEmpty ? nil : text
  }

  /// The same; nil also where it says that something is not known.
  private func known(_ position: Int?) -> String? {
    text(position).flatMap { DatasetWord.isUnknown($0) ? nil : $0 }
  }

  /// The cell as it is, for a file's name may start or end with a blank.
  func path(_ position: Int) -> String? {
    text(position) == nil ? nil : row.fields[position]
  }

  /// One of an enumeration's raw values, or a word of data sets for it.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ position: Int?, _ meaning: (String) -> Choice? = { Choice(rawValue: DatasetWord.key($0)) }
  ) -> Choice? where Choice.RawValue == String {
    guard let position, let text = known(position) else { return nil }
    if let choice = Choice(rawValue: text) ?? meaning(text) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    leaveEmpty(position, "“\(text)” is none of \(known)")
    return nil
  }

  /// One of the scheme's labels, or a word of data sets for it.
  func emotion(_ position: Int?, _ labels: LabelScheme) -> Emotion? {
    guard let position, let text = known(position) else { return nil }
    if let emotion = labels.emotion(named: text) { return emotion }
    leaveEmpty(
      position,
      "“\(text)” is none of \(labels.namesInWords)"
        + (labels == .emotions7 ? "" : " (the labels of \(labels.id))"))
    return nil
  }

  /// One of the manifest's age groups.
  func ageGroup(_ position: Int?) -> AgeGroup? {
    guard let position, let text = known(position) else { return nil }
    for group in [AgeGroup(rawValue: text), AgeGroup(rawValue: DatasetWord.key(text))]
    where layout.ages.contains(group) { return group }
    leaveEmpty(
      position,
      "“\(text)” is none of \(layout.ages.namesInWords); other age groups are for the column "
        + "\(AgeGrouping.column), which `smilestone stratify --age-groups` fills")
    return nil
  }

  /// An age in years that somebody can have.
  func age(_ position: Int?) -> Double? {
    guard let position, let text = known(position) else { return nil }
    do {
      let age = try AgeText(text, allowsComma: layout.allowsComma)
      if age.years == nil { leaveEmpty(position, "“\(text)” is a range, not an age") }
      return age.years
    } catch {
      leaveEmpty(position, (error as? UnusableImageError)?.reason ?? "“\(text)” is no age")
      return nil
    }
  }

  /// A finite number that is not negative.
  func number(_ position: Int?) -> Double? {
    guard let position, let text = known(position) else { return nil }
    guard let number = Cell.number(text, allowsComma: layout.allowsComma), number >= 0 else {
      let isNegative = Double(text).map { $0 < 0 } ?? false
      leaveEmpty(position, "“\(text)” is \(isNegative ? "negative" : "not a number of years")")
      return nil
    }
    return number
  }

  func votes(_ position: Int?, _ labels: LabelScheme) -> [Double]? {
    guard let position, let text = known(position) else { return nil }
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Double($0) }
    let votes = numbers.compactMap(\.self).filter { $0.isFinite && $0 >= 0 }
    guard numbers.count == labels.count, votes.count == numbers.count else {
      let order = labels.emotions.map(\.rawValue).joined(separator: ";")
      leaveEmpty(
        position, "“\(text)” is not a vote, \(labels.countInWords) numbers in the order \(order)")
      return nil
    }
    return votes
  }

  /// What named raters said.
  /// - Parameter votes: those of the cell beside it.
  func raterLabels(_ position: Int?, _ labels: LabelScheme, votes: [Double]?) -> RaterLabels? {
    guard let position, let text = text(position) else { return nil }
    do {
      let raters = try RaterLabels(cell: text, labels: labels)
      guard let raters, let votes, !raters.areAmong(votes, labels: labels) else { return raters }
      leaveEmpty(position, "“\(text)” are not among the votes of the row")
    } catch {
      leaveEmpty(position, (error as? UnusableImageError)?.reason ?? "“\(text)” are no raters")
    }
    return nil
  }

  private func leaveEmpty(_ position: Int, _ reason: String) {
    remark("column \(layout.header[position]): \(reason)")
  }

  func error(_ position: Int, _ problem: String, remedy: String) -> SmilestoneError {
    .badInput(
      "\(layout.name), line \(row.line), column \(layout.header[position]): \(problem).",
      remedy: remedy)
  }
}
