import CFaceDetection
import Faces
import Foundation
import Imaging
import Support

/// Finds faces in images.
public protocol FaceFinder: Sendable {
  /// What faces that it found have in the manifest's column `face_detector`: "dlib 19.24".
  var name: String { get }

  /// The faces in an image, the surest first.
  func foundFaces(in image: RGBImage) throws -> [FoundFace]
}

extension FaceFinder {
  public func faces(in image: RGBImage) throws -> [FacePlace] {
    try foundFaces(in: image).map(\.place)
  }
}

/// A face that was found in an image.
public struct FoundFace: Sendable, Hashable {
  public let place: FacePlace
  /// How far it is above the finder's threshold; higher is surer.
  public let confidence: Double
  /// nil where the finder places no points.
  public let points: FacePoints?

  public init(_ place: FacePlace, confidence: Double, points: FacePoints? = nil) {
    self.place = place
    self.confidence = confidence
    self.points = points
  }
}

/// dlib's detector of faces that look at the camera (King 2015, arXiv 1502.00046).
///
/// Where dlib's model of 68 landmarks is installed (Debian's `libdlib-data`), it places points too. Any number of threads may use one detector.
public final class FaceDetector: FaceFinder {
  /// What a paper that uses it cites: the library, and the detector's training.
  public static let references = [
    Reference(
      "article", "king2009dlib",
      [
        "title": "{Dlib-ml}: a machine learning toolkit", "author": "King, Davis E.",
        "journal": "Journal of Machine Learning Research", "volume": "10", "pages": "1755--1758",
        "year": "2009",
      ]),
    Reference(
      "misc", "king2015maxmargin",
      [
        "title": "Max-margin object detection", "author": "King, Davis E.", "year": "2015",
        "eprint": "1502.00046", "archiveprefix": "arXiv",
      ]),
  ]

  private static let libraryName = "dlib"

  public var name: String { "\(Self.libraryName) \(Self.libraryVersion)" }

  /// What to cite for a manifest's faces: nothing where this detector found none of them.
  public static func references(for manifest: Manifest) -> [Reference] {
    let detectors = manifest.values(ofExtraColumn: Manifest.faceDetectorColumn) ?? []
    return detectors.contains { $0.hasPrefix("\(libraryName) ") } ? references : []
  }

  /// dlib's version: "19.24".
  public static var libraryVersion: String { String(cString: faces_library_version()) }

  /// Where `libdlib-data` puts the landmarks.
  public static let landmarkFile = URL(
    fileURLWithPath: "/usr/share/dlib/shape_predictor_68_face_landmarks.dat")

  /// The detector sees faces of 80 pixels and more: images whose shorter side is below this are
  /// enlarged.
  private static let shorterSide = 320
  /// Longer images are made smaller: a face that fills less than a twentieth of them is missed.
  private static let longerSide = 1600
  private static let mostFaces = 32

  private let landmarks: URL?
  private let idle = IdleDetectors()

  /// Whether the eyes are placed.
  public var placesEyes: Bool { landmarks != nil }

  /// - Parameter landmarks: dlib's shape predictor of 68 points; nil for none.
  /// - Throws: `SmilestoneError` where the landmarks cannot be read.
  public init(landmarks: URL?) throws {
    self.landmarks = landmarks
    // Making one now tells of unreadable landmarks before any image is read.
    idle.put(back: try make())
  }

  /// With the landmarks where they are installed.
  public convenience init() throws {
    let isThere = FileManager.default.fileExists(atPath: Self.landmarkFile.path)
    try self.init(landmarks: isThere ? Self.landmarkFile : nil)
  }

