import Foundation
import Support
import Tracking
import Video

/// The parts of one video that are done, in files of their own.
struct VideoParts {
  private let folder: URL
  private let name: String

  init(_ folder: URL, name: String) {
    self.folder = folder
    self.name = name
  }

  private func file(_ index: Int) -> URL {
    folder.appendingPathComponent(String(format: "%05d.json", index + 1))
  }

  /// Part by part, from the first; memory holds one.
  func forEach(_ body: (VideoFaces.Part) throws -> Void) throws {
    for index in 0..<count { try body(read(index)) }
  }

  /// How many there are without a gap.
  var count: Int {
    var count = 0
    while FileManager.default.fileExists(atPath: file(count).path) { count += 1 }
    return count
  }

  private func read(_ index: Int) throws -> VideoFaces.Part {
    try JSONText.read(
      VideoFaces.Part.self, from: file(index), as: "a part of a video's frames",
      remedy: "Remove \(folder.path), and give the same command again.")
  }

  /// Does what is missing.
  func complete(
    _ reader: VideoReader, with faces: VideoFaces, observer: any ProgressObserver
  ) throws {
    var index = count
    var last = try index == 0 ? nil : read(index - 1)
    guard last?.isLast != true else { return }
    var sampler = try FrameSampler(
      reader, faces.settings.sampling, continuing: last?.position ?? FrameSampler.Position())
    let begin = faces.settings.sampling.from
    let duration = reader.facts.durationInSeconds ?? 0
    let end = min(faces.settings.sampling.to ?? duration, max(duration, begin))
    repeat {
      let part = try faces.part(from: &sampler, tracker: last?.tracker ?? FaceTracker())
      try AtomicFile.write(JSONEncoder.stable.encode(part), to: file(index))
      index += 1
      last = part
      let reached = part.rows.compactMap(\.time).max() ?? begin
      observer.update(
        ProgressUpdate(
          task: name, completed: part.isLast ? Int(end - begin) : Int(min(reached, end) - begin),
          total: max(Int(end - begin), 1), unit: "s of video"))
    } while last?.isLast != true
  }
}

extension JSONEncoder {
  /// The same value is the same bytes.
  fileprivate static var stable: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
