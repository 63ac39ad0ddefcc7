import Foundation
import SharedWork
import Support
import Synchronization
import TestSupport
import Testing
import Tuning

/// Searches that several processes share, here as several tuners.
@Suite struct SharedSearchTests {
  private let folder: TemporaryFolder
  private let search: Search

  init() throws {
    folder = try TemporaryFolder()
    search = Search(
      dimensions: [try SearchDimension("dropout=0.1,0.2,0.3,0.4,0.5,0.6")], strategy: .grid,
      trials: 1, epochs: 3, folds: 2, seed: 1)
  }

  private final class Calls: Sendable {
    private let paths = Mutex<[String]>([])
    func note(_ path: String) { paths.withLock { $0.append(path) } }
    var all: [String] { paths.withLock { $0 } }
  }

  private func tuner(_ calls: Calls) -> Tuner {
    Tuner(
      search: search, folder: folder.url, kind: .accuracy, workers: 1, observer: SilentObserver(),
      train: { trial, place in
        calls.note(trial.path)
        Thread.sleep(forTimeInterval: 0.02)
        guard trial.candidate.number != 3 else { return "it diverged" }
        try AtomicFile.write("0.5", to: place.appendingPathComponent("score"))
        return nil
      },
      score: { place in
        guard isDone(place) else { return nil }
        return TrialScore(bestEpoch: 1, loss: 0, score: 0.5, seconds: 1)
      })
  }

  @Test func eachTrainingIsTakenOnce() throws {
    let calls = [Calls(), Calls(), Calls()]
    let tuners = calls.map { tuner($0) }
    let tables = try parallelMap(count: 3, workers: 3) { try tuners[$0].perform().csv }
    #expect(Set(tables).count == 1)
    let all = calls.flatMap(\.all)
    #expect(all.count == 12)
    #expect(Set(all).count == 12)
    #expect(try String(contentsOf: folder.file("trials.csv"), encoding: .utf8) == tables[0])
  }

  @Test func statusCountsWhatIsBegun() throws {
    let trials = search.trials(of: Array(try search.candidates().prefix(2)), rung: 1, epochs: 3)
    func place(_ index: Int) -> URL { folder.file(trials[index].path) }
    for index in 0..<4 { try AtomicFile.createFolder(place(index)) }
    try AtomicFile.write("0.5", to: place(0).appendingPathComponent("score"))
    try AtomicFile.write("it diverged", to: place(1).appendingPathComponent("failed.txt"))
    let running = try WorkClaim.take(place(2))
    try WorkClaim.take(place(3))?.release()
    let status = try search.status(in: folder.url, isDone: isDone)
    #expect(status.total == 12)
    #expect(status.pieces.map(\.state) == [.done, .failed, .running, .stopped])
    #expect(status.pieces[1].reason == "it diverged")
    #expect(status.pieces[1].title == "trial 1, round 1, fold 2")
    #expect(status.pieces[2].host == ProcessInfo.processInfo.hostName)
    running?.release()
  }
}

private func isDone(_ place: URL) -> Bool {
  FileManager.default.fileExists(atPath: place.appendingPathComponent("score").path)
}
