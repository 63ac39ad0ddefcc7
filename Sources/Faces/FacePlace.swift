/// A rectangle in an image, in pixels from its top left corner.
public struct FaceBox: Sendable, Hashable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// A face with a shorter side, in pixels, shows nothing.
  static let smallestSide = 8.0

  /// Why the box cannot be a face's, one clause; nil where it can.
  public var problem: String? {
    guard width < FaceBox.smallestSide || height < FaceBox.smallestSide else { return nil }
    return "a face box of \(ManifestNumber.text(width)) × \(ManifestNumber.text(height)) is below "
      + "\(ManifestNumber.text(FaceBox.smallestSide)) pixels; is it relative to the image? Boxes "
      + "must be in pixels"
  }
}

/// The centres of both eyes, in pixels from the image's top left corner; left and right as one
/// sees them in the image.
public struct EyePair: Sendable, Hashable {
  public var leftX: Double
  public var leftY: Double
  public var rightX: Double
  public var rightY: Double

  public init(leftX: Double, leftY: Double, rightX: Double, rightY: Double) {
    self.leftX = leftX
    self.leftY = leftY
    self.rightX = rightX
    self.rightY = rightY
  }

  /// Eyes that are nearer to each other, in pixels, belong to no face that shows anything.
  static let smallestDistance = 3.0

  /// Why the eyes cannot be a face's, one clause; nil where they can, or are one point.
  public var problem: String? {
    let (dx, dy) = (rightX - leftX, rightY - leftY)
    let distance = (dx * dx + dy * dy).squareRoot()
    guard distance > 0, distance < EyePair.smallestDistance else { return nil }
    return
      "its eyes are less than \(ManifestNumber.text(EyePair.smallestDistance)) pixels apart; are "
      + "they relative to the image? Eyes must be in pixels"
  }

  /// The eyes among the 68 landmarks of the Multi-PIE scheme (Sagonas et al. 2013, 300-W): the
  /// means of points 37-42 and 43-48, counted from 1.
  /// - Parameter landmarks: x₁, y₁, x₂, y₂, …, 136 numbers; nil is returned for any other count.
  public init?(landmarks: [Double]) {
    guard landmarks.count == 136, landmarks.allSatisfy(\.isFinite) else { return nil }
    func mean(_ points: Range<Int>, _ axis: Int) -> Double {
      points.reduce(0) { $0 + landmarks[2 * $1 + axis] } / Double(points.count)
    }
    self.init(
      leftX: mean(36..<42, 0), leftY: mean(36..<42, 1), rightX: mean(42..<48, 0),
      rightY: mean(42..<48, 1))
  }
}

extension Manifest {
  /// The extra column that says what found a face in its image: "dlib 19.24"; empty for faces whose
  /// place was given.
  public static let faceDetectorColumn = "face_detector"
}

/// What a manifest knows of where a face is in its image, in extra columns.
public struct FacePlace: Sendable, Hashable {
  public var box: FaceBox?
  public var eyes: EyePair?

  /// The extra columns, in pixels.
  public static let columns = [
    "face_x", "face_y", "face_width", "face_height", "left_eye_x", "left_eye_y", "right_eye_x",
    "right_eye_y",
  ]

  public init(box: FaceBox? = nil, eyes: EyePair? = nil) {
    self.box = box
    self.eyes = eyes
  }

  /// Why the place cannot be a face's, one clause; nil where it can.
  public var problem: String? { box?.problem ?? eyes?.problem }

  /// The cells of `columns`; "" for what is not known.
  package var cells: [String] {
    let box = box.map { [$0.x, $0.y, $0.width, $0.height] }
    let eyes = eyes.map { [$0.leftX, $0.leftY, $0.rightX, $0.rightY] }
    return [box, eyes].flatMap { $0?.map(ManifestNumber.text) ?? ["", "", "", ""] }
  }

  /// Reads the cells of `columns`.
  /// - Throws: `UnusableImageError` where a box or a pair of eyes is incomplete or no number.
  package init(cells: [String]) throws {
    func numbers(_ range: Range<Int>) throws -> [Double]? {
      let texts = cells[range]
      if texts.allSatisfy(\.isEmpty) { return nil }
      let numbers = texts.compactMap { Double($0) }.filter(\.isFinite)
      guard numbers.count == texts.count else {
        throw UnusableImageError("“\(texts.joined(separator: ", "))” is not a place in an image")
      }
      return numbers
    }
    if let box = try numbers(0..<4) {
      guard box[2] > 0, box[3] > 0 else {
        throw UnusableImageError("a face box of \(cells[2]) × \(cells[3]) pixels is no box")
      }
      self.box = FaceBox(x: box[0], y: box[1], width: box[2], height: box[3])
    }
    if let eyes = try numbers(4..<8) {
      self.eyes = EyePair(leftX: eyes[0], leftY: eyes[1], rightX: eyes[2], rightY: eyes[3])
    }
  }
}
