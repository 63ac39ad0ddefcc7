import Foundation
import Support
import TestSupport
import Testing
import Torch

/// Trainings that several processes share, on this machine, against one process's.
@Suite struct SharedTrainingTests {
  private let folder: TemporaryFolder

  /// Three faces of each of twelve synthetic children.
  init() throws {
    folder = try TemporaryFolder()
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "12", "--images", "3", "--size", "24")
    try Program.run(
      "stratify", path("synthetic/manifest.csv"), "--out", path("faces.csv"), "--split")
  }

  private func path(_ name: String) -> String { folder.file(name).path }

  /// Everything that depends on the batch as a whole, or is drawn for it.
  private static let settings = [
    "precision=float64", "imageSize=16", "batchSize=13", "patience=0", "dropout=0.3", "mixup=0.4",
    "emaDecay=0.9", "classWeights=inverse", "distanceLoss.weight=0.01",
    "distanceLoss.warmUpEpochs=1", "maxGradientNorm=5", "augmentation.smallestCrop=0.7",
  ].flatMap { ["--set", $0] }

  /// - Parameters:
  ///   - variables: what the launcher says besides, or otherwise.
  ///   - options: of each process.
  private func launch(
    _ count: Int, out: String, epochs: Int = 25, variables: [String: String] = [:],
    options: (Int) -> [String] = { _ in [] }
  ) throws -> Launch {
    try Launch(count, in: folder, name: out, variables: variables) { rank in
      [
        "train", path("faces.csv"), "--out", path(out), "--preset", "synthetic", "--epochs",
        "\(epochs)", "--threads", "1",
      ] + Self.settings + options(rank)
    }
  }

  private func train(
    _ count: Int, out: String, epochs: Int = 25, options: [String] = []
  ) throws {
    try launch(count, out: out, epochs: epochs) { _ in options }.succeed()
  }

  /// Losses and scores of every epoch, and weights.
  private func expectEqual(_ first: String, _ second: String) throws {
    let histories = try [first, second].map { name in
      try String(contentsOf: folder.file("\(name)/history.csv"), encoding: .utf8)
        .split(separator: "\n").dropFirst().map {
          $0.split(separator: ",").dropLast().map(String.init)
        }
    }
    #expect(histories[0].count == histories[1].count)
    for (one, other) in zip(histories[0].joined(), histories[1].joined()) {
      let (one, other) = try (#require(Double(one)), #require(Double(other)))
      #expect(abs(one - other) <= 1e-10)
    }
    let weights = try [first, second].map {
      try Safetensors.read(folder.file("\($0)/model.safetensors")).tensors
    }
    #expect(weights[0].keys == weights[1].keys)
    for (name, weight) in weights[0] {
      let others = try #require(weights[1][name]).doubles()
      let distance = try zip(weight.doubles(), others).map { abs($0 - $1) }.max() ?? 0
      #expect(distance <= 1e-10, "\(name) is off by \(distance)")
    }
  }

  /// Fifty steps, of two batches an epoch.
  @Test func severalProcessesLearnWhatOneLearns() throws {
    try train(1, out: "one")
    try train(2, out: "two")
    try expectEqual("one", "two")
    try train(4, out: "four")
    try expectEqual("one", "four")
    let log = try String(contentsOf: folder.file("four-0.log"), encoding: .utf8)
    #expect(log.contains("Process 0 of 4, on \(ProcessInfo.processInfo.hostName)"), "\(log)")
    #expect(try String(contentsOf: folder.file("four-3.log"), encoding: .utf8).isEmpty)
  }

  /// Stochastic depth is drawn for the batch as a whole.
  @Test func theyDrawTheSameStochasticDepth() throws {
    let options = ["--set", "architecture=efficientnet_b0"]
    try train(1, out: "one", epochs: 2, options: options)
    try train(3, out: "three", epochs: 2, options: options)
    try expectEqual("one", "three")
  }

  /// Process 0 has saved a batch and stops there; then process 1 is killed.
  @Test func aLostProcessIsNamedAndTheTrainingContinues() throws {
    try train(1, out: "one")
    let launch = try launch(2, out: "continued") { _ in ["--checkpoint-every", "0"] }
    try launch.processes[1].run()
    let first = launch.processes[0]
    let variables = first.environment ?? [:]
    first.environment = variables.merging(["SMILESTONE_PAUSE_AFTER": "checkpoint.safetensors"]) {
      $1
    }
    try first.run()
    var state = siginfo_t()
    waitid(P_PID, id_t(first.processIdentifier), &state, WSTOPPED | WEXITED | WNOWAIT)
    try #require(state.si_code == CLD_STOPPED)
    kill(launch.processes[1].processIdentifier, SIGKILL)
    let start = ContinuousClock.now
    kill(first.processIdentifier, SIGCONT)
    let outcome = try launch.finish()[0]
    #expect(ContinuousClock.now - start < .seconds(30))
    #expect(outcome.status == 1)
    let host = ProcessInfo.processInfo.hostName
    #expect(outcome.errors.contains("Process 1 on \(host) was lost"), "\(outcome.errors)")

    try train(1, out: "continued")
    let log = try String(contentsOf: folder.file("continued-0.log"), encoding: .utf8)
    #expect(log.contains("continuing in epoch 1 after 1 of 2 batches"), "\(log)")
    try expectEqual("one", "continued")
  }

  /// Process 0 stands still, as on a machine that hangs.
  @Test func silenceEndsTheOthers() throws {
    let launch = try launch(
      3, out: "silent", variables: ["SMILESTONE_PAUSE_AFTER": "silent/checkpoint.safetensors"]
    ) { _ in
      ["--checkpoint-every", "0", "--process-timeout", "10"]
    }
    for process in launch.processes { try process.run() }
    let end = ContinuousClock.now + .seconds(90)
    while launch.processes.contains(where: { $0.isRunning && $0 != launch.processes[0] }) {
      guard ContinuousClock.now < end else { break }
      usleep(100_000)
    }
    for rank in 1..<3 {
      let log = try String(contentsOf: launch.logs[rank], encoding: .utf8)
      #expect(log.contains("Process 0 on \(ProcessInfo.processInfo.hostName) was lost"), "\(log)")
    }
    for process in launch.processes { kill(process.processIdentifier, SIGKILL) }
    for process in launch.processes { process.waitUntilExit() }
  }

  @Test func oneThatFailsTellsTheOthersWhy() throws {
    let launch = try launch(2, out: "failed") {
      $0 == 1 ? ["--set", "augmentation.hue=2"] : []
    }
    for process in launch.processes { try process.run() }
    let outcomes = try launch.finish()
    #expect(outcomes[1].status == 2)
    #expect(outcomes[0].status == 1)
    #expect(
      outcomes[0].errors.contains("Process 1 on \(ProcessInfo.processInfo.hostName) failed"),
      "\(outcomes[0].errors)")
    #expect(outcomes[0].errors.contains("augmentation.hue"), "\(outcomes[0].errors)")
  }

  @Test func otherSettingsAreRefused() throws {
    let launch = try launch(2, out: "other") {
      $0 == 1 ? ["--set", "learningRate=0.5"] : []
    }
    for process in launch.processes { try process.run() }
    for (status, errors) in try launch.finish() {
      #expect(status == 3)
      #expect(errors.contains("the settings or faces of process 1 on"), "\(errors)")
    }
  }

  @Test func signalsStopAllAndSave() throws {
    let launch = try launch(2, out: "stopped", epochs: 10_000)
    for process in launch.processes { try process.run() }
    while try !String(contentsOf: launch.logs[0], encoding: .utf8).contains("epoch 1 of") {
      try #require(launch.processes[0].isRunning)
      usleep(50_000)
    }
    kill(launch.processes[1].processIdentifier, SIGTERM)
    for (status, errors) in try launch.finish() {
      #expect(status == 143)
      #expect(errors.contains("stopped in epoch"), "\(errors)")
    }
    #expect(FileManager.default.fileExists(atPath: path("stopped/checkpoint.safetensors")))
  }

  @Test(arguments: [
    (["RANK": "2"], 2 as Int32, "RANK is “2” (WORLD_SIZE is 2)"),
    (["RANK": "0", "MASTER_PORT": ""], 2, "MASTER_PORT is not set"),
    (["RANK": "1"], 1, "found no process 0 at MASTER_ADDR:MASTER_PORT"),
    (["RANK": "0"], 1, "could not gather the 2 processes"),
    (["RANK": "1", "MASTER_ADDR": "no-such-host.invalid"], 1, "no-such-host.invalid"),
  ]) func variablesThatLeadNowhereAreNamed(
    _ changes: [String: String], _ status: Int32, _ words: String
  ) throws {
    let variables = [
      "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "\(try Launch.freePort())",
    ].merging(changes) { $1 }
    let launch = try launch(1, out: "alone", variables: variables) { _ in
      ["--process-timeout", "2"]
    }
    try launch.processes[0].run()
    let outcome = try launch.finish()[0]
    #expect(outcome.status == status)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func moreProcessesThanFacesOfABatchAreRefused() throws {
    let launch = try launch(3, out: "small") { _ in ["--set", "batchSize=2"] }
    for process in launch.processes { try process.run() }
    for (status, errors) in try launch.finish() {
      #expect(status == 2)
      #expect(errors.contains("cannot be divided among 3 processes"), "\(errors)")
    }
  }
}
