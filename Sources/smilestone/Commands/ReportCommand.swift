import Foundation
import Study
import Support

enum ReportCommand {
  static let command = Command(
    name: "report", summary: "Write the page and figures of a run again, or compare runs.",
    operands: "RUN ...", operandCount: 1...12,
    discussion: """
      One run: writes its report.html and figures from what is in its folder, also while its study is
      not finished. Several runs: writes one page that puts them side by side, the others against the
      first, with intervals of the differences; predictions are compared face by face where the runs
      tested the same faces. docs/report.md explains both pages.
      """,
    options: FaceOptions.options + BylineOptions.options + [
      .value("--out", "FILE", "The page of several runs, which needs it."),
      .value(
        "--share", "DIR",
        "Instead make a copy of the run to give away, without images, names of persons and files, places of "
          + "files and trained models; left-out.txt in it lists what it lacks."),
    ],
    examples: [
      ("smilestone report runs/first", "Writes runs/first/report.html and figures."),
      (
        "smilestone report runs/first --hide-faces",
        "The same without any image of a face in the page."
      ),
      (
        "smilestone report runs/first --share first-to-share",
        "A copy for others: page, figures, tables and results alone."
      ),
      (
        "smilestone report runs/first --title 'Smiles of toddlers' --authors 'A. One; B. Two' --date 2026-11-30",
        "With a title and authors, which the run keeps."
      ),
      (
        "smilestone report runs/first runs/second --out comparison.html",
        "Puts two runs side by side, with the figures in comparison-figures."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let runs = arguments.operands.map { RunFolder(URL(fileURLWithPath: $0)) }
    let observer = TerminalObserver()
    let out = arguments.url("--out")
    let faces = try FaceOptions.choice(arguments)
    if runs.count == 1, let run = runs.first {
      guard out == nil else {
        throw SmilestoneError.usage(
          "--out is for comparing runs; one run's page is its report.html.",
          remedy: "Leave out --out, or name a second run.")
      }
      if run.configuration.exists { try BylineOptions.keep(arguments, in: run) }
      if let folder = arguments.url("--share") {
        var copy = SharedCopy(of: run, in: folder, observer: observer)
        try copy.write()
        return print(folder.path)
      }
      try ReportStage(run: run, faces: faces, observer: observer).perform()
      return print(run.report.path)
    }
    guard !arguments.has("--share") else {
      throw SmilestoneError.usage(
        "--share is for one run.", remedy: "Share each run by a command of its own.")
    }
    guard let out else {
      throw SmilestoneError.usage(
        "Comparing runs needs --out FILE.", remedy: "Add --out comparison.html, say.")
    }
    let ofOneRun = FaceOptions.options + BylineOptions.options
    if let option = ofOneRun.map(\.name).first(where: arguments.has) {
      throw SmilestoneError.usage(
        "\(option) is for the page of one run, not for a comparison.", remedy: "Leave it out.")
    }
    try CompareStage(runs: runs, observer: observer).perform(writingTo: out)
    print(out.path)
  }
}
