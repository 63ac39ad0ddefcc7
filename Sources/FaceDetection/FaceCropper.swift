import Faces
import Foundation
import Imaging
import Support

/// Cuts the faces of a manifest out of their images, into files of their own.
///
/// A face is where the manifest's columns say (`FacePlace.columns`); where they say nothing, it is
/// looked for if there is a finder.
public struct FaceCropper: Sendable {
  private let cropping: FaceCropping
  private let finder: (any FaceFinder)?

  /// - Parameter finder: nil where faces are not to be looked for.
  public init(_ cropping: FaceCropping, finder: (any FaceFinder)?) {
    self.cropping = cropping
    self.finder = finder
  }

  /// Writes `faces/…png`, `manifest.csv` with the faces that were cut out, and `faces.csv` with a
  /// row for every face of the manifest; all cores take part.
  ///
  /// The new manifest keeps all columns but the places, which belong to the old images, and names
  /// those in a column `original`.
  /// - Throws: `SmilestoneError` where a place is not understood or nothing can be written.
  public func crop(
    _ manifest: Manifest, into folder: URL, observer: any ProgressObserver = SilentObserver()
  ) throws -> CroppedFaces {
    let places = try manifest.facePlaces()
    let paths = manifest.imagePaths
    let progress = ProgressCounter(
      task: "Cutting out faces", total: paths.count, unit: "images", observer: observer)
    let outcomes = try parallelMap(count: paths.count) { row in
      defer { progress.advance() }
      return try cut(paths[row], place: places[row], row: row, folder: folder)
    }
    AtomicFile.flushAll()
    let faces = CroppedFaces(manifest: manifest, outcomes: outcomes, folder: folder)
    try faces.write()
    return faces
  }

  private func cut(
    _ path: String, place: FacePlace, row: Int, folder: URL
  ) throws -> CroppedFaces.Outcome {
    let decoded: DecodedImage
    do {
      decoded = try DecodedImage(contentsOf: URL(fileURLWithPath: path))
    } catch let error as SmilestoneError where error.code == .badInput {
      return CroppedFaces.Outcome(problem: error.message)
    }
    let image = decoded.image
    var outcome = CroppedFaces.Outcome()
    outcome.note = decoded.darkness
    var face = place
    if place.box == nil, place.eyes == nil {
      guard let finder else {
        return CroppedFaces.Outcome(problem: "where its face is, is not known")
      }
      outcome.detector = finder.name
      guard let found = cropping.chosen(among: try finder.faces(in: image), in: image) else {
        outcome.problem = "no face was found"
        return outcome
      }
      face = found
    } else {
      if let problem = place.problem {
        outcome.problem = problem
        return outcome
      }
      outcome.placeIsTurned = decoded.orientation.turns
      if cropping.placesAreAsStored { face = place.turned(decoded.orientation, upright: image) }
    }
    guard let square = cropping.square(around: face) else {
      outcome.problem = "both its eyes are in one place"
      return outcome
    }
    guard Self.meets(square, image) else {
      outcome.problem = "its face lies outside of the image"
      return outcome
    }
    let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let name = "faces/\(row + 1)-\(stem).png"
    try AtomicFile.write(
      image.cut(square, size: cropping.sizeInPixels).pngData(),
      to: folder.appendingPathComponent(name), isFlushed: false)
    outcome.face = name
    outcome.square = square
    return outcome
  }

  /// Whether the square's centre lies in the image.
  private static func meets(_ square: ImageSquare, _ image: RGBImage) -> Bool {
    (0...Double(image.width)).contains(square.centreX)
      && (0...Double(image.height)).contains(square.centreY)
  }
}
