import Foundation
import Imaging
import Support
import TestSupport
import Testing
import Video

func fixture(_ name: String) throws -> URL {
  let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
  return folder.appendingPathComponent(name)
}

/// Every frame that a file gives.
func everyFrame(_ url: URL, _ sampling: FrameSampling? = nil) throws -> [VideoSample] {
  var sampler = try FrameSampler(
    VideoReader(contentsOf: url), sampling ?? FrameSampling(framesPerSecond: nil))
  var samples: [VideoSample] = []
  while let sample = try sampler.next() { samples.append(sample) }
  return samples
}

extension VideoSample {
  var image: RGBImage? { if case .image(let image) = content { image } else { nil } }
  var reason: String? { if case .unusable(let reason) = content { reason } else { nil } }
}

extension RGBImage {
  /// Red, green and blue at a place.
  func colour(_ x: Int, _ y: Int) -> [Int] {
    (0..<3).map { Int(pixels[3 * (y * width + x) + $0]) }
  }
}

@Suite struct VideoReaderTests {
  /// ffprobe's times, from make_videos.sh.
  @Test(arguments: [
    "constant.mp4", "variable.mkv", "turned.mp4", "interlaced.mkv", "tenbit.mkv", "late.ts",
  ])
  func timesAreThoseOfFFprobe(_ name: String) throws {
    let all = try JSONDecoder().decode(
      [String: [Double]].self, from: Data(contentsOf: fixture("times.json")))
    let times = try #require(all[name])
    let samples = try everyFrame(fixture(name)).filter { $0.image != nil }
    #expect(samples.count == times.count)
    for (sample, time) in zip(samples, times) {
      // ffprobe prints six decimals.
      #expect(abs(try #require(sample.presentationTimeInSeconds) - time) < 1e-6)
      #expect(abs(try #require(sample.timeInSeconds) - (time - times[0])) < 2e-6)
    }
  }

  @Test func aVideoIsTurnedAsItsMatrixSays() throws {
    let image = try #require(try everyFrame(fixture("turned.mp4")).first?.image)
    #expect((image.width, image.height) == (48, 64))
    // As ffmpeg shows it: blue above, red below.
    let (above, below) = (image.colour(24, 8), image.colour(24, 56))
    #expect(above[2] > 200 && above[0] < 50)
    #expect(below[0] > 200 && below[2] < 50)
  }

  @Test func ofAnInterlacedFrameTheFirstFieldIsTaken() throws {
    let reader = try VideoReader(contentsOf: fixture("interlaced.mkv"))
    guard case .frame(let frame)? = try reader.next() else { Issue.record("no frame"); return }
    #expect(frame.isInterlaced)
    let image = try #require(try reader.image())
    // The first field is white, the second black; woven together, rows would alternate.
    for row in [10, 11, 12, 13, 50, 51] { #expect(image.colour(30, row)[0] > 240) }
  }

  @Test func tenBitsAndWidePixels() throws {
    let grey = try #require(try everyFrame(fixture("tenbit.mkv")).first?.image)
    #expect(try VideoReader(contentsOf: fixture("tenbit.mkv")).facts.pixelFormat == "yuv420p10le")
    for level in grey.colour(32, 24) { #expect(abs(level - 128) <= 1) }
    let wide = try VideoReader(contentsOf: fixture("wide.mp4")).facts
    #expect((wide.width, wide.height) == (64, 48))
  }

  @Test func theDefaultStreamIsTakenOrTheOneThatIsNamed() throws {
    let standard = try VideoReader(contentsOf: fixture("streams.mkv"))
    #expect(standard.facts.stream == 1)
    #expect((standard.facts.width, standard.facts.streamCount) == (64, 2))
    let first = try VideoReader(contentsOf: fixture("streams.mkv"), stream: 0)
    #expect(first.facts.width == 32)
    let error = #expect(throws: SmilestoneError.self) {
      try VideoReader(contentsOf: fixture("streams.mkv"), stream: 5)
    }
    #expect(error?.message.contains("stream 5") == true)
  }

  @Test(arguments: [
    ("sound.m4a", "no moving images"), ("cover.mp3", "no moving images"),
    ("times.json", "no video"), ("make_videos.sh", "no video"), ("absent.mp4", "no such file"),
  ])
  func whatIsNoVideoIsRefused(_ name: String, _ reason: String) throws {
    let error = #expect(throws: SmilestoneError.self) {
      try VideoReader(contentsOf: fixture(name))
    }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(reason) == true)
    #expect(error?.message.contains(name) == true)
  }

  @Test func emptyFilesFoldersAndHalfMoviesAreRefused() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write("", to: "empty.mp4")
    #expect(throws: SmilestoneError.self) { try VideoReader(contentsOf: empty) }
    #expect(throws: SmilestoneError.self) { try VideoReader(contentsOf: folder.url) }
    // The index of an MP4 stands at its end.
    let whole = try Data(contentsOf: fixture("constant.mp4"))
    let half = folder.file("half.mp4")
    try whole.prefix(whole.count / 2).write(to: half)
    let error = #expect(throws: SmilestoneError.self) { try VideoReader(contentsOf: half) }
    #expect(error?.message.contains("cut off before its index") == true)
  }
}
