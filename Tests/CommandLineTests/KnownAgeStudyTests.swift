import Faces
import Foundation
import Support
import TestSupport
import Testing

/// Studies of faces whose ages are known: no age estimator.
@Suite struct KnownAgeStudyTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try StudyCohorts.copy(into: folder)
  }

  private func study() throws -> Program.Outcome {
    try Program.run(
      "study", "--out", folder.file("run").path, "--faces", folder.file("faces/manifest.csv").path,
      "--preset", "scratch", "--epochs", "1", "--threads", "1", "--set", "infant.imageSize=16",
      "--set", "adult.imageSize=16")
  }

  private func change(_ change: (inout FaceRecord) -> Void) throws {
    let file = folder.file("faces/manifest.csv")
    var manifest = try Manifest(contentsOf: file, observer: SilentObserver())
    for index in manifest.records.indices.prefix(4) { change(&manifest.records[index]) }
    try manifest.write(to: file)
  }

  @Test func trainsNoEstimatorAndSaysThatAgesAreKnown() throws {
    try change {
      $0.ageInYears = nil; $0.ageSource = nil
    }
    let done = try study()
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.errors.contains("Left out, for their ages are not known: 4 of 90 faces."))
    #expect(done.errors.contains("[2/9] Sorting into age groups"))
    #expect(!done.errors.contains("age estimator"), "\(done.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("run/age").path))
    #expect(
      try String(contentsOf: folder.file("run/skipped.csv"), encoding: .utf8)
        .contains("its age is not known"))
    let page = try Page(contentsOf: folder.file("run/report.html"))
    #expect(try page.section("question").contains("sorted by their known ages"))
    #expect(try page.section("limitations").contains("Ages are those that came with the faces"))
    #expect(try page.section("methods").contains("no age estimator is trained"))
    #expect(try !page.section("methods").contains(">age estimator</th>"))
    for words in ["age evaluate", "Where ages were estimated", "Errors of estimated ages"] {
      #expect(!page.text.contains(words), "\(words)")
    }

    // What works on runs finds no estimator, and needs none.
    let predicted = try Program.run(
      "predict", folder.file("faces/manifest.csv").path, "--run", folder.file("run").path, "--out",
      folder.file("new.csv").path)
    #expect(predicted.status == 0, "\(predicted.errors)")
    let shared = try Program.run(
      "report", folder.file("run").path, "--share", folder.file("copy").path)
    #expect(shared.status == 0, "\(shared.errors)")
  }

  @Test func agesThatNobodyKnowsHaveToBeLearnt() throws {
    let file = folder.file("faces/manifest.csv")
    var manifest = try Manifest(contentsOf: file, observer: SilentObserver())
    for index in manifest.records.indices { manifest.records[index].ageSource = .estimated }
    try manifest.write(to: file)
    let refused = try study()
    #expect(refused.status == 3)
    #expect(
      refused.errors.contains("No age is known of the 90 faces to study"), "\(refused.errors)")
    #expect(refused.errors.contains("--age-faces"))
  }
}
