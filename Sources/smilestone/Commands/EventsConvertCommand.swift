import Events
import Foundation
import Support

enum EventsConvertCommand {
  static let command = Command(
    name: "events convert", summary: "Read coded events, and write them for another program.",
    operands: "FILE|FOLDER …", operandCount: 1...100_000,
    discussion: """
      Reads ELAN (.eaf), BORIS projects (.boris) and exports of events (.csv, .tsv), Datavyu (.opf), BIDS \
      (_events.tsv) and this program's events.csv. ELAN, Datavyu and BIDS have a file for each recording, the \
      others one for all. What cannot be read is listed in skipped.csv.

      ELAN and Datavyu keep milliseconds; other formats keep microseconds.
      """,
    options: [
      .value(
        "--to", "FORMAT",
        "\(EventFormat.allCases.map(\.rawValue).joined(separator: ", ")).", required: true),
      .value("--out", "DIR", "Where the files go.", required: true),
    ] + EventOptions.options + [.json],
    examples: [
      (
        "smilestone events convert session1/events.csv --to elan --out session1",
        "A model's events as tiers, to be looked at beside the video in ELAN."
      ),
      (
        "smilestone events convert codes --to csv --out codes-table --code smile=happy --code cry=sad",
        "All coded files of a folder in one table, with other names of codes."
      ),
    ],
    run: run)

  private struct Outcome: Encodable {
    let files: [String]
    let events: Int
    let skipped: Int
  }

  private static func run(_ arguments: Arguments) throws {
    guard let format = try arguments.choice("--to", of: EventFormat.self) else { return }
    let out = try arguments.requiredURL("--out")
    let list = try EventOptions.events(arguments, namesCoders: false)
    let files = try format.write(list.events, to: out)
    try EventOptions.report(list.unusable, in: out, observer: TerminalObserver())
    if arguments.has("--json") {
      return try printJSON(
        Outcome(
          files: files.map(\.path), events: list.events.count, skipped: list.unusable.count))
    }
    for file in files { print(file.path) }
    print("\(list.events.count) events in \(files.count) \(files.count == 1 ? "file" : "files")")
  }
}
