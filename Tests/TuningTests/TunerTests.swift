import Foundation
import Support
import Synchronization
import TestSupport
import Testing
import Tuning

@Suite struct TunerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func tuner(
    _ dimension: String, strategy: Search.Strategy = .grid, trials: Int = 9, folds: Int? = nil,
    seeds: Int? = nil, calls: Calls = Calls(),
    fails: @escaping @Sendable (Trial) -> Bool = { _ in false }
  ) throws -> Tuner {
    let search = Search(
      dimensions: [try SearchDimension(dimension)], strategy: strategy, trials: trials, epochs: 9,
      folds: folds, seeds: seeds, seed: 7)
    return Tuner(
      search: search, folder: folder.url, kind: .accuracy, workers: 2, observer: SilentObserver(),
      train: { trial, place in
        calls.note(trial)
        guard !fails(trial) else { return "it diverged" }
        let value = Double(trial.candidate.values[0].text) ?? 0
        // Best at 0.5; each fold shifts all candidates alike.
        let score = 1 - abs(value - 0.5) + 0.01 * Double(trial.fold ?? 0)
        try AtomicFile.createFolder(place)
        try AtomicFile.write("\(score)", to: place.appendingPathComponent("score"))
        return nil
      },
      score: { place in
        guard
          let text = try? String(contentsOf: place.appendingPathComponent("score"), encoding: .utf8)
        else { return nil }
        return TrialScore(bestEpoch: 1, loss: 0, score: Double(text) ?? 0, seconds: 1)
      })
  }

  private final class Calls: Sendable {
    private let trials = Mutex<[Trial]>([])
    func note(_ trial: Trial) { trials.withLock { $0.append(trial) } }
    var all: [Trial] { trials.withLock { $0 } }
  }

  @Test func ranksByScoreAndWritesATable() throws {
    let table = try tuner("dropout=0.1,0.5,0.8").perform()
    #expect(
      table.standings(ofRung: 1).map { $0.candidate.values[0].text } == ["0.5", "0.8", "0.1"])
    let lines = try String(contentsOf: folder.file("trials.csv"), encoding: .utf8)
      .split(separator: "\n")
    #expect(
      lines[0]
        == "trial,rung,fold,seed,epochs,dropout,best_epoch,validation_accuracy,validation_loss,seconds,status,reason"
    )
    #expect(lines[2] == "2,1,,,9,0.5,1,1.0,0.0,1.0,done,")
  }

  @Test func foldsAreAveragedAndSpread() throws {
    let best = try #require(
      try tuner("dropout=0.1,0.5", folds: 3).perform().standings(ofRung: 1).first)
    #expect(best.scores.count == 3)
    #expect(abs(best.meanScore - 1.02) < 1e-12)
    #expect(abs(try #require(best.spread) - 0.01) < 1e-12)
  }

  /// Each candidate is trained with each seed, in each fold.
  @Test func seedsAreAveragedToo() throws {
    let calls = Calls()
    let table = try tuner("dropout=0.1,0.5", folds: 2, seeds: 3, calls: calls).perform()
    #expect(calls.all.count == 12)
    #expect(Set(calls.all.compactMap(\.seed)) == [7, 8, 9])
    #expect(Set(calls.all.map(\.path)).count == 12)
    #expect(table.standings(ofRung: 1).first?.scores.count == 6)
    let lines = try String(contentsOf: folder.file("trials.csv"), encoding: .utf8)
      .split(separator: "\n")
    #expect(lines[1].hasPrefix("1,1,1,7,9,0.1,") && lines[2].hasPrefix("1,1,1,8,9,0.1,"))
  }

  @Test func halvingTrainsTheBetterOnesLonger() throws {
    let calls = Calls()
    let table = try tuner("dropout=0..1", strategy: .halving, trials: 9, calls: calls).perform()
    #expect(calls.all.map(\.epochs).sorted() == Array(repeating: 1, count: 9) + [3, 3, 3, 9])
    let first = table.standings(ofRung: 1).map(\.candidate.number)
    #expect(Set(table.standings(ofRung: 2).map(\.candidate.number)) == Set(first.prefix(3)))
    #expect(table.standings(ofRung: 3).map(\.candidate.number) == [first[0]])
  }

  @Test func whatIsDoneOrFailedIsNotRepeated() throws {
    let fails: @Sendable (Trial) -> Bool = { $0.candidate.values[0].text == "0.8" }
    let first = try tuner("dropout=0.1,0.5,0.8", fails: fails).perform()
    #expect(first.standings(ofRung: 1).count == 2)
    let csv = try String(contentsOf: folder.file("trials.csv"), encoding: .utf8)
    #expect(csv.contains("3,1,,,9,0.8,,,,,failed,it diverged"))
    let calls = Calls()
    _ = try tuner("dropout=0.1,0.5,0.8", calls: calls).perform()
    #expect(calls.all.isEmpty)
    #expect(try String(contentsOf: folder.file("trials.csv"), encoding: .utf8) == csv)
  }

  @Test func aSearchWithoutAnySuccessIsAnError() throws {
    #expect { try tuner("dropout=0.1,0.5", fails: { _ in true }).perform() } throws: { error in
      "\(error)".contains("it diverged")
    }
  }

  @Test func aProcessTellsWhyItFailed() throws {
    let shell = URL(fileURLWithPath: "/bin/sh")
    func run(_ script: String) throws -> String? {
      try TrialProcess(
        program: shell, arguments: ["-c", script], log: folder.file("log.txt")
      ).run()
    }
    #expect(try run("exit 0") == nil)
    #expect(try run("echo no memory; exit 1") == "no memory (ended with status 1)")
    #expect(try run("echo sh: no memory; exit 1") == "no memory (ended with status 1)")
    #expect(try run("kill -9 $$") == "was ended by signal 9")
    // Faces or options that cannot be used are no failure of one candidate: the search ends.
    for (status, code) in [(2, SmilestoneError.Code.usage), (3, .badInput)] {
      let error = #expect(throws: SmilestoneError.self) {
        try run("echo no such layer; exit \(status)")
      }
      #expect(error?.code == code && error?.message.contains("no such layer") == true)
    }
    #expect(throws: SmilestoneError.self) {
      try TrialProcess(
        program: URL(fileURLWithPath: "/nowhere"), arguments: [], log: folder.file("log.txt")
      ).run()
    }
  }
}
