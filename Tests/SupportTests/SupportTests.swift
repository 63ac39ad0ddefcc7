import Foundation
import Support
import TestSupport
import Testing

@Suite struct SeededGeneratorTests {
  @Test func sameSeedSameSequence() {
    var first = SeededGenerator(seed: 7, stream: "split")
    var second = SeededGenerator(seed: 7, stream: "split")
    #expect((0..<100).map { _ in first.next() } == (0..<100).map { _ in second.next() })
  }

  @Test func streamsDiffer() {
    var first = SeededGenerator(seed: 7, stream: "split")
    var second = SeededGenerator(seed: 7, stream: "batches")
    #expect(first.next() != second.next())
  }

  @Test func stateSurvivesCoding() throws {
    var generator = SeededGenerator(seed: 3)
    _ = generator.normal()
    let data = try JSONEncoder().encode(generator)
    var restored = try JSONDecoder().decode(SeededGenerator.self, from: data)
    #expect(restored.normal() == generator.normal())
    #expect(restored.next() == generator.next())
  }

  @Test func normalDeviatesHaveTheirMoments() {
    var generator = SeededGenerator(seed: 11)
    let values = (0..<20_000).map { _ in generator.normal(mean: 2, standardDeviation: 3) }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)
    #expect(abs(mean - 2) < 0.1)
    #expect(abs(variance - 9) < 0.4)
  }
}

@Suite struct ContentHashTests {
  @Test func agreesWithThePublishedExample() throws {
    // FIPS 180-4's example message.
    #expect(
      try ContentHash.sha256(of: Data("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func listsAreNotConfused() throws {
    #expect(
      try ContentHash.sha256(ofStrings: ["ab", "c"])
        != ContentHash.sha256(ofStrings: ["a", "bc"]))
  }
}

@Suite struct AtomicFileTests {
  @Test func failureLeavesTheEarlierContent() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("deep/result.txt")
    try AtomicFile.write("first", to: file)
    #expect(throws: SmilestoneError.self) {
      try AtomicFile.write(to: file) { handle in
        try handle.write(contentsOf: Data("half".utf8))
        throw SmilestoneError.failed("stopped")
      }
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == "first")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("deep").path)
    #expect(names == ["result.txt"])
  }

  @Test func removesOnlyWhatNobodyIsWriting() throws {
    let folder = try TemporaryFolder()
    // What a killed process leaves, and files that only look like it.
    let leftover = try folder.write("half", to: ".old.txt.\(UUID().uuidString).partial")
    let others = [
      try folder.write("mine", to: "note.partial"), try folder.write("mine", to: ".note"),
      try folder.write("mine", to: ".old.txt.1234.partial"),
    ]
    let result = folder.file("result.txt")
    try AtomicFile.write(to: result) { handle in
      try handle.write(contentsOf: Data("whole".utf8))
      AtomicFile.removeLeftovers(in: folder.url)
    }
    #expect(try String(contentsOf: result, encoding: .utf8) == "whole")
    #expect(!FileManager.default.fileExists(atPath: leftover.path))
    #expect(others.allSatisfy { FileManager.default.fileExists(atPath: $0.path) })
  }
}

@Suite struct FolderLockTests {
  @Test func theSecondIsRefusedAndToldWhoTheFirstIs() throws {
    let folder = try TemporaryFolder()
    try FolderLock.holding(folder.url, command: "first command") {
      for attempt in [
        { try FolderLock.holding(folder.url, command: "second") {} },
        { try FolderLock.requireFree(folder.url) },
      ] {
        let error = try #require(throws: SmilestoneError.self) { try attempt() }
        #expect(error.code == .failed)
        for part in [
          folder.url.path, "process \(ProcessInfo.processInfo.processIdentifier) on ",
          ProcessInfo.processInfo.hostName, "first command", "since 20",
        ] { #expect(error.message.contains(part), "\(error.message)") }
      }
    }
    try FolderLock.requireFree(folder.url)
    try FolderLock.holding(folder.url, command: "third") {}
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  /// A holder that was killed leaves the file, and no lock.
  @Test func whatAKilledHolderLeavesIsCleanedAndNoLock() throws {
    let folder = try TemporaryFolder()
    try folder.write("process 1", to: ".smilestone.lock")
    let leftovers = try ["", "age/", "trials/0001/rung-1/fold-1/"].map { place in
      try folder.write("half", to: "\(place).model.safetensors.\(UUID().uuidString).partial")
    }
    let others = [
      try folder.write("whole", to: "age/model.safetensors"),
      try folder.write("mine", to: "age/.notes.partial"),
    ]
    try FolderLock.holding(folder.url, command: "next") {
      #expect(leftovers.allSatisfy { !FileManager.default.fileExists(atPath: $0.path) })
    }
    #expect(others.allSatisfy { FileManager.default.fileExists(atPath: $0.path) })
  }

  @Test func foldersThatStayEmptyGo() throws {
    let folder = try TemporaryFolder()
    #expect(throws: SmilestoneError.self) {
      try FolderLock.holding(folder.file("deep/run"), command: "fails") {
        throw SmilestoneError.failed("nothing was done")
      }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("deep").path))
    try FolderLock.holding(folder.file("deep/run"), command: "works") {
      try AtomicFile.write("done", to: folder.file("deep/run/result.txt"))
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.file("deep/run").path)
        == ["result.txt"])
  }

  @Test func leftoversOfOneFileGo() throws {
    let folder = try TemporaryFolder()
    let own = try folder.write("half", to: ".out.csv.\(UUID().uuidString).partial")
    let other = try folder.write("half", to: ".in.csv.\(UUID().uuidString).partial")
    AtomicFile.removeLeftovers(of: folder.file("out.csv"))
    #expect(!FileManager.default.fileExists(atPath: own.path))
    #expect(FileManager.default.fileExists(atPath: other.path))
  }
}

@Suite struct ParallelMapTests {
  @Test func keepsTheOrder() throws {
    #expect(try parallelMap(count: 1000) { $0 * 2 } == (0..<1000).map { $0 * 2 })
  }

  @Test func throwsWhatAWorkerThrew() {
    #expect(throws: SmilestoneError.self) {
      try parallelMap(count: 10) { index in
        if index == 5 { throw SmilestoneError.failed("five") }
      }
    }
  }
}
