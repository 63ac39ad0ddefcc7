import Faces
import Foundation
import Support

/// Which files of a list hold the same bytes as an earlier one.
public struct FileCopies: Sendable {
  /// For each file the first one with the same bytes; nil where it is the first itself, is empty, or
  /// cannot be read.
  public let original: [Int?]

  /// The number of files that repeat others.
  public var count: Int { original.count { $0 != nil } }

  /// Looks at sizes first, and hashes the files that share theirs, on all cores.
  public init(
    among paths: [String], observer: any ProgressObserver = SilentObserver()
  ) throws {
    let sizes = try parallelMap(count: paths.count) { FileCopies.size(of: paths[$0]) }
    let counts = Dictionary(sizes.compactMap(\.self).map { ($0, 1) }, uniquingKeysWith: +)
    let candidates = paths.indices.filter { sizes[$0].map { counts[$0] ?? 0 > 1 } ?? false }
    let hashes = try FileCopies.contentHashes(
      of: candidates.map { paths[$0] }, task: "Comparing files", observer)
    var first: [String: Int] = [:]
    var original = [Int?](repeating: nil, count: paths.count)
    for (file, hash) in zip(candidates, hashes) {
      guard let hash else { continue }
      guard let earlier = first[hash] else {
        first[hash] = file
        continue
      }
      // Several faces of one file are no copies.
      if paths[earlier] != paths[file] { original[file] = earlier }
    }
    self.original = original
  }

  /// The SHA-256 of each file's bytes, computed on all cores; nil where a file cannot be read.
  static func contentHashes(
    of paths: [String], workers: Int? = nil, task: String, _ observer: any ProgressObserver
  ) throws -> [String?] {
    let counter = ProgressCounter(
      task: task, total: paths.count, unit: "files", observer: observer)
    return try parallelMap(count: paths.count, workers: workers) { index in
      defer { counter.advance() }
      return try? ContentHash.sha256(ofFile: URL(fileURLWithPath: paths[index]))
    }
  }

  /// Bytes of a regular file; nil where there is none, or nothing in it.
  private static func size(of path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      return nil
    }
    return Int(status.st_size)
  }
}

extension ImportedDataset {
  /// Counts the files that repeat others byte by byte, and says so in the summary.
  /// - Parameter droppingCopies: whether only the first of each stays; the others are listed.
  public mutating func compareFiles(
    droppingCopies: Bool, observer: any ProgressObserver = SilentObserver()
  ) throws {
    let copies = try FileCopies(among: manifest.imagePaths, observer: observer)
    guard copies.count > 0 else { return }
    let records = manifest.records
    let contradicting = records.indices.count { row in
      copies.original[row].map { records[$0].emotion != records[row].emotion } ?? false
    }
    let labels = contradicting > 0 ? ", \(contradicting) of them under another emotion" : ""
    guard droppingCopies else {
      notes.append(
        "files that repeat others byte by byte: \(copies.count)\(labels); --drop-copies keeps one of each"
      )
      return
    }
    notes.append(
      "left out, as they repeat others byte by byte: \(counted(copies.count, "file"))\(labels)")
    for (row, record) in records.enumerated() {
      guard let original = copies.original[row].map({ records[$0] }) else { continue }
      skipped.append(
        SkippedImage(
          image: record.image, stage: "manifest",
          reason: "it repeats “\(original.image)” byte by byte"
            + (original.emotion == record.emotion ? "" : ", under another emotion")))
    }
    manifest.records = records.indices.filter { copies.original[$0] == nil }.map { records[$0] }
  }
}
