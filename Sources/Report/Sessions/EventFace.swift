/// A face in the middle of an event of a recording, to look at.
public struct EventFace: Sendable {
  /// The recording's file name.
  public let video: String
  public let coder: String
  public let code: String
  /// Of the frame, in seconds.
  public let time: Double
  public let image: JudgedFaces.Image

  public init(video: String, coder: String, code: String, time: Double, image: JudgedFaces.Image) {
    self.video = video
    self.coder = coder
    self.code = code
    self.time = time
    self.image = image
  }
}
