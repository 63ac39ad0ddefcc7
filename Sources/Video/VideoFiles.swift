import Foundation
import Support

/// Video files among those that a command is given.
public enum VideoFiles {
  /// Endings of the containers that are read.
  public static let endings: Set<String> = [
    "3gp", "asf", "avi", "dv", "flv", "m2ts", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts",
    "mxf", "ogv", "ts", "vob", "webm", "wmv",
  ]

  /// The files that are named, and those with a video's ending below the folders that are named, sorted.
  /// - Throws: `SmilestoneError.badInput` for what is not there, and a folder without videos.
  public static func list(_ paths: [String]) throws -> [URL] {
    try paths.flatMap { path in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw SmilestoneError.badInput(
          "\(path) cannot be read: there is no such file or folder.", remedy: "Check the path.")
      }
      guard isFolder.boolValue else { return [URL(fileURLWithPath: path)] }
      let folder = URL(fileURLWithPath: path, isDirectory: true)
      let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
      let videos = names.filter { name in
        endings.contains((name as NSString).pathExtension.lowercased())
          && !(name as NSString).lastPathComponent.hasPrefix(".")
      }.sorted()
      guard !videos.isEmpty else {
        throw SmilestoneError.badInput(
          "The folder \(path) holds no videos.",
          remedy: "Their names end in \(endings.sorted().joined(separator: ", ")).")
      }
      return videos.map { folder.appendingPathComponent($0) }
    }
  }
}
