import Foundation
import TestSupport
import Testing

/// The two small synthetic cohorts of tests of whole studies, `faces` and, for the age estimator, `ages`: drawn
/// once in a process, copied for each test.
enum StudyCohorts {
  private static let place = FileManager.default.temporaryDirectory
    .appendingPathComponent("smilestone-tests-cohorts-\(ProcessInfo.processInfo.processIdentifier)")

  private static let drawn = Result {
    atexit { try? FileManager.default.removeItem(at: StudyCohorts.place) }
    for (name, seed) in [("faces", "1"), ("ages", "2")] {
      let outcome = try Program.run(
        "synth", "--out", place.appendingPathComponent(name).path, "--subjects", "30", "--images",
        "3", "--size", "24", "--seed", seed)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
  }

  static func copy(into folder: TemporaryFolder) throws {
    try drawn.get()
    for name in ["faces", "ages"] {
      try FileManager.default.copyItem(
        at: place.appendingPathComponent(name), to: folder.file(name))
    }
  }
}
