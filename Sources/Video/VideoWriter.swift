import CVideo
import Foundation
import Support

/// Makes an MP4 video (MPEG-4 part 2, 4:2:0) of images, in memory; the same images are the same bytes.
public final class VideoWriter {
  private let handle: OpaquePointer
  private let byteCount: Int

  /// - Parameters:
  ///   - width: even, as `height`.
  ///   - framesPerSecond: all frames are shown equally long.
  /// - Throws: `SmilestoneError.failed` where FFmpeg has no encoder, or there is not enough memory.
  public init(width: Int, height: Int, framesPerSecond: Int) throws {
    precondition(width > 0 && height > 0 && width.isMultiple(of: 2) && height.isMultiple(of: 2))
    var writer: OpaquePointer?
    let status = video_writer_open(
      Int32(width), Int32(height), Int32(framesPerSecond), &writer)
    guard status == VIDEO_OK, let writer else { throw VideoWriter.failure }
    handle = writer
    byteCount = width * height * 3
  }

  deinit { video_writer_free(handle) }

  /// - Parameter pixels: RGB, height × width × 3.
  public func add(_ pixels: [UInt8]) throws {
    precondition(pixels.count == byteCount, "a frame has three bytes a pixel")
    guard video_writer_add(handle, pixels) == VIDEO_OK else { throw VideoWriter.failure }
  }

  /// The whole file; nothing can be added afterwards.
  public func finish() throws -> Data {
    var bytes: UnsafeMutablePointer<UInt8>?
    var count: Int64 = 0
    guard video_writer_finish(handle, &bytes, &count) == VIDEO_OK, let bytes else {
      throw VideoWriter.failure
    }
    return Data(bytesNoCopy: bytes, count: Int(count), deallocator: .free)
  }

  private static var failure: SmilestoneError {
    .failed(
      "A video cannot be encoded: this FFmpeg has no MPEG-4 encoder, or there is not enough memory.",
      remedy: "Run `make setup`, or end other programs.")
  }
}
