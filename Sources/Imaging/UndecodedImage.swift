/// An image that could not be used.
public struct UndecodedImage: Sendable, Equatable, Codable {
  /// Its place in the list of images that was given.
  public let index: Int
  /// Its path as it was given.
  public let image: String
  /// "the JPEG data end early".
  public let reason: String
}
