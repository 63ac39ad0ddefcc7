import Faces
import Foundation
import Imaging
import Support

extension Manifest {
  /// The faces whose 68 points dlib's model places, with the points in the column `landmarks`; all cores take
  /// part.
  /// - Returns: the manifest, and how many images could not be read, or show no face that is found.
  /// - Throws: `SmilestoneError` where the landmarks are not installed.
  public func withLandmarks(
    _ detector: FaceDetector, observer: any ProgressObserver = SilentObserver()
  ) throws -> (manifest: Manifest, unreadable: Int, withoutFace: Int) {
    let paths = imagePaths
    let progress = ProgressCounter(
      task: "Placing points", total: paths.count, unit: "images", observer: observer)
    let outcomes = try parallelMap(count: paths.count) { row -> (isReadable: Bool, cell: String?) in
      defer { progress.advance() }
      guard let image = try? RGBImage(contentsOf: URL(fileURLWithPath: paths[row])) else {
        return (false, nil)
      }
      return (true, try detector.landmarks(in: image).map(FaceLandmarks.cell))
    }
    var manifest = self
    let rows = outcomes.indices.filter { outcomes[$0].cell != nil }
    manifest.records = rows.map { records[$0] }
    manifest.setExtraColumn(FaceLandmarks.column, to: rows.compactMap { outcomes[$0].cell })
    let readable = outcomes.count(where: \.isReadable)
    return (manifest, outcomes.count - readable, readable - rows.count)
  }
}
