import Foundation
import Presentation
import Study
import Support
import Tuning

enum StatusCommand {
  static let command = Command(
    name: "status", summary: "Say what of a search is done, running and failed.",
    operands: "FOLDER", operandCount: 1...1,
    discussion:
      "FOLDER is that of `smilestone tune --out`, on which several processes and machines may "
      + "work. A training that has been stopped is taken by the next process that is free.",
    options: [.json],
    examples: [
      ("smilestone status tuning/adult", "How far a search is, and where its trainings run.")
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let folder = TuningFolder(URL(fileURLWithPath: arguments.operands[0]))
    let status = try SearchStatus(of: folder.readSearch(), in: folder.url) {
      ModelFolder($0).isComplete
    }
    if arguments.has("--json") { return try printJSON(status) }
    let begun = status.pieces.count
    print(
      "\(status.count(.done)) of \(counted(status.total, "training")) done, "
        + "\(status.count(.running)) running, \(status.count(.failed)) failed, "
        + "\(status.count(.stopped)) stopped, \(status.total - begun) not begun")
    let open = status.pieces.filter { $0.state != .done }
    guard !open.isEmpty else { return }
    print(
      TextTable.aligned(
        [["trial", "round", "fold", "state", "where", "why"]]
          + open.map { piece in
            [
              "\(piece.trial)", "\(piece.rung)", piece.fold.map { "\($0)" } ?? "",
              piece.state.rawValue,
              piece.host.map { "\($0), process \(piece.process ?? 0)" } ?? "",
              piece.reason ?? "",
            ]
          }))
  }
}
