import Foundation

/// What `AtomicFile.write` leaves where its process is killed: `.NAME.UUID.partial`.
extension AtomicFile {
  static let asideEnding = ".partial"

  /// The name under which a file lies while it is being written.
  static func asideName(of name: String) -> String { ".\(name).\(UUID().uuidString)\(asideEnding)" }

  /// Removes what writers that were killed have left in a folder; files that are still being
  /// written, by this process or another, stay.
  public static func removeLeftovers(in folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where original(of: name) != nil {
      removeUnlessLocked(folder.appendingPathComponent(name).path)
    }
  }

  /// The same for one file: what was left of earlier attempts to write it.
  public static func removeLeftovers(of file: URL) {
    let folder = file.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where original(of: name) == file.lastPathComponent {
      removeUnlessLocked(folder.appendingPathComponent(name).path)
    }
  }

  /// The same for a folder and those below it. Links are not followed.
  /// - Parameter depth: how many levels of folders below it are looked into; no command writes
  ///   deeper.
  public static func removeLeftovers(below folder: URL, depth: Int = 4) {
    guard let names = FileManager.default.enumerator(atPath: folder.path) else { return }
    while let path = names.nextObject() as? String {
      if names.level > depth { names.skipDescendants() }
      let name = path.split(separator: "/").last.map(String.init) ?? path
      if original(of: name) != nil { removeUnlessLocked("\(folder.path)/\(path)") }
    }
  }

  /// The name of the file that a leftover was to become; nil for any other name.
  private static func original(of name: String) -> String? {
    guard name.hasPrefix("."), name.hasSuffix(asideEnding) else { return nil }
    let inner = name.dropFirst().dropLast(asideEnding.count)
    guard let dot = inner.lastIndex(of: "."), dot != inner.startIndex,
      UUID(uuidString: String(inner[inner.index(after: dot)...])) != nil
    else { return nil }
    return String(inner[..<dot])
  }

  private static func removeUnlessLocked(_ path: String) {
    let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
    close(descriptor)
  }
}
