/// What a video file says of its moving images.
public struct VideoFacts: Sendable, Equatable {
  /// Sides of the images in pixels: upright, with square pixels.
  public let width: Int
  public let height: Int
  /// The stream that is read, counted from 0 as ffprobe does.
  public let stream: Int
  /// How many streams of moving images there are; covers are none.
  public let streamCount: Int
  /// The file's first time stamp in seconds, which players and coding programs show as 0.
  public let startInSeconds: Double
  /// From there to the stream's end; nil where the file does not say.
  public let durationInSeconds: Double?
  /// On average; nil where the file does not say.
  public let framesPerSecond: Double?
  /// FFmpeg's names of the codec and of the pixels: "h264", "yuv420p10le".
  public let codec: String
  public let pixelFormat: String
}
