import Foundation

/// What a disk has left.
public enum FreeSpace {
  /// Bytes that are free where a folder is, or will be; nil where that cannot be known.
  public static func bytes(at folder: URL) -> Int64? {
    var place = folder.standardizedFileURL
    while !FileManager.default.fileExists(atPath: place.path), place.pathComponents.count > 1 {
      place.deleteLastPathComponent()
    }
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place.path)
    return (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
  }

  /// “350 MB”, “1.2 GB”.
  public static func inWords(_ bytes: Int64) -> String {
    let megabytes = Double(bytes) / 1e6
    return megabytes < 1000
      ? "\(max(1, Int(megabytes.rounded()))) MB" : String(format: "%.1f GB", megabytes / 1000)
  }
}
