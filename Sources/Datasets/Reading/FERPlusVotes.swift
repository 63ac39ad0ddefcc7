import Faces
import Foundation
import Support

/// FERPlus (Barsoum et al. 2016, arXiv 1608.01041): ten raters' votes on each face of FER2013, in
/// `fer2013new.csv`, whose rows are those of `fer2013.csv` in the same order.
///
/// The image names count only the rows with a face, so they are no row numbers; a row without a
/// name is one without a face.
struct FERPlusVotes: Sendable {
  struct Row: Sendable {
    let place: RowPlace
    /// As in FER2013: "Training", "PublicTest", "PrivateTest".
    let usage: String
    /// "fer0000000.png"; nil where there is no face.
    let image: String?
    /// Nil where all are blank.
    let votes: RaterVotes?
    /// Whether the row has too few or too many cells: then nothing else is known of it.
    var isRagged = false
  }

  /// The manifest's columns for votes outside of the seven emotions.
  static let columns = ["votes_contempt", "votes_unknown", "votes_no_face"]

  let name: String
  let rows: [Row]
  /// Rows whose votes cannot be understood; they have none in `rows`.
  let refused: [(place: RowPlace, reason: String)]

  private static let others = [("contempt", "contempt"), ("unknown", "unknown"), ("no-face", "NF")]
  private static let emotionColumns: [Emotion: String] = [
    .anger: "anger", .disgust: "disgust", .fear: "fear", .happy: "happiness",
    .neutral: "neutral", .sad: "sadness", .surprise: "surprise",
  ]

  init(contentsOf url: URL) throws {
    let reader = try CSVReader(contentsOf: url, expected: ["Image name", "Usage"])
    let usage = try reader.requiredIndex(of: "Usage")
    let image = try reader.requiredIndex(of: "Image name")
    let emotions = try LabelScheme.emotions7.emotions.map {
      try reader.requiredIndex(of: Self.emotionColumns[$0] ?? $0.rawValue)
    }
    let others = try Self.others.map { (label: $0, position: try reader.requiredIndex(of: $1)) }
    var rows: [Row] = []
    var refused: [(RowPlace, String)] = []
    try reader.forEachUsableRow(ragged: { line, reason in
      let place = RowPlace(table: url.lastPathComponent, line: line)
      refused.append((place, "it has \(reason)"))
      // It keeps its place, for rows belong to images by their number.
      rows.append(Row(place: place, usage: "", image: nil, votes: nil, isRagged: true))
    }) { line in
      let row = line.trimmed
      let place = RowPlace(table: url.lastPathComponent, line: row.line)
      var votes: RaterVotes?
      do {
        votes = try RaterVotes(
          emotions: emotions.map { row.fields[$0] },
          others: Dictionary(
            uniqueKeysWithValues: others.map { ($0.label, row.fields[$0.position]) }),
          labels: .emotions7)
      } catch let refusal as UnusableImageError {
        refused.append((place, refusal.reason))
      }
      let name = row.fields[image]
      rows.append(
        Row(
          place: place, usage: row.fields[usage], image: name.isEmpty ? nil : name, votes: votes))
    }
    name = url.path
    self.rows = rows
    self.refused = refused
  }

  /// The cells of `columns`.
  static func cells(_ votes: RaterVotes?) -> [String] {
    others.map { label, _ in votes?.others[label].map(ManifestNumber.text) ?? "" }
  }
}

extension FERPlusVotes {
  /// The label of a face: FER2013's own, or the raters' first choice where it is asked for or
  /// there is no other.
  static func label(
    _ own: SourceLabel?, votes: RaterVotes?, options: ImportOptions
  ) throws -> SourceLabel? {
    guard let votes, own == nil || options.takesEmotionFromVotes else { return own }
    guard let choice = votes.made(into: options.vocabulary.labels).firstChoice else {
      throw UnusableImageError("its raters' first choice is tied")
    }
    return choice
  }
}
