import Foundation

/// Where output may go: into regular files and folders alone.
///
/// A file is written aside and renamed, which would put a regular file in the place of a device, a
/// pipe or a link. So links are followed to what they lead to, and the rest is refused.
public enum OutputPlace {
  /// The file to write for a path: itself, or what its links lead to, which need not be there yet.
  /// - Throws: `SmilestoneError.usage` where there is something else than a regular file.
  public static func file(_ url: URL) throws -> URL {
    var path = url.path
    // As many links as Linux follows.
    for _ in 0..<40 {
      switch FileKind(at: path, followingLinks: false) {
      case nil, .regular: return path == url.path ? url : URL(fileURLWithPath: path)
      case .link: path = try target(ofLink: path, for: url)
      case .folder:
        throw SmilestoneError.usage(
          "\(url.path) is a folder; a file is written here.", remedy: "Add a name for the file.")
      case .pipe?, .device?, .socket?:
        throw noFile(url, FileKind(at: path, followingLinks: false)?.name ?? "no file")
      }
    }
    throw noFile(url, "a link that leads in a circle")
  }

  /// - Throws: `SmilestoneError.usage` where there is something else than a folder.
  public static func requireFolder(_ url: URL) throws {
    switch FileKind(at: url.path, followingLinks: true) {
    case .folder: return
    case nil:
      guard FileKind(at: url.path, followingLinks: false) == nil else {
        throw SmilestoneError.usage(
          "\(url.path) is a link to a folder that is not there.",
          remedy: "Make the folder that it leads to, or name another.")
      }
    case let kind?:
      throw SmilestoneError.usage(
        "\(url.path) is \(kind.name); a folder is written here.", remedy: "Name another folder.")
    }
  }

  private static func target(ofLink path: String, for url: URL) throws -> String {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    // /dev/stdout leads to /proc/self/fd/1: an open file, which has no name to rename to.
    let place = realpath(folder, nil).map { place in
      defer { free(place) }
      return String(cString: place)
    }
    guard place?.hasPrefix("/proc/") != true else {
      throw noFile(url, "a stream that is open already")
    }
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &bytes, bytes.count)
    guard count > 0 else {
      throw SmilestoneError.usage(
        "The link \(path) cannot be followed: \(systemReason(errno)).", remedy: "Name a file.")
    }
    let target = String(decoding: bytes[..<count], as: UTF8.self)
    return target.hasPrefix("/") ? target : "\(folder)/\(target)"
  }

  private static func noFile(_ url: URL, _ kind: String) -> SmilestoneError {
    .usage(
      "\(url.path) is \(kind); results are written to files alone.",
      remedy: "Name a file, and print it with `cat` where it is needed.")
  }
}
