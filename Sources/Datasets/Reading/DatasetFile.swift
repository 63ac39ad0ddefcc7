import Foundation

extension URL {
  /// The files in this folder that a data set is known by, in the order of the names: for each name
  /// the file that is called so, else the first in bytewise order whose name differs in case alone,
  /// for data sets pass through systems that change it. Names without a file are left out.
  func datasetFiles(_ names: [String]) -> [URL] {
    let entries = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { entry in names.contains { $0.count == entry.count } }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names.compactMap { name in
      entries.first { $0 == name } ?? entries.first { $0.lowercased() == name.lowercased() }
    }.map { appendingPathComponent($0) }
  }

  /// The same of the first folder that has any: this one, or one at most so many levels below it, for archives
  /// are often unpacked into a folder of their own.
  func datasetFiles(_ names: [String], levels: Int) -> [URL] {
    folders(levels: levels).lazy.map { $0.datasetFiles(names) }.first { !$0.isEmpty } ?? []
  }

  /// This folder and those at most so many levels below it, level by level and in bytewise order; hidden ones
  /// are passed over.
  func folders(levels: Int) -> [URL] {
    var found = [self]
    var level = [self]
    for _ in 0..<levels {
      level = level.flatMap(\.foldersInside)
      found += level
    }
    return found
  }

  private var foldersInside: [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { appendingPathComponent($0, isDirectory: true) }
      .filter { FileManager.default.fileExists(atPath: $0.path + "/.") }
  }
}
