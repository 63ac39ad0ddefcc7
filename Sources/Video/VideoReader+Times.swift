extension VideoReader {
  /// Finds the frames of given times: the first at or after each.
  /// - Parameters:
  ///   - times: seconds from the file's first time stamp, rising.
  ///   - body: is called for each in turn, with its place among the times; the frame is nil where the video has
  ///     none within a second.
  public func forEachFrame(
    at times: [Double], _ body: (Int, VideoSample?) throws -> Void
  ) throws {
    var frame: FrameFacts?
    var place = 0
    while place < times.count {
      let wanted = times[place]
      let now = frame.flatMap { $0.presentationTimeInSeconds }.map { $0 - facts.startInSeconds }
      if now.map({ wanted - $0 > VideoReader.seekingPays }) ?? (wanted > VideoReader.seekingPays) {
        try seek(before: wanted + facts.startInSeconds)
        frame = nil
      }
      guard let found = try nextFrame(from: wanted) else {
        for rest in place..<times.count { try body(rest, nil) }
        return
      }
      frame = found.facts
      // Times that are closer than frames have one frame.
      while place < times.count, times[place] <= found.time + FrameSampling.tolerance {
        let isNear = found.time - times[place] <= 1
        let image = isNear ? try image() : nil
        try body(
          place,
          image.map {
            VideoSample(
              timeInSeconds: found.time,
              presentationTimeInSeconds: found.facts.presentationTimeInSeconds,
              content: .image($0))
          })
        place += 1
      }
    }
  }

  /// Frames that lie further ahead are sought, in seconds.
  private static let seekingPays = 10.0

  /// The first whole frame from a time on, among those not handed over yet.
  private func nextFrame(from wanted: Double) throws -> (time: Double, facts: FrameFacts)? {
    while let part = try next() {
      guard case .frame(let frame) = part, !frame.isDamaged,
        let stamp = frame.presentationTimeInSeconds
      else { continue }
      let time = stamp - facts.startInSeconds
      if time >= wanted - FrameSampling.tolerance { return (time, frame) }
    }
    return nil
  }
}
