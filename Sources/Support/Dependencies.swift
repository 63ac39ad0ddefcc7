import Foundation

/// Finds what `make setup` puts into the `.deps` folder of a checkout.
package enum Dependencies {
  /// The file or folder at `.deps/path` in the nearest folder at or above `starts`.
  package static func locate(_ path: String, from starts: [URL]) -> URL? {
    for start in starts {
      var folder = start.standardizedFileURL
      while true {
        let place = folder.appendingPathComponent(".deps").appendingPathComponent(path)
        if FileManager.default.fileExists(atPath: place.path) { return place }
        let parent = folder.deletingLastPathComponent()
        if parent.path == folder.path { break }
        folder = parent
      }
    }
    return nil
  }

  /// The folders to search from: the program's own, then the current one.
  package static var searchFolders: [URL] {
    [
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent(),
      URL(fileURLWithPath: FileManager.default.currentDirectoryPath),
    ]
  }
}
