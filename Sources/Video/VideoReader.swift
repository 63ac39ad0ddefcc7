import CVideo
import Foundation
import Imaging
import Support

/// Decodes the moving images of a file one after another, with FFmpeg's libraries.
///
/// One thread at a time may use a reader. Memory holds the frames that the decoder itself needs.
public final class VideoReader {
  /// What the decoder gives next.
  public enum Part {
    case frame(FrameFacts)
    /// A part of the stream that could not be decoded, at a time stamp in seconds where that is known.
    case broken(presentationTimeInSeconds: Double?)
  }

  /// What is known of a frame before its pixels are asked for.
  public struct FrameFacts: Sendable, Equatable {
    /// The presentation time stamp times the time base; nil where there is none.
    public let presentationTimeInSeconds: Double?
    /// Whether parts of it could not be decoded and were filled in.
    public let isDamaged: Bool
    /// Whether it holds two fields of different times: its image is the first field's.
    public let isInterlaced: Bool
  }

  public let url: URL
  public let facts: VideoFacts
  private var handle: OpaquePointer
  /// A part that was decoded to see where seeking has led.
  private var pending: Part?

  /// FFmpeg's version: "5.1.9-0+deb12u1".
  public static var libraryVersion: String { String(cString: video_library_version()) }

  /// - Parameter stream: counted from 0 as ffprobe does; nil for the one that players show: the default
  ///   one, else the largest.
  /// - Throws: `SmilestoneError.badInput` that names the file where it is missing, no video, or cut off so
  ///   that it cannot be opened.
  public init(contentsOf url: URL, stream: Int? = nil) throws {
    self.url = url
    (handle, facts) = try VideoReader.open(url, stream: stream)
  }

  deinit { video_close(handle) }

  /// The next part, in the order of presentation; nil at the end.
  /// - Throws: `SmilestoneError.failed` where there is not enough memory.
  public func next() throws -> Part? {
    if let part = pending {
      pending = nil
      return part
    }
    var frame = video_frame()
    let status = video_next(handle, &frame)
    let time = frame.time.isNaN ? nil : frame.time
    switch status {
    case VIDEO_OK:
      return .frame(
        FrameFacts(
          presentationTimeInSeconds: time, isDamaged: frame.is_damaged != 0,
          isInterlaced: frame.is_interlaced != 0))
    case VIDEO_END: return nil
    case VIDEO_BROKEN: return .broken(presentationTimeInSeconds: time)
    default: throw outOfMemory
    }
  }

  /// The image of the frame that `next` gave last, upright, with square pixels; nil where it cannot be
  /// converted.
  public func image() throws -> RGBImage? {
    let count = facts.width * facts.height * 3
    var status = VIDEO_FAILED
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      status = video_pixels(handle, buffer.baseAddress)
      if status != VIDEO_OK { buffer.initialize(repeating: 0) }
      initializedCount = count
    }
    switch status {
    case VIDEO_OK: return RGBImage(width: facts.width, height: facts.height, pixels: pixels)
    case VIDEO_OUT_OF_MEMORY: throw outOfMemory
    default: return nil
    }
  }

  /// Goes to where decoding gives all frames from a time on; earlier ones may come before them.
  /// - Parameter time: of the time stamps, in seconds.
  public func seek(before time: Double) throws {
    // Where an index is coarse or missing, seeking may lead too far.
    for margin in [1.0, 30] where video_seek(handle, time - margin) == VIDEO_OK {
      pending = nil
      pending = try next()
      if case .frame(let frame)? = pending, let first = frame.presentationTimeInSeconds,
        first <= time
      {
        return
      }
    }
    pending = nil
    video_close(handle)
    (handle, _) = try VideoReader.open(url, stream: facts.stream)
  }

  private var outOfMemory: SmilestoneError {
    .failed(
      "\(url.path): there is not enough memory to decode it.",
      remedy: "End other programs, or use a machine with more memory.")
  }

  // MARK: Opening

  private static func open(_ url: URL, stream: Int?) throws -> (OpaquePointer, VideoFacts) {
    try requireFile(url)
    var handle: OpaquePointer?
    var facts = video_facts()
    var reason = [CChar](repeating: 0, count: 128)
    let status = video_open(
      url.path, Int32(stream ?? -1), &handle, &facts, &reason, Int32(reason.count))
    guard status == VIDEO_OK, let handle else {
      throw refusal(status, url, stream: stream, reason: reason)
    }
    return (handle, VideoFacts(facts))
  }

  private static func requireFile(_ url: URL) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw SmilestoneError.badInput(
        "\(url.path) cannot be read: there is no such file.", remedy: "Check the path.")
    }
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: url.resolvingSymlinksInPath().path)
    guard !isFolder.boolValue, attributes?[.type] as? FileAttributeType == .typeRegular else {
      throw SmilestoneError.badInput(
        "\(url.path) cannot be read: it is no file.", remedy: "Name a video file.")
    }
    guard FileManager.default.isReadableFile(atPath: url.path) else {
      throw SmilestoneError.badInput(
        "\(url.path) cannot be read: permission denied.", remedy: "Check the file's permissions.")
    }
    guard attributes?[.size] as? Int != 0 else {
      throw SmilestoneError.badInput(
        "\(url.path) is empty.", remedy: "Copy it again from where it was recorded.")
    }
  }

  private static func refusal(
    _ status: video_status, _ url: URL, stream: Int?, reason: [CChar]
  ) -> SmilestoneError {
    switch status {
    case VIDEO_UNREADABLE:
      let words = String(
        decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      return .badInput(
        "\(url.path) is no video that FFmpeg opens, or it was cut off before its index (FFmpeg: "
          + "\(words)).",
        remedy: "Copy it again, or look at it with `ffprobe`.")
    case VIDEO_NO_STREAM:
      guard let stream else {
        return .badInput(
          "\(url.path) has no moving images: it holds sound, or a cover, alone.",
          remedy: "Name a video file.")
      }
      return .badInput(
        "\(url.path): its stream \(stream) holds no moving images.",
        remedy: "`ffprobe` lists the streams; leave --stream out for the one that players show.")
    case VIDEO_NO_DECODER:
      return .badInput(
        "\(url.path): its codec is not known to this FFmpeg (\(libraryVersion)), or it says nothing of "
          + "its size.",
        remedy: "Convert it, as in `ffmpeg -i FILE -c:v libx264 NEW.mp4`.")
    default:
      return .failed(
        "\(url.path): there is not enough memory to decode it.",
        remedy: "End other programs, or use a machine with more memory.")
    }
  }
}

extension VideoFacts {
  fileprivate init(_ facts: video_facts) {
    func text(_ field: some Any) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    self.init(
      width: Int(facts.width), height: Int(facts.height), stream: Int(facts.stream),
      streamCount: Int(facts.stream_count), startInSeconds: facts.start,
      durationInSeconds: facts.duration < 0 ? nil : facts.duration,
      framesPerSecond: facts.rate > 0 ? facts.rate : nil, codec: text(facts.codec),
      pixelFormat: text(facts.pixel_format))
  }
}
