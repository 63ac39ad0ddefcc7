import Faces
import Foundation
import Imaging
import Support

/// A small image of a face, to look at.
public struct SampleImage: Sendable {
  /// The face's position among the explored ones.
  public let face: Int
  /// A JPEG of 72 × 72 pixels.
  public let jpeg: Data
}

/// Chooses faces to look at and makes small images of them.
public enum SampleFaces {
  /// Side of the images in pixels.
  public static let side = 72

  /// Faces of each age group and emotion, up to `count` of each, drawn with a seed; unknown is a
  /// group or emotion of its own.
  public static func ofEachGroup(
    _ explored: ExploredFaces, count: Int = 4, seed: UInt64
  ) -> [Int] {
    struct Cell: Hashable {
      let ageGroup: AgeGroup?
      let emotion: Emotion?
    }
    var generator = SeededGenerator(seed: seed, stream: "sample faces")
    var taken: [Cell: Int] = [:]
    let readable = explored.records.indices.filter { explored.facts[$0] != nil }
    let chosen = readable.shuffled(using: &generator).filter { face in
      let record = explored.records[face]
      let cell = Cell(ageGroup: record.ageGroup, emotion: record.emotion)
      taken[cell, default: 0] += 1
      return taken[cell, default: 0] <= count
    }
    return chosen.sorted()
  }

  /// Clusters of near duplicates, drawn with a seed; up to `facesOfEach` faces of each.
  public static func ofDuplicates(
    _ explored: ExploredFaces, clusters: Int = 12, facesOfEach: Int = 4, seed: UInt64
  ) -> [[Int]] {
    var generator = SeededGenerator(seed: seed, stream: "sample duplicates")
    let chosen = explored.duplicates.members.shuffled(using: &generator).prefix(clusters)
    return chosen.map { Array($0.prefix(facesOfEach)) }
  }

  /// Opens the chosen files again and makes small images of them; files that meanwhile cannot be
  /// read are left out.
  public static func images(_ faces: [Int], of manifest: Manifest) throws -> [SampleImage] {
    let paths = faces.map { manifest.path(of: manifest.records[$0]) }
    return try parallelMap(count: faces.count) { index -> SampleImage? in
      guard let image = try ReadImage(paths[index]).image else { return nil }
      let small = image.resized(toWidth: side, height: side)
      return SampleImage(face: faces[index], jpeg: try small.jpegData(quality: 80))
    }.compactMap(\.self)
  }
}
