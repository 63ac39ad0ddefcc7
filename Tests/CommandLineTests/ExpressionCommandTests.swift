import Analysis
import Expression
import Faces
import Foundation
import Support
import TestSupport
import Testing

/// `smilestone expression` as a user runs it.
@Suite struct ExpressionCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name).path }

  private func analyse(_ manifest: String, _ more: String...) throws -> Program.Outcome {
    try Program.finish(
      Program.process(
        [
          "expression", path(manifest), "--out", path("out"), "--size", "32", "--threads", "1",
          "--set", "gateResamples=5", "--set", "timingResamples=5",
        ] + more))
  }

  @Test func syntheticFacesGiveTablesAndAnAnswer() throws {
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "150", "--size", "32", "--seed", "3")
    let outcome = try analyse("synthetic/manifest.csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for line in ["600 faces of 150 subjects", "men and women", "The gate"] {
      #expect(outcome.output.contains(line), "\(outcome.output)")
    }
    for file in ["expression.json", "curve.csv", "emotions.csv", "distances.csv", "warp.csv"] {
      #expect(FileManager.default.fileExists(atPath: path("out/\(file)")))
    }
    let json = try analyse("synthetic/manifest.csv", "--json")
    let read = try JSONDecoder().decode(
      ExpressionAnalysis.self, from: Data(contentsOf: folder.file("out/expression.json")))
    let printed = try JSONDecoder().decode(ExpressionAnalysis.self, from: Data(json.output.utf8))
    #expect(read == printed)
    #expect(read.gate.distances.count == 21)
    #expect(outcome.output.contains(read.answer))
  }

  @Test func imagesAreRegisteredByKnownPoints() throws {
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "150", "--size", "32", "--seed", "3",
      "--landmarks")
    let outcome = try analyse("synthetic/manifest.csv", "--registration", "landmarks")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("Registration by landmarks: each face is laid onto"))
    #expect(outcome.output.contains("squared pixels from that of adults"), "\(outcome.output)")
    let analysis = try JSONDecoder().decode(
      ExpressionAnalysis.self, from: Data(contentsOf: folder.file("out/expression.json")))
    #expect(analysis.registration.source == .landmarks && analysis.registration.isApplied)
    #expect(analysis.settings.registration == .landmarks)
    let after = try #require(analysis.registration.toddlersToAdultsAfter)
    #expect(after < 0.1 * analysis.registration.toddlersToAdults)
    #expect(analysis.registration.meanFaces != nil)

    try Program.run(
      "synth", "--out", path("pointless"), "--subjects", "20", "--size", "32", "--seed", "3")
    let missing = try analyse("pointless/manifest.csv", "--registration", "landmarks")
    #expect(missing.status == 3 && missing.errors.contains("no column landmarks"))
    #expect(missing.errors.contains("smilestone landmarks"), "\(missing.errors)")
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(
        atPath: "/usr/share/dlib/shape_predictor_68_face_landmarks.dat"),
      "libdlib-data is installed"))
  func pointsArePlacedAndCompared() throws {
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "150", "--size", "128", "--seed", "3",
      "--images", "2")
    let placed = try Program.run(
      "landmarks", path("synthetic/manifest.csv"), "--out", path("synthetic/points.csv"))
    #expect(placed.status == 0 && placed.output.contains("of 300 faces; no face found in"))
    let outcome = try analyse("synthetic/points.csv", "--features", "landmarks")
    #expect(outcome.status == 0 || outcome.errors.contains("Too few faces"), "\(outcome.errors)")
  }

  @Test func labelsThatBecomeBetterKeepAnAgeFromBeingSaid() throws {
    try Data(
      "{wrongLabels: {start: 0.4, steps: [{change: -0.4, ageInYears: 8, widthInYears: 0.1}]}}".utf8
    ).write(to: folder.file("labels.json5"))
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "400", "--size", "32", "--seed", "3",
      "--development", path("labels.json5"))
    let outcome = try analyse("synthetic/manifest.csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("too unequal for an age"), "\(outcome.output)")
    #expect(outcome.output.contains("! The labels of toddlers fit their faces less well"))
    #expect(!outcome.output.contains("partially pooled"))
  }

  @Test func imagesThatBecomeSharperAreARivalReading() throws {
    try Data(
      "{blur: {start: 0.03, steps: [{change: -0.03, ageInYears: 8, widthInYears: 0.1}]}}".utf8
    ).write(to: folder.file("blur.json5"))
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "500", "--size", "32", "--seed", "3",
      "--development", path("blur.json5"))
    let outcome = try analyse("synthetic/manifest.csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("! The images’ sharpness rises by"), "\(outcome.output)")
    try Data("{blurr: {start: 0.03}}".utf8).write(to: folder.file("blur.json5"))
    let mistake = try Program.finish(
      Program.process([
        "synth", "--out", path("other"), "--development", path("blur.json5"),
      ]))
    #expect(mistake.status == 3)
    #expect(mistake.errors.contains("did you mean blur?"))
  }

  @Test func estimatedAgesAreAveragedOver() throws {
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "150", "--size", "32", "--seed", "3")
    var manifest = try Manifest(
      contentsOf: folder.file("synthetic/manifest.csv"), observer: SilentObserver())
    func analysis(spread: Double?) throws -> ExpressionAnalysis {
      for row in manifest.records.indices {
        manifest.records[row].ageSource = .estimated
        manifest.records[row].ageStandardDeviationInYears = spread
      }
      try manifest.write(to: folder.file("synthetic/estimated.csv"))
      let outcome = try analyse("synthetic/estimated.csv")
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try JSONDecoder().decode(
        ExpressionAnalysis.self, from: Data(contentsOf: folder.file("out/expression.json")))
    }
    let unknown = try analysis(spread: nil)
    #expect(unknown.warnings.contains { $0.contains("600 ages are estimates") })
    let (sure, unsure) = (try analysis(spread: 0), try analysis(spread: 2))
    #expect(sure.warnings.isEmpty && unsure.warnings.isEmpty)
    let ages = try [unknown, sure].map { try #require($0.timing).ageInYears }
    #expect(abs(ages[0] - ages[1]) < 1e-9)
    #expect(sure.facesDatedByOthers == 0 && unsure.facesDatedByOthers == 600)
    #expect(sure.timing != unsure.timing)
  }

  @Test func whatIsMissingIsNamed() throws {
    try folder.write("image,age\na.png,3\n", to: "unlabelled.csv")
    try folder.write("image,emotion\na.png,happy\n", to: "ageless.csv")
    for (manifest, words) in [
      ("unlabelled.csv", "no face with an emotion"), ("ageless.csv", "and an age"),
      ("missing.csv", "missing.csv"),
    ] {
      let outcome = try analyse(manifest)
      #expect(outcome.status == 3)
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
  }

  @Test func tooFewFacesAndOddSizesAreRefused() throws {
    try Program.run(
      "synth", "--out", path("few"), "--subjects", "20", "--size", "32", "--seed", "3")
    let few = try analyse("few/manifest.csv")
    #expect(few.status == 3 && few.errors.contains("At least 10"), "\(few.errors)")
    let odd = try Program.run(
      "expression", path("few/manifest.csv"), "--out", path("odd"), "--size", "50")
    #expect(odd.status == 2 && odd.errors.contains("multiple of 8"), "\(odd.errors)")
  }
}
