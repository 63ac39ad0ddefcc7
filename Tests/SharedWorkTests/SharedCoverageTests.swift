import Foundation
import SharedWork
import Support
import TestSupport
import Testing

/// `validate FOLDER … shared=WORK`, as processes that share a folder.
@Suite struct SharedCoverageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The program lies beside the test runner.
  private func start(_ words: String...) throws -> (process: Process, output: URL) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("validate")
    process.arguments = [folder.file("results").path, "independent"] + words
    let output = try folder.write("", to: "output-\(UUID().uuidString)")
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = process.standardOutput
    try process.run()
    return (process, output)
  }

  private func finish(_ run: (process: Process, output: URL)) throws -> (
    status: Int32, lines: [String]
  ) {
    run.process.waitUntilExit()
    let text = try String(contentsOf: run.output, encoding: .utf8)
    return (run.process.terminationStatus, text.split(separator: "\n").map(String.init))
  }

  private func rows(_ lines: [String]) -> [String] { lines.filter { $0.hasPrefix("| ") } }

  /// Several processes simulate each setting once, and say what one says alone.
  @Test func processesThatShareAFolderDivideTheSettings() throws {
    let alone = try finish(start("cohorts=4"))
    #expect(alone.status == 0, "\(alone.lines)")
    let work = folder.file("work")
    let shared = try (0..<3).map { _ in try start("cohorts=4", "shared=\(work.path)") }.map(finish)
    for run in shared {
      #expect(run.status == 0, "\(run.lines)")
      #expect(rows(run.lines) == rows(alone.lines))
    }
    #expect(rows(alone.lines).count > 10)
    let list = try WorkList(contentsOf: work)
    let status = list.status(in: work)
    #expect(status.total > 10 && status.count(.done) == status.total)
    // Each said which settings it took: all of them once.
    let taken = shared.flatMap(\.lines).filter { $0.hasPrefix("independent: ") }
    #expect(taken.count == status.total && Set(taken).count == taken.count)

    let others = try finish(start("cohorts=5", "shared=\(work.path)"))
    #expect(
      others.status == 2 && others.lines.joined().contains("holds other settings"),
      "\(others.lines)")
  }

  @Test func tasksOfAnArrayNeedAFolder() throws {
    let outcome = try finish(start("slurm=time=1:00:00"))
    #expect(
      outcome.status == 2 && outcome.lines.joined().contains("shared=FOLDER"), "\(outcome.lines)")
  }

  @Test func aSettingThatThereIsNotIsAnsweredWithThoseThatThereAre() throws {
    let outcome = try finish(start("only=elephants", "cohorts=4"))
    #expect(outcome.status == 2 && rows(outcome.lines).isEmpty, "\(outcome.lines)")
    #expect(outcome.lines.joined().contains("“elephants”"))
    #expect(outcome.lines.contains("  independent: 50 faces, 30 % right"))
    let one = try finish(start("only=50 faces, 30", "cohorts=4"))
    #expect(one.status == 0 && rows(one.lines).count == 1, "\(one.lines)")
  }
}
