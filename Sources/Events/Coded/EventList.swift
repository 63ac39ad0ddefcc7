import Support

/// A part of a file of events that cannot be used.
public struct UnusableEvent: Sendable, Equatable {
  /// "session1.eaf, annotation a12".
  public let place: String
  /// One clause: "it ends before it begins".
  public let reason: String
}

/// What a file of events holds.
public struct EventList: Sendable, Equatable {
  public var events: [CodedEvent]
  public var unusable: [UnusableEvent]

  public init(events: [CodedEvent] = [], unusable: [UnusableEvent] = []) {
    self.events = events
    self.unusable = unusable
  }

  /// Takes an event in, or lists why it cannot be one.
  mutating func add(_ event: CodedEvent, at place: String) {
    guard event.onset.isFinite, event.offset.isFinite else {
      return leaveOut(place, "its times are no numbers")
    }
    guard event.onset >= 0 else { return leaveOut(place, "it begins before the recording") }
    guard event.offset >= event.onset else { return leaveOut(place, "it ends before it begins") }
    guard !event.code.isEmpty else { return leaveOut(place, "it has no code") }
    events.append(event)
  }

  mutating func leaveOut(_ place: String, _ reason: String) {
    unusable.append(UnusableEvent(place: place, reason: reason))
  }

  /// The events of one coder, subject and variable of a recording that overlap: the later one of each pair is
  /// left out. Touching is not overlapping.
  public func withoutOverlaps() -> EventList {
    var result = EventList(unusable: unusable)
    var last: CodedEvent?
    for event in events.sorted(by: CodedEvent.areInOrder) {
      if let last, last.isOfSameSeries(as: event), event.onset < last.offset {
        result.leaveOut(
          event.inWords,
          "it overlaps “\(last.code)” at \(EventTime.text(last.onset)) s of the same coder")
      } else {
        result.events.append(event)
        last = event
      }
    }
    return result
  }
}

extension CodedEvent {
  /// Whether one code of both excludes the other's.
  fileprivate func isOfSameSeries(as other: CodedEvent) -> Bool {
    video == other.video && subject == other.subject && coder == other.coder
      && variable == other.variable
  }

  /// For messages: "s1.mp4, “happy” at 1.2 s by anna".
  public var inWords: String {
    (video.isEmpty ? "" : "\(video), ") + "“\(code)” at \(EventTime.text(onset)) s"
      + (coder.map { " by \($0)" } ?? "")
  }
}
