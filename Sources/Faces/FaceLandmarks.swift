import Foundation
import Support

/// The extra column of a manifest that says where points of a face lie in its image.
///
/// The points are the same for all faces, in the same order; a cell has x and y of each in turn, parted by
/// blanks, as shares of the image's width and height from its left and upper edge.
public enum FaceLandmarks {
  public static let column = "landmarks"

  /// What the column holds: to a hundred-thousandth of the side, far below a pixel.
  package static func cell(_ places: [Double]) -> String {
    places.map { String(format: "%.5f", $0) }.joined(separator: " ")
  }

  /// x and y of each point of each face in turn.
  /// - Throws: `SmilestoneError.badInput` where there is no such column, or a face has not as many points
  ///   as the first, or fewer than three.
  package static func places(in manifest: Manifest, path: String) throws -> [[Double]] {
    let remedy =
      "Have points placed by `smilestone landmarks`, or drawn by `synth --landmarks`, or fill the column "
      + "\(column) of every face with x and y of the same points, as shares of the image's sides, parted by "
      + "blanks."
    guard let cells = manifest.values(ofExtraColumn: column), let first = cells.first else {
      throw SmilestoneError.badInput("\(path) has no column \(column).", remedy: remedy)
    }
    let count = first.split(separator: " ").count
    return try cells.enumerated().map { row, cell in
      let places = cell.split(separator: " ").compactMap { Double($0) }
      guard places.count == count, count >= 6, count % 2 == 0, places.allSatisfy(\.isFinite) else {
        throw SmilestoneError.badInput(
          "The landmarks of \(manifest.records[row].image) are not x and y of "
            + "\(count / 2 < 3 ? "at least three" : "\(count / 2)") points.", remedy: remedy)
      }
      return places
    }
  }
}
