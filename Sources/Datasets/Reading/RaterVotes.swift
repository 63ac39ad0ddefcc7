import Faces

/// How raters voted on one face.
struct RaterVotes: Sendable, Hashable {
  /// In `Emotion`'s order.
  var emotions: [Double]
  /// Votes for labels outside of the seven, by the label.
  var others: [String: Double] = [:]

  /// What a manifest's `votes` can hold; nil where nobody chose any of the seven.
  var votes: [Double]? { emotions.contains { $0 > 0 } ? emotions : nil }

  /// The label that more raters chose than any other; nil where several share the lead.
  var firstChoice: SourceLabel? {
    let all =
      zip(Emotion.allCases, emotions).map { (SourceLabel.emotion($0), $1) }
      + others.map { (SourceLabel.other($0), $1) }
    let most = all.map(\.1).max() ?? 0
    let leaders = all.filter { $0.1 == most }
    return most > 0 && leaders.count == 1 ? leaders[0].0 : nil
  }

  /// Reads cells of counts or percentages.
  /// - Returns: nil where all cells are blank: there was no vote.
  /// - Throws: `ImageRefusal` where some cells are blank or hold no number from 0 on.
  init?(emotions: [String], others: [String: String] = [:]) throws {
    let cells = emotions + others.values
    if cells.allSatisfy({ $0.isEmpty }) { return nil }
    func number(_ cell: String) throws -> Double {
      guard !cell.isEmpty else { throw ImageRefusal("some of its votes are blank") }
      guard let number = Double(cell), number.isFinite, number >= 0 else {
        throw ImageRefusal("“\(cell)” is not a number of votes")
      }
      return number
    }
    self.emotions = try emotions.map(number)
    self.others = try others.mapValues(number)
  }
}
