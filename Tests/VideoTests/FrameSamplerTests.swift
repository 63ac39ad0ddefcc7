import Foundation
import Imaging
import Support
import TestSupport
import Testing
import Video

@Suite struct FrameSamplerTests {
  private func times(_ name: String, _ sampling: FrameSampling) throws -> [Double] {
    try everyFrame(fixture(name), sampling).filter { $0.image != nil }
      .map { (try #require($0.timeInSeconds) * 1000).rounded() / 1000 }
  }

  @Test func theFirstFrameOfEachIntervalIsTaken() throws {
    #expect(
      try times("constant.mp4", FrameSampling(framesPerSecond: 5))
        == [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8])
    // Frames every 0.04 s: the first at or after 0.333 s is 0.36, after 0.667 it is 0.68.
    #expect(
      try times("constant.mp4", FrameSampling(framesPerSecond: 3)) == [
        0, 0.36, 0.68, 1, 1.36, 1.68,
      ])
    #expect(
      try times("variable.mkv", FrameSampling(framesPerSecond: 1)) == [0, 1.3, 3.3, 4.9])
  }

  @Test func aPartOfAVideo() throws {
    #expect(
      try times("constant.mp4", FrameSampling(framesPerSecond: 5, from: 0.5, to: 1.1)) == [
        0.52, 0.72, 0.92,
      ])
    // Times are counted from the file's first time stamp, 1.4 s.
    #expect(
      try times("late.ts", FrameSampling(framesPerSecond: nil, from: 2.8)) == [2.8, 2.9])
    #expect(try times("constant.mp4", FrameSampling(from: 7)).isEmpty)
  }

  @Test func samplingContinuesWhereItStopped() throws {
    for (name, rate) in [("constant.mp4", 5.0), ("late.ts", 4), ("variable.mkv", 2)] {
      let sampling = FrameSampling(framesPerSecond: rate)
      let whole = try everyFrame(fixture(name), sampling)
      for stop in 1..<whole.count {
        var first = try FrameSampler(VideoReader(contentsOf: fixture(name)), sampling)
        for _ in 0..<stop { _ = try first.next() }
        let position = try JSONDecoder().decode(
          FrameSampler.Position.self, from: JSONEncoder().encode(first.position))
        var second = try FrameSampler(
          VideoReader(contentsOf: fixture(name)), sampling, continuing: position)
        guard first.canStop else { continue }
        var rest: [VideoSample] = []
        while let sample = try second.next() { rest.append(sample) }
        #expect(rest.map(\.timeInSeconds) == whole.dropFirst(stop).map(\.timeInSeconds))
        let areSameImages = rest.map(\.image) == whole.dropFirst(stop).map(\.image)
        #expect(areSameImages)
        #expect(rest.map(\.reason) == whole.dropFirst(stop).map(\.reason))
      }
    }
  }

  @Test func gapsAreTold() throws {
    let samples = try everyFrame(fixture("variable.mkv"))
    let told = samples.filter { $0.reason != nil }
    #expect(
      told.compactMap(\.reason) == [
        "the video has no frame between 0.1 and 0.5 s",
        "the video has no frame between 0.6 and 1.3 s",
        "the video has no frame between 1.3 and 3.3 s",
        "the video has no frame between 3.4 and 4.9 s",
      ])
    #expect(told.first?.timeInSeconds == 0.1)
  }

  @Test func whatCannotBeDecodedIsToldAndDecodingContinues() throws {
    let folder = try TemporaryFolder()
    var bytes = try Data(contentsOf: fixture("late.ts"))
    // Packets of 188 bytes: their contents are lost from a third to a half of the file.
    for packet in (bytes.count / 188 / 3)..<(bytes.count / 188 / 2) {
      for byte in 12..<188 { bytes[188 * packet + byte] = UInt8(byte & 0xFF) ^ 0x5A }
    }
    let place = folder.file("broken.ts")
    try bytes.write(to: place)
    let samples = try everyFrame(place)
    #expect(samples.contains { $0.reason != nil })
    let times = samples.filter { $0.image != nil }.compactMap(\.timeInSeconds)
    #expect(times.count > 10 && times.count < 30)
    #expect(abs((times.last ?? 0) - 2.9) < 0.001)
    #expect(times == times.sorted())
  }

  @Test func aFileThatIsCutOffSaysSo() throws {
    let folder = try TemporaryFolder()
    // Matroska has its frames in order, and says at its start how long it lasts.
    let whole = try Data(contentsOf: fixture("variable.mkv"))
    let place = folder.file("cut.mkv")
    try whole.prefix(whole.count * 2 / 3).write(to: place)
    let samples = try everyFrame(place)
    #expect(samples.first?.image != nil)
    #expect(
      samples.last?.reason?.contains("ends here, though its file says that it lasts 5.0 s") == true)
  }

  @Test func filesAndFoldersAreListed() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("", to: "b.mp4")
    _ = try folder.write("", to: "a/c.MKV")
    _ = try folder.write("", to: "notes.txt")
    let paths = try VideoFiles.list([folder.url.path]).map(\.lastPathComponent)
    #expect(paths == ["c.MKV", "b.mp4"])
    #expect(throws: SmilestoneError.self) { try VideoFiles.list([folder.file("a/none").path]) }
  }
}

@Suite struct FramesAtTimesTests {
  private func found(_ name: String, at times: [Double]) throws -> [Double?] {
    var found: [Double?] = []
    try VideoReader(contentsOf: fixture(name)).forEachFrame(at: times) { place, sample in
      #expect(place == found.count)
      found.append(sample?.timeInSeconds.map { ($0 * 1000).rounded() / 1000 })
    }
    return found
  }

  @Test func theFirstFrameFromATimeOnIsFound() throws {
    #expect(try found("constant.mp4", at: [0, 0.01, 0.05, 1]) == [0, 0.04, 0.08, 1])
    // The next frame comes more than a second later, or never.
    #expect(try found("variable.mkv", at: [0.6, 2, 3.2, 4.95]) == [0.6, nil, 3.3, nil])
    #expect(try found("late.ts", at: []) == [])
  }
}
