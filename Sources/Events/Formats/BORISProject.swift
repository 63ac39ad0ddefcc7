import Foundation
import Support

/// A BORIS project (.boris, JSON, project format 7.0): an observation for each recording and coder.
/// Source: BORIS 8, `config.py` and `project_functions.py`.
enum BORISProject {
  struct Project: Codable {
    struct Behaviour: Codable {
      var type = "State event"
      var key = ""
      var code: String
      var description = ""
      var category = ""
      var modifiers = ""
      var excluded = ""
      var codingMap = ""

      enum CodingKeys: String, CodingKey {
        case type, key, code, description, category, modifiers, excluded
        case codingMap = "coding map"
      }
    }

    struct Subject: Codable {
      var key = ""
      var name: String
      var description = ""
    }

    struct Variable: Codable {
      var label: String
      var description = ""
      var type = "text"
      var defaultValue = ""
      var possibleValues = ""

      enum CodingKeys: String, CodingKey {
        case label, description, type
        case defaultValue = "default value"
        case possibleValues = "possible values"
      }
    }

    var timeFormat = "hh:mm:ss"
    // Dates would make the same events other bytes.
    var date = "1970-01-01T00:00:00"
    var name: String
    var description = ""
    var version = "7.0"
    var subjects: [String: Subject]
    var behaviours: [String: Behaviour]
    var observations: [String: BORISObservation]
    var categories: [String]
    var variables: [String: Variable] = [:]
    var codingMap: [String: String] = [:]
    var behaviourMaps: [String] = []
    var converters: [String: String] = [:]

    enum CodingKeys: String, CodingKey {
      case timeFormat = "time_format"
      case date = "project_date"
      case name = "project_name"
      case description = "project_description"
      case version = "project_format_version"
      case subjects = "subjects_conf"
      case behaviours = "behaviors_conf"
      case observations
      case categories = "behavioral_categories"
      case variables = "independent_variables"
      case codingMap = "coding_map"
      case behaviourMaps = "behaviors_coding_map"
      case converters
    }
  }

  /// What an observation is called.
  static func observation(of event: CodedEvent) -> String {
    let stem = event.video.isEmpty ? "events" : (event.video as NSString).deletingPathExtension
    return event.coder.map { "\(stem) \($0)" } ?? stem
  }

  static func data(_ events: [CodedEvent], named name: String) throws -> Data {
    func numbered<Value>(_ values: [Value]) -> [String: Value] {
      Dictionary(uniqueKeysWithValues: values.enumerated().map { ("\($0.offset)", $0.element) })
    }
    let states = Set(events.filter { !$0.isPoint }.map(\.code))
    var seen: Set<String> = []
    let behaviours = events.filter { seen.insert($0.code).inserted }.sorted { $0.code < $1.code }
      .map { event in
        Project.Behaviour(
          type: states.contains(event.code) ? "State event" : "Point event", code: event.code,
          category: event.variable)
      }
    var variables: [String: Project.Variable] = [:]
    if events.contains(where: { $0.coder != nil }) {
      variables["0"] = Project.Variable(label: BORISObservation.coderVariable)
    }
    let project = Project(
      name: (name as NSString).deletingPathExtension,
      subjects: numbered(Set(events.compactMap(\.subject)).sorted().map { .init(name: $0) }),
      behaviours: numbered(behaviours),
      observations: Dictionary(grouping: events, by: observation).mapValues {
        BORISObservation($0, states: states)
      },
      categories: Set(events.map(\.variable)).filter { !$0.isEmpty }.sorted(),
      variables: variables)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(project)
  }

  /// What is read of a project; the rest may be of any form.
  private struct Read: Decodable {
    struct Behaviour: Decodable {
      let type: String
      let code: String
      let category: String?
    }

    let behaviours: [String: Behaviour]
    let observations: [String: BORISObservation]

    enum CodingKeys: String, CodingKey {
      case behaviours = "behaviors_conf"
      case observations
    }
  }

  static func read(_ url: URL) throws -> EventList {
    let project = try JSONText.read(
      Read.self, from: url, as: "a BORIS project",
      remedy: "Open it in BORIS and save it again, uncompressed, or export its aggregated events.")
    let behaviours = Dictionary(
      project.behaviours.values.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var list = EventList()
    for (id, observation) in project.observations.sorted(by: { $0.key < $1.key }) {
      var states = OpenStates()
      for (index, row) in observation.events.enumerated() {
        let place = "\(url.lastPathComponent), observation \(id), event \(index + 1)"
        let behaviour = behaviours[row.code]
        let video = observation.video
        let name = RecordingName(video)
        let event = CodedEvent(
          video: video, subject: row.subject.isEmpty ? name.subject : row.subject,
          session: name.session, coder: observation.coder, variable: behaviour?.category ?? "",
          code: row.code, onset: row.time, offset: row.time)
        if behaviour?.type.lowercased().contains("point") ?? true {
          list.add(event, at: place)
        } else {
          states.toggle(event, at: place, into: &list)
        }
      }
      states.leaveOutOpen(&list)
    }
    return list
  }
}
