import Events
import Foundation
import Support

enum ReliabilityCommand {
  static let command = Command(
    name: "reliability", summary: "How well coders agree, a model among them or not.",
    operands: "EVENTS EVENTS …", operandCount: 1...100_000,
    discussion: """
      Writes reliability.csv: for each two coders kappa, of all codes and of each, and the F1 of events whose \
      onsets (and offsets) lie within each tolerance; of all coders Krippendorff's alpha, and ICC(2,1) of how long \
      and how often each code was given in a recording. Intervals (95%) resample children: the subject where it \
      is known, else the recording.

      Each file of events is a coder where it names none. Recordings are known by their names; those of one coder \
      alone are not compared. Moments without a code count as a code of their own (--coded-alone passes them \
      over). docs/video.md says how each number is made.
      """,
    options: [
      .value("--out", "DIR", "Where reliability.csv goes.", required: true),
      .value("--step", "SECONDS", "How often recordings are compared. Default: 0.1."),
      .value(
        "--order", "CODES",
        "Codes in their order, by commas, as in negative,neutral,positive: weighted "
          + "kappa and ordinal alpha are added."),
      .value("--tolerances", "SECONDS", "For events, by commas. Default: 0.1,0.2,0.5,1,2."),
      .flag("--coded-alone", "Compare moments alone that have a code of both."),
      .seed,
    ] + EventOptions.options + [.json],
    examples: [
      (
        "smilestone reliability anna.eaf ben.eaf --out agreement",
        "Two coders of one recording."
      ),
      (
        "smilestone reliability codes session1/events.csv --variable emotion --out agreement",
        "A folder of coded files, and a model as one more coder."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    var settings = Reliability.Settings()
    settings.step = try arguments.number("--step", in: 0.001...60) ?? settings.step
    settings.order =
      arguments.string("--order")?.split(separator: ",").map { Cell.trimmed(String($0)) } ?? []
    settings.tolerances = try arguments.numbers("--tolerances") ?? settings.tolerances
    settings.comparesCodedAlone = arguments.has("--coded-alone")
    settings.seed = try arguments.seed() ?? settings.seed
    guard Set(settings.order).count == settings.order.count, settings.order.count != 1,
      settings.tolerances.allSatisfy({ $0 >= 0 })
    else {
      throw SmilestoneError.usage(
        "--order names a code twice or one alone, or a tolerance is negative.",
        remedy: "Give two codes or more, and seconds from 0 on.")
    }
    let out = try arguments.requiredURL("--out")
    let list = try EventOptions.events(arguments, namesCoders: true)
    let (recordings, unusable) = try CodedRecording.recordings(of: list)
    let rows = try Reliability(recordings, settings: settings).rows()
    let place = out.appendingPathComponent("reliability.csv")
    try AtomicFile.write(Reliability.table(rows), to: place)
    try EventOptions.report(unusable, in: out, observer: TerminalObserver())
    if arguments.has("--json") { return try printJSON(rows) }
    for row in rows where row.code == nil { print(text(row)) }
    print("\(place.path) has each code, too.")
  }

  private static func text(_ row: Reliability.Row) -> String {
    func number(_ value: Double) -> String { String(format: "%.3f", value) }
    let value = row.value.map(number) ?? "undefined"
    let interval = row.lower.flatMap { lower in
      row.upper.map { " (\(number(lower)) to \(number($0)))" }
    }
    let tolerance = row.toleranceInSeconds.map { " within \(EventTime.text($0)) s" } ?? ""
    return "\(row.measure)\(tolerance), \(row.coders.joined(separator: " – ")): \(value)"
      + "\(interval ?? ""), \(row.children) \(row.children == 1 ? "child" : "children"), "
      + "\(row.recordings) \(row.recordings == 1 ? "recording" : "recordings")"
  }
}
