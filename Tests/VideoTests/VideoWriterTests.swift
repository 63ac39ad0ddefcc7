import Foundation
import TestSupport
import Testing
import Video

@Suite struct VideoWriterTests {
  @Test func whatIsWrittenIsReadAgain() throws {
    let writer = try VideoWriter(width: 64, height: 48, framesPerSecond: 10)
    let levels: [UInt8] = [20, 90, 160, 230]
    for level in levels { try writer.add(Array(repeating: level, count: 64 * 48 * 3)) }
    let place = try TemporaryFolder()
    let file = place.file("grey.mp4")
    try writer.finish().write(to: file)
    let samples = try everyFrame(file)
    #expect(
      samples.map { $0.timeInSeconds.map { ($0 * 10).rounded() / 10 } } == [0, 0.1, 0.2, 0.3])
    for (sample, level) in zip(samples, levels) {
      let image = try #require(sample.image)
      #expect(image.colour(30, 20).allSatisfy { abs($0 - Int(level)) <= 3 })
    }
  }
}
