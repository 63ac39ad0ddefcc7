import Support

/// What was coded of a recording between two times: by a person, or by a model.
public struct CodedEvent: Sendable, Hashable {
  /// The recording's file name; "" where a file of events does not name it.
  public var video: String
  /// Who was coded.
  public var subject: String?
  /// The visit or recording session.
  public var session: String?
  /// Who coded it; a model's name for a machine.
  public var coder: String?
  /// What is coded, of which one code excludes the others: ELAN's tier, Datavyu's column, BORIS's behavioural
  /// category.
  public var variable: String
  /// What was seen: "happy".
  public var code: String
  /// Seconds from the recording's start, as players show them.
  public var onset: Double
  /// Not before the onset; equal to it for a point event.
  public var offset: Double

  public init(
    video: String = "", subject: String? = nil, session: String? = nil, coder: String? = nil,
    variable: String = "", code: String, onset: Double, offset: Double
  ) {
    self.video = video
    self.subject = subject
    self.session = session
    self.coder = coder
    self.variable = variable
    self.code = code
    self.onset = onset
    self.offset = offset
  }

  public var duration: Double { offset - onset }

  /// Whether it is a moment without a duration.
  public var isPoint: Bool { offset == onset }

  /// The order in tables.
  static func areInOrder(_ first: CodedEvent, _ second: CodedEvent) -> Bool {
    func key(_ event: CodedEvent) -> (String, String, String, String) {
      (event.video, event.subject ?? "", event.coder ?? "", event.variable)
    }
    let (one, other) = (key(first), key(second))
    if one != other { return one < other }
    return (first.onset, first.offset, first.code) < (second.onset, second.offset, second.code)
  }
}

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

/// Times as tables have them.
public enum EventTime {
  /// Seconds, to the microsecond: "12.34".
  public static func text(_ seconds: Double) -> String {
    let rounded = (seconds * 1e6).rounded() / 1e6
    return rounded == rounded.rounded() && abs(rounded) < 1e12 ? "\(Int(rounded))" : "\(rounded)"
  }

  /// To the nearest millisecond, which is what ELAN and Datavyu keep.
  static func milliseconds(_ seconds: Double) -> Int { Int((seconds * 1000).rounded()) }
}
