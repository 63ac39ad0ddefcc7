/// What an image file is, its pixels aside.
public struct ImageProperties: Sendable, Equatable {
  /// Of the upright image, in pixels.
  public let width: Int
  public let height: Int
  /// "JPEG", "PNG" or "WebP", by content.
  public let format: String
  /// The file's size.
  public let byteCount: Int

  public init(width: Int, height: Int, format: String, byteCount: Int) {
    self.width = width
    self.height = height
    self.format = format
    self.byteCount = byteCount
  }

  /// The ratio of sides from which on an image counts as far from square: photographs are 4 by 3.
  private static let oblongRatio = 1.3

  /// Whether one side is so much longer than the other that squeezing the image into a square
  /// distorts the face.
  public var isOblong: Bool {
    Double(max(width, height)) >= ImageProperties.oblongRatio * Double(min(width, height))
  }
}
