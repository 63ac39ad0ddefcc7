import Foundation
import Support

/// The pieces of a work, listed in its folder: `pieces.csv`.
public struct WorkList: Sendable, Equatable {
  public struct Piece: Sendable, Equatable {
    /// Its folder below the work's.
    public var path: String
    /// What it is, in words.
    public var title: String

    public init(path: String, title: String) {
      self.path = path
      self.title = title
    }
  }

  public var pieces: [Piece]
  /// The file in a piece's folder that is there once it is done.
  public var result: String

  private static let columns = ["piece", "title", "result"]

  public init(_ pieces: [Piece], result: String) {
    self.pieces = pieces
    self.result = result
  }

  public static func file(in folder: URL) -> URL { folder.appendingPathComponent("pieces.csv") }

  /// - Throws: `SmilestoneError` for a file that is no such list.
  public init(contentsOf folder: URL) throws {
    let reader = try CSVReader(contentsOf: WorkList.file(in: folder))
    let columns = try WorkList.columns.map { try reader.requiredIndex(of: $0) }
    var pieces: [Piece] = []
    var result = ""
    try reader.forEachRow { row in
      pieces.append(Piece(path: row.fields[columns[0]], title: row.fields[columns[1]]))
      result = row.fields[columns[2]]
    }
    self.init(pieces, result: result)
  }

  public func write(to folder: URL) throws {
    var writer = CSVWriter(header: WorkList.columns)
    for piece in pieces { writer.append([piece.path, piece.title, result]) }
    try AtomicFile.write(writer.text, to: WorkList.file(in: folder))
  }

  public func isDone(_ place: URL) -> Bool {
    FileManager.default.fileExists(atPath: place.appendingPathComponent(result).path)
  }

  public func status(in folder: URL) -> WorkStatus {
    WorkStatus(of: pieces, in: folder, isDone: isDone)
  }
}
