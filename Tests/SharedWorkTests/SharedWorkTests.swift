import Foundation
import SharedWork
import Support
import Synchronization
import TestSupport
import Testing

/// Work that several processes share, here as several threads.
@Suite struct SharedWorkTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func eachPieceIsDoneOnceAndAllWaitForAll() throws {
    let done = Mutex<[Int]>([])
    let seen = try parallelMap(count: 3, workers: 3) { _ in
      try SharedWork.untilDone(
        Array(0..<8), unit: "piece", in: folder.url, observer: SilentObserver()
      ) { open in
        try open.map { piece in
          let place = folder.file("\(piece)")
          return try SharedWork.attempt(place, isDone: { hasResult(place) }) {
            Thread.sleep(forTimeInterval: 0.02)
            done.withLock { $0.append(piece) }
            try AtomicFile.write("x", to: place.appendingPathComponent("result"))
          }
        }
      }
      return (0..<8).count { hasResult(folder.file("\($0)")) }
    }
    #expect(done.withLock { $0.sorted() } == Array(0..<8))
    #expect(seen == [8, 8, 8])
  }

  private func hasResult(_ place: URL) -> Bool {
    FileManager.default.fileExists(atPath: place.appendingPathComponent("result").path)
  }

  /// Another may take at once what one could not do.
  @Test func aPieceThatFailsIsFreeAgain() throws {
    let place = folder.file("piece")
    #expect(throws: SmilestoneError.self) {
      _ = try SharedWork.attempt(place, isDone: { false }) { throw SmilestoneError.failed("no") }
    }
    #expect(WorkClaim.holder(in: place)?.isAlive == false)
    var isDone = false
    #expect(try SharedWork.attempt(place, isDone: { isDone }) { isDone = true })
    #expect(isDone)
  }

  @Test func aListOfPiecesIsRead() throws {
    let list = WorkList(
      [
        .init(path: "001", title: "18 subjects, 60 % right"), .init(path: "002", title: "a \"b\""),
        .init(path: "003", title: "c"),
      ], result: "rows.csv")
    try list.write(to: folder.url)
    #expect(try WorkList(contentsOf: folder.url) == list)
    try folder.write("", to: "001/rows.csv")
    let claim = try #require(try WorkClaim.take(folder.file("002")))
    let status = list.status(in: folder.url)
    #expect(status.total == 3)
    #expect(status.pieces.map(\.state) == [.done, .running])
    claim.release()
  }

  /// A claim of a process that is gone is taken over, one that is touched is not.
  @Test func claimsEndWithTheirProcess() throws {
    let place = folder.file("trial")
    let claim = try #require(try WorkClaim.take(place))
    #expect(try WorkClaim.take(place) == nil)
    let own = ProcessInfo.processInfo
    let holder = try #require(WorkClaim.holder(in: place))
    #expect(holder.host == own.hostName && holder.process == own.processIdentifier)
    #expect(holder.isAlive)
    claim.release()
    #expect(WorkClaim.holder(in: place)?.isAlive == false)

    try AtomicFile.write("elsewhere 1\n", to: place.appendingPathComponent("claim-2.txt"))
    #expect(try WorkClaim.take(place) == nil)
    var long = [timeval(), timeval()]
    utimes(place.appendingPathComponent("claim-2.txt").path, &long)
    let next = try #require(try WorkClaim.take(place))
    #expect(
      FileManager.default.fileExists(atPath: place.appendingPathComponent("claim-3.txt").path))
    next.release()
    // No process has this number.
    try AtomicFile.write(
      "\(own.hostName) 2000000000\n", to: place.appendingPathComponent("claim-4.txt"))
    #expect(WorkClaim.holder(in: place)?.isAlive == false)
  }

  @Test func aJobArrayRunsTheCommandWithoutItsOptions() throws {
    let words = SlurmArray.removing(
      ["--slurm", "--slurm-tasks"],
      from: ["tune", "it's.csv", "--slurm", "time=1:00", "--out", "o", "--slurm-tasks=3"])
    let array = SlurmArray(
      options: try SlurmArray.options("partition=gpu,time=4:00:00"), tasks: 12,
      command: ["/bin/smilestone"] + words, workingFolder: "/data",
      logFolder: URL(fileURLWithPath: "/data/o"))
    #expect(
      array.script == """
        #!/bin/sh
        #SBATCH --job-name=smilestone
        #SBATCH --array=1-12
        #SBATCH --output=/data/o/slurm-%A_%a.log
        #SBATCH --chdir=/data
        #SBATCH --partition=gpu
        #SBATCH --time=4:00:00
        exec /bin/smilestone tune 'it'\\''s.csv' --out o

        """)
    #expect(try SlurmArray.options("default").isEmpty)
    for text in ["gpu", "--time=1", "a b=1", "time=1,", ""] {
      #expect(throws: SmilestoneError.self) { try SlurmArray.options(text) }
    }
  }
}
