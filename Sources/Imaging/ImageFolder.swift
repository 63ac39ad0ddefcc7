import Foundation
import Support

/// The image files in a folder and those below it, in the bytewise order of their relative paths.
///
/// Files ending in .jpg, .jpeg, .jpe, .jfif, .png or .webp are images; files with other endings,
/// or none, where their first bytes are an image's, and be it `photo.txt`. Every other file is listed, and
/// of a hidden folder the folder. Links are followed, after all folders that are not reached through one;
/// each folder is entered once, so that a loop of links ends.
public struct ImageFolder: Sendable {
  /// A file that is not used as an image, and why.
  public struct Unusable: Sendable, Equatable {
    /// Its path below the folder.
    public let path: String
    /// One clause: "the link leads nowhere".
    public let reason: String
    /// Whether it is a video, whose frames could be cut out.
    public var isVideo: Bool { reason == FileKind.videoReason }
  }

  /// Paths below the folder; may be empty.
  public private(set) var images: [String] = []
  /// Images in another format, videos and other files that are no table or text, links that lead
  /// nowhere, and names that are not UTF-8.
  public private(set) var unusable: [Unusable] = []
  /// Tables, texts, data and other files that nobody means as images, each with what it is (“it is a
  /// table”), and hidden files and folders.
  public private(set) var others: [Unusable] = []

  /// How many of the others there are, by what they are: “it is a table (2), it is hidden (1)”; nil where
  /// there are none.
  public var othersInWords: String? {
    let counts = Dictionary(others.map { ($0.reason, 1) }, uniquingKeysWith: +)
    let kinds = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return others.isEmpty
      ? nil
      : "\(counted(others.count, "other file")) ("
        + kinds.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + ")"
  }

  /// The folder's own path, as it was given.
  public var path: String { root }
  private let root: String
  private var entered: Set<FileIdentity> = []
  /// Folders behind links, which wait until all others have been entered.
  private var linked: [String] = []

  /// - Throws: `SmilestoneError` (bad input) when the folder is missing, is no folder, or cannot be
  ///   listed.
  public init(_ folder: URL) throws {
    root = folder.path
    guard let identity = FileIdentity(root) else {
      throw SmilestoneError.badInput(
        "The folder \(root) does not exist.", remedy: "Check the path.")
    }
    guard identity.kind == S_IFDIR else {
      throw SmilestoneError.badInput(
        "\(root) is not a folder.", remedy: "Name the folder that holds the images.")
    }
    try enter("")
    var next = 0
    while next < linked.count {
      try enter(linked[next])
      next += 1
    }
    images.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    unusable.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    others.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// Lists one folder; `below` is its path below the root, "" or ending in a slash.
  private mutating func enter(_ below: String) throws {
    let place = "\(root)/\(below)"
    guard let identity = FileIdentity(place), entered.insert(identity).inserted else { return }
    for entry in try entries(of: place) {
      guard let name = entry.name else {
        unusable.append(Unusable(path: below + entry.lossyName, reason: "its name is not UTF-8"))
        continue
      }
      if name.hasPrefix(".") {
        guard name != ".", name != ".." else { continue }
        let isFolder = entry.type == Int32(DT_DIR)
        others.append(Unusable(path: below + name + (isFolder ? "/" : ""), reason: "it is hidden"))
      } else {
        try visit(below + name, type: entry.type)
      }
    }
  }

  private mutating func visit(_ path: String, type: Int32) throws {
    switch type {
    case Int32(DT_REG): add(path)
    case Int32(DT_DIR): try enter(path + "/")
    default:
      // Only links, and what the file system does not tell, need a second look at the disk.
      guard let identity = FileIdentity("\(root)/\(path)") else {
        unusable.append(Unusable(path: path, reason: "the link leads nowhere"))
        return
      }
      switch identity.kind {
      case S_IFDIR: linked.append(path + "/")
      case S_IFREG: add(path)
      default: unusable.append(Unusable(path: path, reason: "it is not a file"))
      }
    }
  }

  private mutating func add(_ path: String) {
    switch FileKind(ofFileAt: "\(root)/\(path)", ending: Self.ending(of: path)) {
    case .image: images.append(path)
    case .other(let reason): others.append(Unusable(path: path, reason: reason))
    case .unusable(let reason): unusable.append(Unusable(path: path, reason: reason))
    }
  }

  private static func ending(of path: String) -> String {
    let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[$0...] } ?? path[...]
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  private struct Entry {
    /// Nil where it is not UTF-8.
    let name: String?
    let lossyName: String
    let type: Int32
  }

  /// A folder's entries in the bytewise order of their names, whatever the file system's.
  private func entries(of place: String) throws -> [Entry] {
    guard let stream = opendir(place) else {
      throw SmilestoneError.badInput(
        "The folder \(place) cannot be listed: \(String(cString: strerror(errno))).",
        remedy: "Give yourself the right to read it.")
    }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while let entry = readdir(stream) {
      let (name, lossy) = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { characters in
          (String(validatingCString: characters), String(cString: characters))
        }
      }
      entries.append(Entry(name: name, lossyName: lossy, type: Int32(entry.pointee.d_type)))
    }
    return entries.sorted { $0.lossyName.utf8.lexicographicallyPrecedes($1.lossyName.utf8) }
  }
}

/// What a path leads to, however it is written.
private struct FileIdentity: Hashable {
  let device: UInt64
  let inode: UInt64
  /// The type bits of the mode: `S_IFDIR`, `S_IFREG`, …
  let kind: mode_t

  /// Nil where there is nothing, also behind a broken link.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    kind = status.st_mode & S_IFMT
  }
}
