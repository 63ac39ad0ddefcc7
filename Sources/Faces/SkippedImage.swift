import Foundation
import Support

/// An image that a stage left out, or a file, row or cell that was not used, and why; `skipped.csv` lists
/// them all.
public struct SkippedImage: Sendable, Equatable {
  public var image: String
  /// The stage that left it out: "manifest", "decode"; "label" for a row of labels, "cell" for a cell and
  /// `otherFile` for a file that is no image.
  public var stage: String
  /// One clause for people: "the file is empty".
  public var reason: String

  public init(image: String, stage: String, reason: String) {
    self.image = image
    self.stage = stage
    self.reason = reason
  }

  /// The stage of files that nobody means as images: tables, texts, hidden files.
  public static let otherFile = "file"

  /// Whether an image was left out, rather than a row, a cell or another file.
  public var isImage: Bool { !["label", "cell", Self.otherFile].contains(stage) }

  private static let columns = ["image", "stage", "reason"]

  /// Writes the list as CSV (`image,stage,reason`), whole or not at all.
  public static func write(_ skipped: [SkippedImage], to url: URL) throws {
    var writer = CSVWriter(header: columns)
    for image in skipped {
      writer.append([image.image, image.stage, image.reason])
    }
    try AtomicFile.write(writer.text, to: url)
  }

  /// Reads a list that `write(_:to:)` wrote.
  public static func read(_ url: URL) throws -> [SkippedImage] {
    let reader = try CSVReader(contentsOf: url)
    let positions = try columns.map { try reader.requiredIndex(of: $0) }
    var skipped: [SkippedImage] = []
    try reader.forEachRow { row in
      let fields = positions.map { row.fields[$0] }
      skipped.append(SkippedImage(image: fields[0], stage: fields[1], reason: fields[2]))
    }
    return skipped
  }
}
