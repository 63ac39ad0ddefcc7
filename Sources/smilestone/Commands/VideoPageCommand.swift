import Events
import Foundation
import Report
import Support

enum VideoPageCommand {
  static let command = Command(
    name: "video page", summary: "Show judged videos over time, beside what people coded.",
    operands: "FOLDER", operandCount: 1...1,
    discussion: """
      FOLDER is what `smilestone video` wrote. Writes sessions.html there: for each recording the \
      probability of each label over time, what became of the face, and the events of the models and of \
      people; and a table by child and session. It shows no image of anybody.
      """,
    options: [
      .value(
        "--coded", "FILE|FOLDER",
        "What people coded, in any format that `events convert` reads; give it once for each.",
        repeatable: true),
      .value("--out", "FILE", "Where the page goes. Default: sessions.html in FOLDER."),
    ],
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
    var events = try EventFormat.read([folder.appendingPathComponent("events.csv")]).events
    let names = Set(sessions.flatMap(\.names))
    for path in arguments.strings("--coded") {
      let url = URL(fileURLWithPath: path)
      let coded = try EventFormat.read([url]).events.map { event in
        var event = event
        event.coder = event.coder ?? url.deletingPathExtension().lastPathComponent
        return event
      }
      guard coded.contains(where: { names.contains($0.video) }) else {
        throw SmilestoneError.badInput(
          "\(path) has no event of these recordings, but of "
            + "\(Set(coded.map(\.video)).sorted().prefix(3).joined(separator: ", ")).",
          remedy: "They are called \(sessions.prefix(3).map(\.video).joined(separator: ", ")) …")
      }
      events += coded
    }
    let out = arguments.url("--out") ?? folder.appendingPathComponent("sessions.html")
    try AtomicFile.write(
      SessionPage.html(sessions, events: events, bundle: .locate()), to: out)
    print(out.path)
  }
}
