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
