import Foundation
import Support
import TestSupport
import Testing

/// Age estimators that several processes train, predictions and evaluations that they divide, against one
/// process's.
@Suite struct SharedPredictionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "40", "--images", "3", "--size", "24")
    try Program.run(
      "stratify", path("synthetic/manifest.csv"), "--out", path("faces.csv"), "--split")
  }

  private func path(_ name: String) -> String { folder.file(name).path }

  private func run(_ count: Int, _ name: String, _ arguments: [String]) throws {
    try Launch(count, in: folder, name: name) { _ in
      arguments + ["--out", path(name), "--threads", "1"]
    }.succeed()
  }

  /// The cells of two tables; numbers may differ by a tolerance.
  private func expectEqual(_ first: String, _ second: String, within tolerance: Double = 0) throws {
    func cells(_ name: String) throws -> [[String]] {
      var rows: [[String]] = []
      let reader = try CSVReader(contentsOf: folder.file(name))
      try reader.forEachRow { rows.append($0.fields) }
      return [reader.header] + rows
    }
    let (one, other) = try (cells(first), cells(second))
    #expect(one.count == other.count && one.count > 1)
    for (row, others) in zip(one, other) {
      for (cell, counterpart) in zip(row, others) where cell != counterpart {
        let (number, reference) = try (
          #require(Double(cell), "\(cell), \(counterpart)"),
          #require(Double(counterpart), "\(cell), \(counterpart)")
        )
        #expect(abs(number - reference) <= tolerance)
      }
    }
  }

  private static let training = [
    "--preset", "synthetic", "--epochs", "6", "--set", "precision=float64", "--set", "imageSize=16",
    "--set", "batchSize=16", "--set", "patience=0",
  ]

  /// The history and, from the weights in single precision, the predictions.
  @Test func ageEstimatorsAreTheSame() throws {
    for count in [1, 3] {
      try run(
        count, "age-\(count)", ["age", "train", path("synthetic/manifest.csv")] + Self.training)
    }
    func withoutTimes(_ name: String) throws {
      let lines = try String(contentsOf: folder.file("\(name)/history.csv"), encoding: .utf8)
        .split(separator: "\n").map { $0.split(separator: ",").dropLast().joined(separator: ",") }
      try folder.write(lines.joined(separator: "\n") + "\n", to: "\(name).csv")
    }
    try withoutTimes("age-1")
    try withoutTimes("age-3")
    try expectEqual("age-1.csv", "age-3.csv", within: 1e-10)
    try expectEqual("age-1/predictions.csv", "age-3/predictions.csv", within: 1e-4)
  }

  /// Faces share their batches with the same ones, however many processes compute them.
  @Test func predictionsAreTheSameToTheLastDigit() throws {
    try run(1, "age", ["age", "train", path("synthetic/manifest.csv")] + Self.training)
    try run(1, "adult", ["train", path("faces.csv")] + Self.training)
    let (age, adult) = (path("age/model.safetensors"), path("adult/model.safetensors"))
    try folder.write("no image", to: "synthetic/images/broken.png")
    for count in [1, 2, 5] {
      try run(
        count, "predicted-\(count).csv",
        ["predict", path("synthetic/images"), "--model", adult, "--age-model", age])
      try run(
        count, "ages-\(count).csv", ["age", "predict", path("synthetic/images"), "--model", age])
      try run(
        count, "evaluation-\(count)",
        ["evaluate", path("faces.csv"), "--model", adult, "--replicates", "20"])
    }
    for count in [2, 5] {
      try expectEqual("predicted-1.csv", "predicted-\(count).csv")
      try expectEqual("ages-1.csv", "ages-\(count).csv")
      try expectEqual("evaluation-1/predictions.csv", "evaluation-\(count)/predictions.csv")
      #expect(
        !FileManager.default.fileExists(atPath: path("ages-\(count).csv.unfinished")))
    }
    let log = try String(contentsOf: folder.file("predicted-5.csv-4.log"), encoding: .utf8)
    #expect(log.isEmpty, "only the first speaks: \(log)")
  }
}
