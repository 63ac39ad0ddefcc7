import Foundation
import Presentation
import SharedWork
import Study
import Support

enum StatusCommand {
  static let command = Command(
    name: "status", summary: "Say what of a work in many pieces is done, running and failed.",
    operands: "FOLDER", operandCount: 1...1,
    discussion:
      "FOLDER is that of `smilestone tune --out`, of the run whose `smilestone matrix` is made, or of "
      + "another work that several processes and machines share. What has been stopped is taken by the "
      + "next process that is free.",
    options: [.json],
    examples: [
      ("smilestone status tuning/adult", "How far a search is, and where its trainings run."),
      ("smilestone status runs/first", "The same of a matrix."),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let status = try status(of: URL(fileURLWithPath: arguments.operands[0]))
    if arguments.has("--json") { return try printJSON(status) }
    print(
      "\(status.count(.done)) of \(status.total) done, \(status.count(.running)) running, "
        + "\(status.count(.failed)) failed, \(status.count(.stopped)) stopped, "
        + "\(status.total - status.pieces.count) not begun")
    let open = status.pieces.filter { $0.state != .done }
    guard !open.isEmpty else { return }
    print(
      TextTable.aligned(
        [["piece", "state", "where", "why"]]
          + open.map { piece in
            [
              piece.title, piece.state.rawValue,
              piece.host.map { "\($0), process \(piece.process ?? 0)" } ?? "",
              piece.reason ?? "",
            ]
          }))
  }

  private static func status(of folder: URL) throws -> WorkStatus {
    let search = TuningFolder(folder)
    if FileManager.default.fileExists(atPath: search.search.path) {
      return try search.readSearch().status(in: search.url) { ModelFolder($0).isComplete }
    }
    let works = [folder, RunFolder(folder).matrixFolder]
    guard
      let work = works.first(where: {
        FileManager.default.fileExists(atPath: WorkList.file(in: $0).path)
      })
    else {
      throw SmilestoneError.badInput(
        "\(folder.path) holds no work that processes share.",
        remedy: "Name the folder of `smilestone tune --out`, or a run with a matrix.")
    }
    return try WorkList(contentsOf: work).status(in: work)
  }
}
