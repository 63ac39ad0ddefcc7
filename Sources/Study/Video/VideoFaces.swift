import FaceDetection
import Faces
import Foundation
import Imaging
import Support
import Torch
import Tracking
import Video

/// Finds, follows and judges the faces of one video, part by part, so that memory stays flat and what was done
/// is kept.
struct VideoFaces {
  /// A part of a video that is done: its rows, and where and how to continue.
  struct Part: Codable {
    var rows: [FrameRow]
    var position: FrameSampler.Position
    var tracker: FaceTracker
    var isLast: Bool
  }

  /// Sampled frames of one part: what a kill loses at most, and two batches of one face a frame.
  static let framesOfPart = 64

  let settings: VideoSettings
  let finder: any FaceFinder
  let models: VideoModels

  /// The part that comes next.
  func part(from sampler: inout FrameSampler, tracker: FaceTracker) throws -> Part {
    var part = Part(rows: [], position: sampler.position, tracker: tracker, isLast: false)
    var formed: [(row: Int, face: FormedFace)] = []
    var frames = 0
    while frames < Self.framesOfPart || !sampler.canStop {
      let samples = try self.samples(from: &sampler)
      if samples.isEmpty {
        part.isLast = true
        break
      }
      frames += samples.count
      let view = FrameView(quality: settings.quality, finder: finder, forms: models.forms)
      let seen = try Runtime.parallelMapOfSingleThreadedOperations(
        count: samples.count, workers: samples.count
      ) { try view.see(samples[$0]) }
      for (sample, frame) in zip(samples, seen) {
        add(sample, frame, to: &part, &formed)
      }
    }
    part.position = sampler.position
    var faces = formed.compactMap { part.rows[$0.row].face }
    try models.judge(formed.map(\.face), into: &faces)
    for (place, face) in zip(formed, faces) { part.rows[place.row].face = face }
    return part
  }

  /// As many frames as there are cores: what memory holds at a time.
  private func samples(from sampler: inout FrameSampler) throws -> [VideoSample] {
    var samples: [VideoSample] = []
    while samples.count < ProcessInfo.processInfo.activeProcessorCount,
      let sample = try sampler.next()
    {
      samples.append(sample)
    }
    return samples
  }

  private func add(
    _ sample: VideoSample, _ frame: SeenFrame?, to part: inout Part,
    _ formed: inout [(row: Int, face: FormedFace)]
  ) {
    var row = FrameRow(
      time: sample.timeInSeconds, presentationTime: sample.presentationTimeInSeconds)
    guard let frame, let time = sample.timeInSeconds else {
      if case .unusable(let reason) = sample.content { row.frameProblem = reason }
      part.rows.append(row)
      return
    }
    let tracks = part.tracker.tracks(of: frame.faces, in: frame.view, at: time)
    if frame.faces.isEmpty { part.rows.append(row) }
    for (index, face) in frame.faces.enumerated() {
      let (width, height) = (Double(frame.width), Double(frame.height))
      let (x, y) = (face.box.x + face.box.width / 2, face.box.y + face.box.height / 2)
      row.face = FrameRow.Face(
        track: tracks[index], box: face.box, eyes: face.eyes, turn: face.turn,
        confidence: face.confidence, sharpness: face.sharpness,
        area: face.box.width * face.box.height / (width * height),
        distance: hypot(x - width / 2, y - height / 2) / hypot(width, height),
        problem: frame.problems[index])
      if let face = frame.formed[index] { formed.append((part.rows.count, face)) }
      part.rows.append(row)
    }
  }
}