  public func foundFaces(in image: RGBImage) throws -> [FoundFace] {
    let scaled = Self.scaled(image)
    let detector = try idle.take() ?? make()
    defer { idle.put(back: detector) }
    let (toX, toY) = (
      Double(image.width) / Double(scaled.width), Double(image.height) / Double(scaled.height)
    )
    return try find(in: scaled, with: detector).map { face in
      func place(_ point: faces_point) -> (x: Double, y: Double) { (point.x * toX, point.y * toY) }
      let (left, right) = (place(face.left_eye), place(face.right_eye))
      let eyes = EyePair(leftX: left.x, leftY: left.y, rightX: right.x, rightY: right.y)
      return FoundFace(
        FacePlace(
          box: FaceBox(
            x: face.x * toX, y: face.y * toY, width: face.width * toX, height: face.height * toY),
          eyes: placesEyes ? eyes : nil),
        confidence: face.score,
        points: placesEyes
          ? FacePoints(
            eyes: eyes, nose: place(face.nose), mouthLeft: place(face.mouth_left),
            mouthRight: place(face.mouth_right)) : nil)
    }
  }

  /// dlib's 68 points of the largest face, x and y of each in turn, as shares of the image's width and height.
  /// - Returns: nil where no face is found.
  /// - Throws: `SmilestoneError` where the landmarks are not installed.
  public func landmarks(in image: RGBImage) throws -> [Double]? {
    guard placesEyes else { throw Self.noLandmarks }
    let scaled = Self.scaled(image)
    let detector = try idle.take() ?? make()
    defer { idle.put(back: detector) }
    let faces = try find(in: scaled, with: detector)
    guard var face = faces.max(by: { $0.width * $0.height < $1.width * $1.height }) else {
      return nil
    }
    var points = [faces_point](repeating: faces_point(), count: Self.landmarkCount)
    let status = faces_landmarks(
      detector, scaled.pixels, Int32(scaled.width), Int32(scaled.height), &face, &points)
    guard status == FACES_OK else { throw Self.failure(image) }
    return points.flatMap { [$0.x / Double(scaled.width), $0.y / Double(scaled.height)] }
  }

  private static let landmarkCount = 68

  private static let noLandmarks = SmilestoneError.failed(
    "\(landmarkFile.path), which places the points of a face, is not there.",
    remedy: "Install it (apt-get install libdlib-data).")

  private static func failure(_ image: RGBImage) -> SmilestoneError {
    .failed(
      "The face detector failed on an image of \(image.width) × \(image.height) pixels.",
      remedy: "Free some memory, then run the command again.")
  }

  private func find(in image: RGBImage, with detector: OpaquePointer) throws -> [faces_face] {
    var faces = [faces_face](repeating: faces_face(), count: Self.mostFaces)
    var count: Int32 = 0
    let status = faces_detect(
      detector, image.pixels, Int32(image.width), Int32(image.height), &faces,
      Int32(Self.mostFaces), &count)
    guard status == FACES_OK else { throw Self.failure(image) }
    return Array(faces.prefix(Int(count)))
  }

  private static func scaled(_ image: RGBImage) -> RGBImage {
    let shorter = Double(min(image.width, image.height))
    let longer = Double(max(image.width, image.height))
    let scale = min(max(1, Double(shorterSide) / shorter), Double(longerSide) / longer)
    return image.resized(
      toWidth: max(1, Int((Double(image.width) * scale).rounded())),
      height: max(1, Int((Double(image.height) * scale).rounded())))
  }

  private func make() throws -> OpaquePointer {
    var detector: OpaquePointer?
    let status = faces_detector_make(landmarks?.path, &detector)
    guard status == FACES_OK, let detector else {
      throw SmilestoneError.failed(
        "The face detector cannot be made\(landmarks.map { " with \($0.path)" } ?? "").",
        remedy: "Reinstall libdlib-data, or remove it to go without landmarks.")
    }
    return detector
  }
}

/// The detectors that no thread uses at the moment.
///
/// `@unchecked Sendable`: the pointers are only touched under `lock`, and one that is taken is used
/// by its taker alone until it is put back.
private final class IdleDetectors: @unchecked Sendable {
  private let lock = NSLock()
  private var detectors: [OpaquePointer] = []

  func take() -> OpaquePointer? { lock.withLock { detectors.popLast() } }

  func put(back detector: OpaquePointer) { lock.withLock { detectors.append(detector) } }

  deinit {
    for detector in detectors { faces_detector_free(detector) }
  }
}
