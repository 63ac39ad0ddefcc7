/// How faces are kept: as squares of one size, with or without their colours.
public struct FaceForm: Sendable, Hashable {
  /// Side in pixels, 1 to 4096.
  public let size: Int
  public let colour: FaceColour

  public init(size: Int, colour: FaceColour) {
    precondition((1...4096).contains(size), "the size lies between 1 and 4096 pixels")
    self.size = size
    self.colour = colour
  }

  /// The bytes of one face, 3 × size × size.
  package var byteCount: Int { 3 * size * size }

  /// What the names of this form's files begin with.
  var filePrefix: String { "\(colour.rawValue)-\(size)-" }

  /// An image in this form: planes of red, green and blue.
  package func face(of image: RGBImage) -> [UInt8] {
    let face = image.resized(toWidth: size, height: size)
    return (colour == .grey ? face.grey() : face).planes
  }
}
