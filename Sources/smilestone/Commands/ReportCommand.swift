import Foundation
import Study

enum ReportCommand {
  static let command = Command(
    name: "report", summary: "Write the page and the figures of a run folder anew.",
    operands: "RUN", operandCount: 1...1,
    options: [
      .flag(
        "--show-infants",
        "Put photographs of real infants into the page; by default their bytes are left out.")
    ],
    examples: [("smilestone report runs/first", "Writes runs/first/report.html and figures.")],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let run = RunFolder(URL(fileURLWithPath: arguments.operands[0]))
    try ReportStage(
      run: run, showsRealInfants: arguments.has("--show-infants"), observer: TerminalObserver()
    ).perform()
    print(run.report.path)
  }
}
