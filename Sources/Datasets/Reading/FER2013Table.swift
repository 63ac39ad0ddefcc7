import Faces
import Foundation
import Imaging
import Support

/// FER2013's CSV file: a code from 0 to 6, 48 × 48 shades of grey, and the part of the contest.
///
/// Its images are written as PNG files, `Training-00000.png` for the first row, on all cores.
/// Memory holds one batch of rows.
struct FER2013Table: Sendable {
  private let url: URL
  private let reader: CSVReader
  private let emotion: Int
  private let pixels: Int
  /// Nil in the contest's train.csv.
  private let usage: Int?

  private static let side = 48
  private static let batchSize = 1024
  /// Codes 0 to 6.
  private static let emotions: [Emotion] = [
    .anger, .disgust, .fear, .happy, .sad, .surprise, .neutral,
  ]

  init(_ url: URL) throws {
    self.url = url
    reader = try CSVReader(contentsOf: url, expected: ["pixels", "emotion", "Usage"])
    emotion = try reader.requiredIndex(of: "emotion")
    pixels = try reader.requiredIndex(of: "pixels")
    usage = try reader.index(of: "Usage")
  }

  func read(votes: FERPlusVotes?, options: ImportOptions, layout: String) throws -> ImportedDataset
  {
    guard let folder = options.imageFolder else {
      throw SmilestoneError.usage(
        "The images of \(url.path) need a folder to be written to.",
        remedy: "Give the folder for images.")
    }
    guard usage != nil || votes == nil else {
      throw SmilestoneError.badInput(
        "\(url.path) has no column Usage, by which FERPlus's rows are told to belong to it.",
        remedy: "Give FER2013's whole fer2013.csv.")
    }
    var rows = ImportedRows(folder: folder, columns: FERPlusVotes.columns, options: options)
    for (place, reason) in votes?.refused ?? [] { rows.leaveOut(place, reason) }
    let total = reader.lineCount
    // A row of too few or too many cells keeps its number, by which FERPlus's rows are found.
    var batch: [(line: Int, row: Result<CSVRow, UnusableImageError>)] = []
    var count = 0
    func finishBatch() throws {
      let faces = try parallelMap(count: batch.count) {
        [batch, count] index -> Result<Face, UnusableImageError> in
        switch batch[index].row {
        case .failure(let refusal): return .failure(refusal)
        case .success(let row):
          let votesRow = try votes.map {
            try Self.matching(row, count + index, in: $0, usage ?? 0)
          }
          return try face(row, number: count + index, votes: votesRow, options, folder)
        }
      }
      for ((line, _), face) in zip(batch, faces) {
        let place = RowPlace(table: url.lastPathComponent, line: line)
        switch face {
        case .success(let face):
          rows.add(face.record, label: face.label)
          rows.remark(face.remarks, at: place)
        case .failure(let refusal): rows.leaveOut(place, refusal.reason)
        }
      }
      count += batch.count
      batch = []
      options.observer.update(
        ProgressUpdate(
          task: "Writing images", completed: count, total: total, unit: "images"))
    }
    func take(_ line: Int, _ row: Result<CSVRow, UnusableImageError>) throws {
      batch.append((line, row))
      if batch.count == Self.batchSize { try finishBatch() }
    }
    try reader.forEachUsableRow(ragged: { line, reason in
      try take(line, .failure(UnusableImageError("it has \(reason)")))
    }) { try take($0.line, .success($0.trimmed)) }
    try finishBatch()
    if let votes, votes.rows.count != count {
      throw Self.mismatch(votes, "\(votes.rows.count) rows for \(count) faces")
    }
    AtomicFile.flushAll()
    return try rows.dataset(layout: layout)
  }

  // MARK: One row

  private struct Face: Sendable {
    let record: FaceRecord
    let label: SourceLabel
    /// Why cells were left empty.
    let remarks: [String]
  }

  private func face(
    _ row: CSVRow, number: Int, votes: FERPlusVotes.Row?, _ options: ImportOptions, _ folder: URL
  ) throws -> Result<Face, UnusableImageError> {
    do {
      guard let code = Int(row.fields[emotion]), Self.emotions.indices.contains(code) else {
        throw UnusableImageError("“\(row.fields[emotion])” is not an emotion code from 0 to 6")
      }
      let part = usage.map { row.fields[$0] } ?? url.deletingPathExtension().lastPathComponent
      let split = usage == nil ? nil : Split(datasetName: part)
      let remarks =
        usage == nil || split != nil || part.isEmpty
        ? [] : ["“\(part)” is not Training, PublicTest or PrivateTest"]
      let grey = try Self.greyLevels(row.fields[pixels])
      var label = SourceLabel.emotion(Self.emotions[code])
      if let votes, votes.image == nil, !votes.isRagged {
        label = .other("no-face")
      } else {
        label =
          try FERPlusVotes.label(label, votes: votes?.votes, options: options) ?? label
      }
      let digits = "\(number)"
      let name =
        "\(split == nil && usage != nil ? "Unknown" : part)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits).png"
      if options.writesImages {
        let image = RGBImage(
          width: Self.side, height: Self.side, pixels: grey.flatMap { [$0, $0, $0] })
        try AtomicFile.write(
          image.pngData(), to: folder.appendingPathComponent(name), isFlushed: false)
      }
      let record = FaceRecord(
        image: name, source: "FER2013",
        votes: votes?.votes?.made(into: options.vocabulary.labels).votes, split: split,
        extra: FERPlusVotes.cells(votes?.votes))
      return .success(Face(record: record, label: label, remarks: remarks))
    } catch let refusal as UnusableImageError {
      return .failure(refusal)
    }
  }

  /// Numbers from 0 to 255 with blanks between.
  private static func greyLevels(_ text: String) throws -> [UInt8] {
    let levels = text.utf8.split(separator: UInt8(ascii: " ")).compactMap { part -> UInt8? in
      var value = 0
      for digit in part {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit), value < 256 else {
          return nil
        }
        value = 10 * value + Int(digit - UInt8(ascii: "0"))
      }
      return UInt8(exactly: value)
    }
    let words = text.utf8.split(separator: UInt8(ascii: " ")).count
    guard words == side * side, levels.count == words else {
      throw UnusableImageError("its pixels are not 2304 numbers from 0 to 255")
    }
    return levels
  }

  /// FERPlus's row of the same number, which must belong to the same part.
  private static func matching(
    _ row: CSVRow, _ number: Int, in votes: FERPlusVotes, _ usage: Int
  ) throws -> FERPlusVotes.Row {
    guard number < votes.rows.count else {
      throw mismatch(votes, "only \(votes.rows.count) rows")
    }
    let match = votes.rows[number]
    guard match.isRagged || match.usage == row.fields[usage] else {
      throw mismatch(
        votes,
        "“\(match.usage)” on line \(match.place.line) where the images have "
          + "“\(row.fields[usage])”")
    }
    return match
  }

  private static func mismatch(_ votes: FERPlusVotes, _ difference: String) -> SmilestoneError {
    .badInput(
      "\(votes.name) does not belong to these images: it has \(difference).",
      remedy: "Give FERPlus's fer2013new.csv and FER2013's whole fer2013.csv.")
  }
}
