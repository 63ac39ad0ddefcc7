/// How probabilities over time become events: smoothing, then thresholds with hysteresis.
public struct EventDetection: Sendable, Equatable, Codable {
  /// Probabilities are replaced by the mean of those within half of this before and after, in seconds.
  public var windowInSeconds = 0.6
  /// An event begins where the smoothed probability rises to this.
  public var onset = 0.6
  /// And ends where it falls below this.
  public var offset = 0.4
  /// Shorter events are dropped, in seconds.
  public var leastDuration = 0.4
  /// An event ends where nothing usable was seen for longer, in seconds.
  public var longestGap = 1.0
  /// Takes out what models read in faces at rest, before all else; nil leaves it in.
  public var baseline: RestingBaseline?

  /// The file beside `events.csv` that says how its events were made.
  public static let fileName = "events.json"

  public init() {}

  /// What contradicts itself in the settings, one sentence; nil where nothing does.
  public var problem: String? {
    if offset > onset {
      return "The offset threshold \(offset) is above the onset threshold \(onset)."
    }
    if onset + offset < 1 {
      return "With the thresholds \(onset) and \(offset), two labels could be on at the same time."
    }
    return nil
  }

  /// When one label's probability says that it is shown.
  /// - Parameter samples: times in seconds, rising, each with the probability.
  /// - Returns: onsets and offsets in seconds. Between two samples a threshold is crossed on the straight line
  ///   between them.
  public func intervals(of samples: [(time: Double, probability: Double)]) -> [ClosedRange<Double>]
  {
    let smooth = smoothed(samples)
    var found: [ClosedRange<Double>] = []
    var begin: Double?
    var last: (time: Double, value: Double)?
    func close(at end: Double) {
      if let start = begin, end - start >= leastDuration { found.append(start...end) }
      begin = nil
    }
    for (sample, value) in zip(samples, smooth) {
      let time = sample.time
      let previous = last.flatMap { time - $0.time <= longestGap ? $0 : nil }
      if previous == nil, let last { close(at: last.time) }
      if begin == nil, value >= onset {
        begin = previous.map { crossing($0, (time, value), at: onset) } ?? time
      } else if begin != nil, value < offset {
        close(at: previous.map { crossing($0, (time, value), at: offset) } ?? time)
      }
      last = (time, value)
    }
    if let last { close(at: last.time) }
    return found
  }

  /// The mean over the window around each sample.
  func smoothed(_ samples: [(time: Double, probability: Double)]) -> [Double] {
    let half = windowInSeconds / 2 + 1e-9
    var (first, end) = (0, 0)
    var sum = 0.0
    return samples.indices.map { index in
      let time = samples[index].time
      while end < samples.count, samples[end].time <= time + half {
        sum += samples[end].probability
        end += 1
      }
      while samples[first].time < time - half {
        sum -= samples[first].probability
        first += 1
      }
      return sum / Double(end - first)
    }
  }

  private func crossing(
    _ first: (time: Double, value: Double), _ second: (time: Double, value: Double),
    at level: Double
  ) -> Double {
    guard first.value != second.value else { return second.time }
    let share = (level - first.value) / (second.value - first.value)
    return first.time + min(max(share, 0), 1) * (second.time - first.time)
  }
}
