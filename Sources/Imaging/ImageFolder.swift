import Foundation
import Support

/// Finds the pictures in a folder.
public enum ImageFolder {
  /// The endings, in lower case, of the files that are taken for pictures.
  public static let extensions: Set<String> = ["jpg", "jpeg", "png", "webp"]

  /// The pictures in a folder and those below it, as paths relative to it, sorted bytewise.
  ///
  /// Hidden files and folders are passed over. Symbolic links are followed, except those that lead
  /// back to a folder they lie in.
  /// - Throws: `SmilestoneError` (`badInput`) when the folder is missing, is no folder, cannot be
  ///   read, or holds no pictures.
  public static func images(in folder: URL) throws -> [String] {
    guard let identity = FileIdentity(folder.path) else {
      throw SmilestoneError.badInput(
        "There is no folder \(folder.path).", remedy: "Check the path.")
    }
    guard identity.isFolder else {
      throw SmilestoneError.badInput(
        "\(folder.path) is not a folder.", remedy: "Name the folder that holds the pictures.")
    }
    var images: [String] = []
    try collect(in: folder.path, prefix: "", above: [identity], into: &images)
    guard !images.isEmpty else {
      throw SmilestoneError.badInput(
        "The folder \(folder.path) holds no pictures.",
        remedy: "Put files ending in .jpg, .jpeg, .png or .webp there, or name another folder.")
    }
    return images.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func collect(
    in folder: String, prefix: String, above: Set<FileIdentity>, into images: inout [String]
  ) throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw SmilestoneError.badInput(
        "The folder \(folder) cannot be read.", remedy: "Give yourself permission to read it.")
    }
    for name in names where !name.hasPrefix(".") {
      let path = folder + "/" + name
      let identity = FileIdentity(path)
      if let identity, identity.isFolder {
        if above.contains(identity) { continue }
        try collect(
          in: path, prefix: prefix + name + "/", above: above.union([identity]), into: &images)
      } else if isImageName(name) {
        // A broken link is listed too: reading it then gives the reason.
        images.append(prefix + name)
      }
    }
  }

  private static func isImageName(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return false }
    return extensions.contains(name[name.index(after: dot)...].lowercased())
  }
}

/// What a path leads to, however it is written.
private struct FileIdentity: Hashable {
  let device: UInt
  let inode: UInt
  let isFolder: Bool

  /// Nil where there is nothing, also behind a broken link.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
    isFolder = status.st_mode & S_IFMT == S_IFDIR
  }
}
