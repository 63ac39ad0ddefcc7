import Events

/// A moment of a recording that coders judged: a frame is taken there.
struct CodedMoment {
  /// Seconds from the recording's start.
  let time: Double
  /// So many seconds before and after the same is coded.
  let reach: Double
  /// What each coder saw.
  let labels: [SourceLabel]
  /// Moments of events that overlap, in one coder's codes or several's, share a number.
  let cluster: Int
}

extension CodedMoment {
  /// A frame for each second of what is coded alike, in its middle; at least one, at most these.
  static let mostFrames = 5
  /// Shorter stretches between two coders' boundaries show the boundary alone.
  private static let shortest = 0.2
  /// What a point event says holds for so many seconds before and after it.
  private static let reachOfPoint = 0.25

  /// The moments of one recording, in their order.
  ///
  /// Where coders change their codes the recording is divided into stretches during which nobody does; of each
  /// stretch that anybody coded, frames are taken, evenly spread. A point event is one moment.
  /// - Parameter events: with what they mean; those of one coder do not overlap.
  static func moments(of events: [(event: CodedEvent, label: SourceLabel)]) -> [CodedMoment] {
    let bounds = Set(events.flatMap { [$0.event.onset, $0.event.offset] }).sorted()
    let clusters = clusters(of: events.map(\.event))
    var moments: [CodedMoment] = []
    func add(_ time: Double, reach: Double, _ active: [Int]) {
      guard let first = active.first else { return }
      moments.append(
        CodedMoment(
          time: time, reach: reach, labels: active.map { events[$0].label },
          cluster: clusters[first]))
    }
    for (start, end) in zip(bounds, bounds.dropFirst()) {
      let active = events.indices.filter {
        events[$0].event.onset <= start && events[$0].event.offset >= end
      }
      let isWhole = active.contains {
        events[$0].event.onset == start && events[$0].event.offset == end
      }
      guard end - start >= shortest || isWhole else { continue }
      let count = min(max(Int(end - start), 1), mostFrames)
      let length = (end - start) / Double(count)
      for frame in 0..<count {
        add(start + (Double(frame) + 0.5) * length, reach: length / 2, active)
      }
    }
    for (index, event) in events.enumerated() where event.event.isPoint {
      add(event.event.onset, reach: reachOfPoint, [index])
    }
    return moments.sorted { $0.time < $1.time }
  }

  /// Events that overlap, directly or by others, get one number.
  private static func clusters(of events: [CodedEvent]) -> [Int] {
    var numbers = [Int](repeating: 0, count: events.count)
    var (number, end) = (0, -Double.infinity)
    for index in events.indices.sorted(by: { events[$0].onset < events[$1].onset }) {
      if events[index].onset >= end { number += 1 }
      end = max(end, events[index].offset)
      numbers[index] = number
    }
    return numbers
  }
}
