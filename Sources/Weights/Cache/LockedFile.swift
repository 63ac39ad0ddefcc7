import Foundation
import Support

enum LockedFile {
  /// Opens or creates a file that nobody else may open in this way until the handle is closed.
  /// What the file holds stays.
  /// - Throws: `SmilestoneError.failed` when another process holds it, or it cannot be opened.
  static func open(_ url: URL) throws -> FileHandle {
    let place = try OutputPlace.file(url)
    let descriptor = Foundation.open(place.path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw SmilestoneError.failed(
        "Cannot create \(url.path): \(String(cString: strerror(errno))).",
        remedy: "Choose a place that you may write to.")
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw SmilestoneError.failed(
        "Another process is fetching \(url.deletingPathExtension().lastPathComponent).",
        remedy: "Wait until it is done.")
    }
    return handle
  }
}
