import Foundation
import Support
import TestSupport
import Testing

@Suite struct TuneTests {
  private let folder: TemporaryFolder

  /// A small synthetic cohort with splits.
  init() throws {
    folder = try TemporaryFolder()
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "30", "--images", "3", "--size", "24")
    try Program.run(
      "stratify", path("synthetic/manifest.csv"), "--out", path("faces.csv"), "--split")
  }

  private func path(_ name: String) -> String { folder.file(name).path }

  private func tune(_ arguments: String..., out: String = "search") throws -> Program.Outcome {
    try Program.finish(
      Program.process(
        [
          "tune", path("faces.csv"), "--out", path(out), "--threads", "1", "--skip-sanity", "--set",
          "imageSize=16", "--epochs", "1",
        ] + arguments))
  }

  private func rows(_ name: String) throws -> [String] {
    try String(contentsOf: folder.file(name), encoding: .utf8).split(separator: "\n")
      .map(String.init)
  }

  /// Neither are the test faces among those that the trainings saw, nor is a search repeated; the
  /// best settings are a file that `train` takes.
  @Test func searchesRanksAndContinues() throws {
    let first = try tune("--search", "learningRate=1e-4,1e-3", "--workers", "2")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("2 candidates on"), "\(first.output)")
    #expect(first.output.contains("By chance alone the best of 2"))
    let table = try rows("search/trials.csv")
    #expect(table.count == 3)
    #expect(table.dropFirst().allSatisfy { $0.hasSuffix(",done,") })
    #expect(try !rows("search/faces/faces.csv").contains { $0.contains(",test,") })
    #expect(try rows("faces.csv").contains { $0.contains(",test,") })

    let again = try tune("--search", "learningRate=1e-4,1e-3", "--workers", "2")
    #expect(again.output == first.output)
    #expect(try rows("search/trials.csv") == table)
    let other = try tune("--search", "learningRate=1e-4,1e-2")
    #expect(other.status == 2)
    #expect(other.errors.contains("holds another search"), "\(other.errors)")

    let trained = try Program.run(
      "train", path("faces.csv"), "--out", path("model"), "--config", path("search/best.json5"),
      "--threads", "1")
    #expect(trained.status == 0, "\(trained.errors)")
  }

  /// Two processes on one folder make what one makes, and `status` says so.
  @Test func severalProcessesShareASearch() throws {
    let arguments = ["--search", "learningRate=1e-4,3e-4,1e-3,3e-3"]
    let processes = (0..<2).map { _ in
      Program.process(
        [
          "tune", path("faces.csv"), "--out", path("shared"), "--threads", "1", "--skip-sanity",
          "--set", "imageSize=16", "--epochs", "1",
        ] + arguments)
    }
    for process in processes {
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
    }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    let status = try Program.run("status", path("shared"))
    #expect(
      status.output == "4 of 4 done, 0 running, 0 failed, 0 stopped, 0 not begun\n")
    let claims = try FileManager.default.subpathsOfDirectory(atPath: path("shared"))
      .filter { $0.contains("claim-") }
    #expect(claims.count == 4)
    #expect(claims.allSatisfy { $0.hasSuffix("claim-1.txt") })

    #expect(try tune(arguments[0], arguments[1]).status == 0)
    func withoutTimes(_ name: String) throws -> [[Substring]] {
      try rows(name).map { row in
        row.split(separator: ",", omittingEmptySubsequences: false).enumerated()
          .filter { $0.offset != 9 }.map(\.element)
      }
    }
    #expect(try withoutTimes("shared/trials.csv") == withoutTimes("search/trials.csv"))
    #expect(try rows("shared/best.json5") == rows("search/best.json5"))
    let elsewhere = try Program.run("status", path("faces.csv"))
    #expect(elsewhere.status == 3)
    #expect(elsewhere.errors.contains("holds no work that processes share"))
  }

  /// Without sbatch the array is written, with every option of the search.
  @Test func aJobArrayIsWritten() throws {
    let process = Program.process([
      "tune", path("faces.csv"), "--out", path("array"), "--search", "dropout=0.2,0.5,0.7",
      "--slurm", "time=1:00:00",
    ])
    process.environment = ProcessInfo.processInfo.environment.merging(["PATH": "/nowhere"]) { $1 }
    let outcome = try Program.finish(process)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("sbatch \(path("array/slurm.sh"))"), "\(outcome.output)")
    let script = try rows("array/slurm.sh")
    #expect(script.contains("#SBATCH --array=1-3"))
    #expect(
      script.last?.hasSuffix(
        "tune \(path("faces.csv")) --out \(path("array")) --search dropout=0.2,0.5,0.7") == true)
    #expect(try tune("--slurm-tasks", "2").status == 2)
  }

  @Test func foldsGoBySubjectAndDivergenceCostsOneTrial() throws {
    // A step of 1e30 makes the loss no number.
    let outcome = try tune(
      "--search", "learningRate=1e-3,1e30", "--folds", "2", "--set", "optimiser=sgd")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("of 2 folds; 2 trainings failed"), "\(outcome.output)")
    let table = try rows("search/trials.csv")
    #expect(table.count == 5)
    #expect(table.count { $0.contains("failed,\"Adult model: the loss") } == 2)

    func subjects(_ name: String, _ split: String) throws -> Set<String> {
      let lines = try rows(name)
      let place = try #require(
        lines[0].split(separator: ",").firstIndex(of: "subject"))
      return Set(
        lines.filter { $0.contains(",\(split),") }
          .map { String($0.split(separator: ",", omittingEmptySubsequences: false)[place]) })
    }
    let held = try (1...2).map { try subjects("search/faces/fold-\($0).csv", "validation") }
    #expect(!held[0].isEmpty && !held[1].isEmpty && held[0].isDisjoint(with: held[1]))
  }

  /// Stopped, the training that runs saves itself, and the same command continues in its midst.
  @Test func aStoppedSearchContinuesInTheMidstOfATraining() throws {
    func search() -> Process {
      Program.process([
        "tune", path("faces.csv"), "--out", path("stopped"), "--threads", "1", "--skip-sanity",
        "--set", "imageSize=16", "--epochs", "40", "--search", "dropout=0.5",
        "--checkpoint-every", "0",
      ])
    }
    let process = search()
    let training = "stopped/trials/0001/rung-1"
    try Program.start(
      process, pausingAfter: "\(training)/checkpoint.safetensors", isOfChild: true)
    Program.end(process, by: SIGTERM)
    func logged() -> String {
      (try? String(contentsOf: folder.file("\(training)/log.txt"), encoding: .utf8)) ?? ""
    }
    #expect(process.terminationStatus == 143)
    #expect(logged().contains(", as asked"), "\(logged())")

    let outcome = try Program.finish(search())
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(logged().contains("continuing in epoch"), "\(logged())")
  }

  @Test func agesAndHalving() throws {
    let outcome = try Program.run(
      "tune", path("faces.csv"), "--model", "age", "--out", path("ages"), "--threads", "1",
      "--set", "imageSize=16", "--epochs", "3", "--strategy", "halving", "--trials", "3",
      "--search", "learningRate=log:1e-4..1e-2")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("ages learnt by heart"), "\(outcome.output)")
    #expect(outcome.output.contains("mean error, years"))
    let epochs = try rows("ages/trials.csv").dropFirst().map { $0.split(separator: ",")[2] }
    #expect(epochs == ["1", "1", "1", "3"])
  }

  /// Labels without a relation to images can be learnt by heart too; images that are all the
  /// same cannot.
  @Test func sanityChecksStopAHopelessSearch() throws {
    let images = try FileManager.default.contentsOfDirectory(atPath: path("synthetic/images"))
      .filter { $0.hasSuffix(".png") }.sorted()
    let first = try Data(contentsOf: folder.file("synthetic/images/\(images[0])"))
    var text = "image,emotion,split\n"
    for index in 0..<8 {
      // Bytes behind the image's end make another file of it.
      try (first + Data([UInt8(index)])).write(to: folder.file("same-\(index).png"))
      text += "same-\(index).png,\(index % 2 == 0 ? "happy" : "sad"),train\n"
    }
    text += "synthetic/images/\(images[40]),happy,validation\n"
    try folder.write(text, to: "same.csv")
    let outcome = try Program.run(
      "tune", path("same.csv"), "--out", path("hopeless"), "--preset", "scratch", "--set",
      "imageSize=16", "--threads", "1")
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.output.contains("ok     loss before training"), "\(outcome.output)")
    #expect(outcome.output.contains("failed 8 faces learnt by heart"), "\(outcome.output)")
    #expect(outcome.errors.contains("--skip-sanity"), "\(outcome.errors)")
  }
}
