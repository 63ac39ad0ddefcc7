import Support

/// Which frames of a video are taken. Times are seconds from the file's first time stamp, as players show
/// them.
public struct FrameSampling: Sendable, Equatable, Codable {
  /// Frames per second: of each interval of 1 / rate seconds, counted from `from`, the first frame; nil for
  /// every frame.
  public var framesPerSecond: Double?
  /// Frames before this time are passed over.
  public var from: Double
  /// Frames from this time on are not read; nil for all.
  public var to: Double?

  public init(framesPerSecond: Double? = 5, from: Double = 0, to: Double? = nil) {
    self.framesPerSecond = framesPerSecond
    self.from = from
    self.to = to
  }

  /// Two stamps that are nearer than this are the same time: a tenth of the finest common time base.
  static let tolerance = 1e-6

  /// Whether a frame is the first of its interval.
  /// - Parameter last: the frame that was taken last; nil for none.
  func takes(_ time: Double, after last: Double?) -> Bool {
    guard time >= from - Self.tolerance else { return false }
    guard let rate = framesPerSecond, let last else { return true }
    func interval(_ time: Double) -> Double {
      ((time - from + Self.tolerance) * rate).rounded(.down)
    }
    return interval(time) > interval(last)
  }

  /// Longer times without a frame are told: two of its intervals, and three frames of the video's average rate.
  func longestPause(framesPerSecond average: Double?) -> Double {
    max(0.1, 2 / (framesPerSecond ?? .infinity), 3 / (average ?? .infinity))
      + FrameSampling.tolerance
  }
}
