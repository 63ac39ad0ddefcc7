import Foundation

/// One observation of a BORIS project: the events that somebody coded of a recording.
struct BORISObservation: Codable {
  /// A row of `events`: time, subject, behaviour, modifiers, comment, and in later versions a frame.
  struct Row: Codable {
    let time: Double
    let subject: String
    let code: String

    init(time: Double, subject: String, code: String) {
      self.time = time
      self.subject = subject
      self.code = code
    }

    init(from decoder: any Decoder) throws {
      var cells = try decoder.unkeyedContainer()
      time = try cells.decode(Double.self)
      subject = try cells.decode(String.self)
      code = try cells.decode(String.self)
    }

    func encode(to encoder: any Encoder) throws {
      var cells = encoder.unkeyedContainer()
      try cells.encode(time)
      for text in [subject, code, "", ""] { try cells.encode(text) }
    }
  }

  struct Media: Codable {
    var length: [String: Double] = [:]
    var fps: [String: Double] = [:]
  }

  static let coderVariable = "coder"

  var file: [String: [String]]?
  var type = "MEDIA"
  var date = "1970-01-01T00:00:00"
  var description = ""
  var timeOffset = 0.0
  var interval = [0.0, 0.0]
  var variables: [String: String]?
  var showsSpectrogram = false
  var showsWaveform = false
  var closesBehaviours = false
  var media = Media()
  var events: [Row]

  enum CodingKeys: String, CodingKey {
    case file, type, date, description, events
    case timeOffset = "time offset"
    case interval = "observation time interval"
    case variables = "independent_variables"
    case showsSpectrogram = "visualize_spectrogram"
    case showsWaveform = "visualize_waveform"
    case closesBehaviours = "close_behaviors_between_videos"
    case media = "media_info"
  }

  /// What is read; the rest may be of any form.
  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    file = try? members.decodeIfPresent([String: [String]].self, forKey: .file)
    variables = try? members.decodeIfPresent([String: String].self, forKey: .variables)
    events = try members.decode([Row].self, forKey: .events)
  }

  /// - Parameters:
  ///   - events: of one recording and coder.
  ///   - states: the codes of state events, of which the next row of the same code is the end.
  init(_ events: [CodedEvent], states: Set<String>) {
    let video = events.first?.video ?? ""
    file = ["1": video.isEmpty ? [] : [video]]
    for player in 2...8 { file?["\(player)"] = [] }
    variables = (events.first?.coder).map { [Self.coderVariable: $0] }
    self.events = events.flatMap { event in
      (states.contains(event.code) ? [event.onset, event.offset] : [event.onset]).map {
        Row(time: $0, subject: event.subject ?? "", code: event.code)
      }
    }.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }

  /// The file name of the first player's first recording.
  var video: String {
    let path = file?["1"]?.first ?? ""
    return path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
  }

  var coder: String? {
    let named = variables?.first { ["coder", "observer", "rater"].contains($0.key.lowercased()) }
    return named.flatMap { $0.value.isEmpty ? nil : $0.value }
  }
}
