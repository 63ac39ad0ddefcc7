import Datasets
import Faces
import Foundation
import Support

/// Reads what a user names as a source of faces: a folder in a known form, or a manifest.
public enum FaceSource {
  /// - Parameters:
  ///   - skippedList: where the reasons are listed when nothing in a folder can be used.
  ///   - observer: learns of columns that nothing uses.
  /// - Throws: `SmilestoneError.badInput` when the folder or the manifest cannot be used.
  public static func read(
    _ path: String, adapter: some DatasetAdapter, skippedList: URL? = nil,
    observer: any ProgressObserver
  ) throws -> (Manifest, [SkippedImage]) {
    let url = URL(fileURLWithPath: path)
    if url.pathExtension.lowercased() == "csv" {
      return (try Manifest(contentsOf: url, observer: observer), [])
    }
    var options = ImportOptions()
    options.skippedList = skippedList
    let dataset = try adapter.read(url, options: options)
    return (dataset.manifest, dataset.skipped)
  }
}
