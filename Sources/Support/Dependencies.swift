import Foundation

/// Finds what the program needs beside itself: where `make setup` puts it in a checkout, or where an
/// installed program has it.
package enum Dependencies {
  /// The file or folder at `.deps/path` or `share/smilestone/path` in the nearest folder at or above
  /// `starts`.
  package static func locate(_ path: String, from starts: [URL]) -> URL? {
    for start in starts {
      var folder = start.standardizedFileURL
      while true {
        for place in [".deps", "share/smilestone"] {
          let found = folder.appendingPathComponent(place).appendingPathComponent(path)
          if FileManager.default.fileExists(atPath: found.path) { return found }
        }
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
