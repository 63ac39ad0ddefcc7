import Faces

/// How raters voted on one face.
struct RaterVotes: Sendable, Hashable {
  let labels: LabelScheme
  /// In the scheme's order.
  private(set) var emotions: [Double]
  /// Votes for labels outside of the scheme, by the label.
  private(set) var others: [String: Double] = [:]
  /// Who of those who have names chose what.
  var named = RaterLabels()

  init(_ votes: [Double], labels: LabelScheme) {
    self.labels = labels
    emotions = votes
  }

  /// Nobody has voted yet.
  init(labels: LabelScheme) {
    self.init(Array(repeating: 0, count: labels.count), labels: labels)
  }

  /// One more rater's choice.
  /// - Parameter rater: Whose it is; nil where that is not told.
  /// - Throws: `UnusableImageError` for a name that a manifest cannot hold, or who has chosen before.
  mutating func count(_ label: SourceLabel, by rater: String? = nil) throws {
    switch label.made(into: labels) {
    case .emotion(let emotion):
      guard let place = labels.index(of: emotion) else { return }
      if let rater { try named.add(emotion, by: rater) }
      emotions[place] += 1
    case .other(let name): others[name, default: 0] += 1
    }
  }

  /// What a manifest's `votes` can hold; nil where nobody chose any label of the scheme.
  var votes: [Double]? { emotions.contains { $0 > 0 } ? emotions : nil }

  /// The label that more raters chose than any other; nil where several share the lead.
  var firstChoice: SourceLabel? {
    let all =
      zip(labels.emotions, emotions).map { (SourceLabel.emotion($0), $1) }
      + others.map { (SourceLabel.other($0), $1) }
    let most = all.map(\.1).max() ?? 0
    let leaders = all.filter { $0.1 == most }
    return most > 0 && leaders.count == 1 ? leaders[0].0 : nil
  }

  /// The votes in another scheme, summed by what it makes of each label.
  func made(into scheme: LabelScheme) -> RaterVotes {
    guard scheme != labels else { return self }
    let own = zip(labels.emotions, emotions).map { ($0.rawValue, $1) }
    var made = RaterVotes(Array(repeating: 0, count: scheme.count), labels: scheme)
    for (name, number) in own + others.map({ ($0, $1) }) {
      if let place = scheme.emotion(named: name).flatMap(scheme.index(of:)) {
        made.emotions[place] += number
      } else {
        made.others[name, default: 0] += number
      }
    }
    return made
  }

  /// Reads cells of counts or percentages.
  /// - Returns: nil where all cells are blank: there was no vote.
  /// - Throws: `UnusableImageError` where some cells are blank or hold no number from 0 on.
  init?(emotions: [String], others: [String: String] = [:], labels: LabelScheme) throws {
    let cells = emotions + others.values
    if cells.allSatisfy({ $0.isEmpty }) { return nil }
    func number(_ cell: String) throws -> Double {
      guard !cell.isEmpty else { throw UnusableImageError("some of its votes are blank") }
      guard let number = Double(cell), number.isFinite, number >= 0 else {
        throw UnusableImageError("“\(cell)” is not a number of votes")
      }
      return number
    }
    self.labels = labels
    self.emotions = try emotions.map(number)
    self.others = try others.mapValues(number)
  }
}
