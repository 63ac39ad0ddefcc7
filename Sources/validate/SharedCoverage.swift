import Foundation
import SharedWork
import Support

/// The settings of a coverage study as pieces of work, which several processes divide that share a folder.
struct SharedCoverage {
  let folder: URL

  private static let result = "rows.csv"

  /// Simulates what no other process has.
  /// - Returns: the rows of each setting, whoever has simulated it.
  /// - Throws: `SmilestoneError.usage` where the folder holds other settings.
  func rows(of settings: [Setting]) throws -> [[Row]] {
    let pieces = settings.enumerated().map { index, setting in
      WorkList.Piece(
        path: String(format: "%03d", index + 1),
        title: "\(setting.part): \(setting.name), \(setting.cohorts) cohorts")
    }
    try SharedWork.alone(in: folder, command: "validate", observer: Terminal()) {
      try claim(WorkList(pieces, result: SharedCoverage.result))
    }
    try SharedWork.untilDone(
      Array(zip(pieces, settings)), unit: "setting", in: folder, observer: Terminal()
    ) { open in
      try open.map { piece, setting in
        let file = file(of: piece)
        return try SharedWork.attempt(
          folder.appendingPathComponent(piece.path),
          isDone: { FileManager.default.fileExists(atPath: file.path) }
        ) {
          print(piece.title)
          try Row.write(setting.run(), to: file)
        }
      }
    }
    return try pieces.map { try Row.read(file(of: $0)) }
  }

  private func file(of piece: WorkList.Piece) -> URL {
    folder.appendingPathComponent(piece.path).appendingPathComponent(SharedCoverage.result)
  }

  private func claim(_ list: WorkList) throws {
    if FileManager.default.fileExists(atPath: WorkList.file(in: folder).path),
      try WorkList(contentsOf: folder) != list
    {
      throw SmilestoneError.usage(
        "\(folder.path) holds other settings.", remedy: "Name a new folder: shared=FOLDER.")
    }
    try list.write(to: folder)
  }

  /// What is said while others are waited for.
  private struct Terminal: ProgressObserver {
    func update(_ progress: ProgressUpdate) {}
    func message(_ line: String) { StandardStreams.writeError("\(line)\n") }
  }
}
