import Foundation
import Support

/// The image files below a folder, in the bytewise order of their relative paths.
///
/// Images are known by their ending (jpg, jpeg, png, webp). Hidden files and folders are left out.
/// Links are followed; each folder is entered once, so that a loop of links ends.
struct ImageListing {
  /// Paths below the folder.
  private(set) var images: [String] = []
  /// Pictures that cannot be read here: another format, or a name that is not UTF-8.
  private(set) var skipped: [SkippedImage] = []
  private let root: String
  private var entered: Set<FolderIdentity> = []

  private struct FolderIdentity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  private static let readable: Set<String> = ["jpg", "jpeg", "png", "webp"]
  private static let unreadable: Set<String> = ["bmp", "gif", "heic", "pgm", "ppm", "tif", "tiff"]

  /// - Throws: `SmilestoneError` (bad input) when the folder is missing or cannot be listed.
  init(_ folder: URL) throws {
    root = folder.path
    guard let status = ImageListing.status(root) else {
      throw SmilestoneError.badInput(
        "The folder \(root) does not exist.", remedy: "Check the path.")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw SmilestoneError.badInput(
        "\(root) is not a folder.", remedy: "Give the folder that holds the images.")
    }
    try enter("", status)
    images.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    skipped.sort { $0.image.utf8.lexicographicallyPrecedes($1.image.utf8) }
  }

  /// Lists one folder; `below` is its path below the root, "" or ending in a slash.
  private mutating func enter(_ below: String, _ status: stat) throws {
    let identity = FolderIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    guard entered.insert(identity).inserted else { return }
    let place = "\(root)/\(below)"
    guard let stream = opendir(place) else {
      throw SmilestoneError.badInput(
        "The folder \(place) cannot be listed: \(String(cString: strerror(errno))).",
        remedy: "Give yourself the right to read it.")
    }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = ImageListing.name(of: entry)
      guard let name = name.text else {
        skip(below + name.lossy, "its name is not UTF-8")
        continue
      }
      if name.hasPrefix(".") { continue }
      try visit(below + name, type: entry.pointee.d_type)
    }
  }

  private mutating func visit(_ path: String, type: UInt8) throws {
    let isPlain = Int(type) == Int(DT_REG)
    // Only links and folders need a second look at the disk.
    if !isPlain {
      guard let status = ImageListing.status("\(root)/\(path)") else {
        skip(path, "the link leads nowhere")
        return
      }
      if status.st_mode & S_IFMT == S_IFDIR { return try enter(path + "/", status) }
      guard status.st_mode & S_IFMT == S_IFREG else { return }
    }
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if ImageListing.readable.contains(ending) {
      images.append(path)
    } else if ImageListing.unreadable.contains(ending) {
      skip(path, "the format \(ending) cannot be read; convert it to JPEG, PNG or WebP")
    }
  }

  private mutating func skip(_ path: String, _ reason: String) {
    skipped.append(SkippedImage(image: path, stage: "manifest", reason: reason))
  }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  /// An entry's name; `text` is nil where it is not UTF-8.
  private static func name(
    of entry: UnsafeMutablePointer<dirent>
  ) -> (text: String?, lossy: String) {
    withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { characters in
        (String(validatingCString: characters), String(cString: characters))
      }
    }
  }
}
