import Events
import Foundation
import Report
import Study
import Support

enum VideoPageCommand {
  static let command = Command(
    name: "video page", summary: "Show judged videos over time, beside what people coded.",
    operands: "FOLDER", operandCount: 1...1,
    discussion: """
      FOLDER is what `smilestone video` wrote. Writes sessions.html there: for each recording the \
      probability of each label over time, what became of the face, and the events of the models and of \
      people, with small images of the faces at the longest events; tables by child and age; and, where two \
      coders coded a recording, how well they agree.

      Faces of children up to three years, and of all who may be, are left out unless --show-infants is given; ages \
      come from an age estimator, or from names (age-4.5), and without both no face is shown.
      """,
    options: [
      .value(
        "--coded", "FILE|FOLDER",
        "What people coded, in any format that `events convert` reads; give it once for each.",
        repeatable: true),
      .flag("--show-infants", "Put faces of infants, too, into the page."),
      .flag("--hide-faces", "Leave all images of faces out of the page."),
      .value("--out", "FILE", "Where the page goes. Default: sessions.html in FOLDER."),
    ] + EventOptions.options,
    examples: [
      (
        "smilestone video page session1 --coded anna.eaf --coded ben.eaf",
        "A model's events beside those of two coders."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let folder = URL(fileURLWithPath: arguments.operands[0])
    let sessions = try RecordedSession.read(folder)
    guard !sessions.isEmpty else {
      throw SmilestoneError.badInput(
        "\(folder.path) has no recording of which a frame was read.",
        remedy: "videos.csv there says why.")
    }
    let visibility = try FaceOptions.visibility(arguments)
    var events = try EventFormat.read([folder.appendingPathComponent("events.csv")]).events
    func isShown(_ event: CodedEvent) -> Bool { sessions.contains { $0.holds(event) } }
    for path in arguments.strings("--coded") {
      let coded = try EventOptions.events(arguments, of: [path], namesCoders: true).events
      guard coded.contains(where: isShown) else {
        throw SmilestoneError.badInput(
          "\(path) has no event of these recordings, but of "
            + "\(Set(coded.map(\.video)).sorted().prefix(3).joined(separator: ", ")).",
          remedy: "They are called \(sessions.prefix(3).map(\.video).joined(separator: ", ")) …")
      }
      events += coded
    }
    events.removeAll { !isShown($0) }
    let observer = TerminalObserver()
    let cutter = try EventFaces(folder, visibility: visibility, observer: observer)
    let out = arguments.url("--out") ?? folder.appendingPathComponent("sessions.html")
    try AtomicFile.write(
      SessionPage.html(
        sessions, events: events, detection: detection(folder),
        faces: sessions.flatMap { try cutter.faces(of: $0, events: events) },
        agreement: agreement(events, observer), bundle: .locate()), to: out)
    print(out.path)
  }

  /// How the models' events were made; nil where an earlier version did not write it down.
  private static func detection(_ folder: URL) throws -> EventDetection? {
    let place = folder.appendingPathComponent(EventDetection.fileName)
    guard FileManager.default.fileExists(atPath: place.path) else { return nil }
    return try JSONText.read(
      EventDetection.self, from: place, as: "the settings of events",
      remedy: "Give the command again that made the folder.")
  }

  /// How well coders agree; nothing, which is told, where they cannot be compared.
  private static func agreement(
    _ events: [CodedEvent], _ observer: TerminalObserver
  ) throws -> [Reliability.Row] {
    guard Set(events.map(\.coder)).count > 1 else { return [] }
    do {
      let (recordings, unusable) = try CodedRecording.recordings(of: EventList(events: events))
      for event in unusable { observer.message("left out: \(event.place): \(event.reason)") }
      return try Reliability(recordings, settings: Reliability.Settings()).rows()
    } catch let error as SmilestoneError {
      observer.message("Coders are not compared: \(error.message) \(error.remedy ?? "")")
      return []
    }
  }
}
