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
}
