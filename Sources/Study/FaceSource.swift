import Cohort
import Foundation
import Support

/// Reads what a user names as a source of faces: a folder in a known form, or a manifest.
public enum FaceSource {
  /// - Throws: `SmilestoneError.badInput` when the folder or the manifest cannot be used.
  public static func read(
    _ path: String, adapter: some DatasetAdapter
  ) throws -> (Manifest, [Cohort.SkippedImage]) {
    let url = URL(fileURLWithPath: path)
    if url.pathExtension.lowercased() == "csv" {
      return (try Manifest(contentsOf: url), [])
    }
    let dataset = try adapter.read(url)
    return (dataset.manifest, dataset.skipped)
  }
}
