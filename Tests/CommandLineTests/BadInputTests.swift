import Foundation
import TestSupport
import Testing

@Suite struct BadInputTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name).path }

  @Test func missingAndEmptyFoldersAreNamed() throws {
    try FileManager.default.createDirectory(
      at: folder.file("empty"), withIntermediateDirectories: true)
    for name in ["missing", "empty"] {
      let outcome = try Program.run(
        "manifest", path(name), "--dataset", "folders", "--out", path("m.csv"))
      #expect(outcome.status == 3)
      #expect(outcome.errors.contains(path(name)), "\(outcome.errors)")
    }
  }

  @Test(arguments: [
    ("image,age\na.png,young\n", "line 2"), ("image,age\na.png,-1\n", "line 2"),
    ("image,age_group\na.png,baby\n", "age_group"), ("portrait\na.png\n", "image"),
    ("image,age\na.png\n", "line 2"), ("", "empty"), ("image,age\na.png,\n", "No face"),
  ])
  func badManifestsAreExplained(content: String, explanation: String) throws {
    let manifest = try folder.write(content, to: "manifest.csv")
    let outcome = try Program.run("stratify", manifest.path, "--out", path("out.csv"))
    #expect(outcome.status == 3, "\(outcome.errors)")
    #expect(outcome.errors.contains(explanation), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("out.csv")))
  }

  @Test func aFileThatIsNoModelIsNamed() throws {
    let manifest = try folder.write("image\na.png\n", to: "manifest.csv")
    let model = try folder.write("not a model", to: "model.safetensors")
    let outcome = try Program.run(
      "age", "predict", manifest.path, "--model", model.path, "--out", path("out.csv"))
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("model.safetensors"))
  }

  @Test func aManifestWithoutAgesCannotTrainTheAgeEstimator() throws {
    let manifest = try folder.write("image\na.png\n", to: "manifest.csv")
    let outcome = try Program.run("age", "train", manifest.path, "--out", path("age"))
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("age"))
  }

  /// A limit on file sizes stands in for a full disk: the write fails just as late.
  @Test func aFailedWriteIsOneMessageAndLeavesNothing() throws {
    let manifest = try folder.write("image,age\na.png,4\n", to: "manifest.csv")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" stratify \"$1\" --out \"$2\"",
      Program.url.path, manifest.path, path("out.csv"),
    ]
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let errors = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(errors.contains("out.csv"), "\(errors)")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(left == ["manifest.csv"])
  }

  @Test func oneCorruptImageAmongManyIsListed() throws {
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "30", "--images", "1", "--size", "24")
    let images = folder.file("synthetic/images")
    let names = try FileManager.default.subpathsOfDirectory(atPath: images.path)
      .filter { $0.hasSuffix(".png") }.sorted()
    #expect(names.count == 30)
    try Data("not an image".utf8).write(to: images.appendingPathComponent(names[3]))
    let trained = try Program.run(
      "age", "train", path("synthetic/manifest.csv"), "--out", path("age"), "--epochs", "1",
      "--set",
      "imageSize=16")
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(trained.errors.contains("Left out: 1 image."), "\(trained.errors)")
    #expect(trained.errors.contains("\(names[3]): "), "\(trained.errors)")
    let skipped = try String(contentsOf: folder.file("age/skipped.csv"), encoding: .utf8)
    #expect(skipped.contains(names[3]))

    let predicted = try Program.run(
      "predict", images.path, "--age-model", path("age/model.safetensors"), "--out",
      path("predicted.csv"))
    #expect(predicted.status == 0, "\(predicted.errors)")
    #expect(predicted.output.contains("29 of 30 images"))
    let rows = try String(contentsOf: folder.file("predicted.csv"), encoding: .utf8)
      .split(separator: "\n")
    #expect(rows.count == 31)
    #expect(rows.count { $0.contains(",ok,") } == 29)
  }
}
