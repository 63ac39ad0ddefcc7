import Imaging
import Support

/// A frame that was taken of a video, or what stands in its place.
public struct VideoSample: Sendable {
  /// Seconds from the file's first time stamp; nil where there is no time stamp.
  public let timeInSeconds: Double?
  /// The presentation time stamp times the time base, as ffprobe prints it.
  public let presentationTimeInSeconds: Double?
  public let content: Content

  public enum Content: Sendable {
    case image(RGBImage)
    /// Why there is none, one clause: "the frame cannot be decoded".
    case unusable(String)
  }
}

/// Takes frames of a video one after another, and tells of every part that cannot be used.
public struct FrameSampler {
  /// How far sampling has come; it can be continued from here in another process.
  public struct Position: Codable, Sendable, Equatable {
    /// Times of the last frame that was taken, and that was decoded.
    var taken: Double?
    var decoded: Double?

    public init() {}
  }

  /// As of the last sample that was decoded; another sampler can continue from it where `canStop`.
  public private(set) var position: Position
  /// Whether all that was decoded has been handed out.
  public var canStop: Bool { waiting.isEmpty }
  private let reader: VideoReader
  private let sampling: FrameSampling
  private var hasEnded = false
  /// Samples that are known already.
  private var waiting: [VideoSample] = []
  /// Until this time everything has been told.
  private let known: Double?

  /// - Parameter position: where an earlier sampler of the same file and sampling stopped.
  public init(
    _ reader: VideoReader, _ sampling: FrameSampling, continuing position: Position = Position()
  ) throws {
    self.reader = reader
    self.sampling = sampling
    self.position = position
    known = position.decoded
    let start = position.decoded ?? sampling.from
    if start > 0 { try reader.seek(before: start + reader.facts.startInSeconds) }
  }

  /// The next sample; nil at the end.
  public mutating func next() throws -> VideoSample? {
    while true {
      if !waiting.isEmpty { return waiting.removeFirst() }
      if hasEnded { return nil }
      switch try reader.next() {
      case nil: end()
      case .broken(let time): broken(time)
      case .frame(let frame): try take(frame)
      }
    }
  }

  private func relative(_ time: Double) -> Double { time - reader.facts.startInSeconds }

  private mutating func take(_ frame: VideoReader.FrameFacts) throws {
    guard let stamp = frame.presentationTimeInSeconds else {
      return tell(nil, "the frame has no time stamp")
    }
    let time = relative(stamp)
    if let known, time <= known + FrameSampling.tolerance { return }
    if let to = sampling.to, time >= to - FrameSampling.tolerance {
      hasEnded = true
      return
    }
    if let last = position.decoded {
      guard time > last else {
        return tell(stamp, "its time stamp is not after the one of the frame before it")
      }
      if last >= sampling.from, time - last > longestPause {
        tell(
          last + reader.facts.startInSeconds,
          "the video has no frame between \(seconds(last)) and \(seconds(time)) s")
      }
    }
    position.decoded = time
    guard sampling.takes(time, after: position.taken) else { return }
    position.taken = time
    guard !frame.isDamaged else { return tell(stamp, "parts of the frame cannot be decoded") }
    guard let image = try reader.image() else {
      return tell(stamp, "the frame cannot be converted")
    }
    waiting.append(
      VideoSample(
        timeInSeconds: time, presentationTimeInSeconds: stamp, content: .image(image)))
  }

  private mutating func broken(_ stamp: Double?) {
    let time = stamp.map(relative)
    // What lies before the frames that are wanted, or was told before, is passed over.
    if let start = known ?? (sampling.from > 0 ? sampling.from : nil) {
      guard let time, time > start else { return }
    }
    if let time, let to = sampling.to, time >= to { return }
    tell(stamp, "a part of the video here cannot be decoded")
  }

  private mutating func end() {
    hasEnded = true
    guard sampling.to == nil, let duration = reader.facts.durationInSeconds else { return }
    let reached = position.decoded ?? 0
    guard duration - reached > max(longestPause, 0.5) else { return }
    tell(
      position.decoded.map { $0 + reader.facts.startInSeconds },
      "the video ends here, though its file says that it lasts \(seconds(duration)) s")
  }

  private mutating func tell(_ stamp: Double?, _ reason: String) {
    waiting.append(
      VideoSample(
        timeInSeconds: stamp.map(relative), presentationTimeInSeconds: stamp,
        content: .unusable(reason)))
  }

  private var longestPause: Double {
    sampling.longestPause(framesPerSecond: reader.facts.framesPerSecond)
  }

  private func seconds(_ time: Double) -> String { "\((time * 100).rounded() / 100)" }
}
