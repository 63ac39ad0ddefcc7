import AuditArchives
import Exploration
import Foundation
import Support
import TestSupport
import Testing

@Suite struct AuditFileTests {
  private let folder: TemporaryFolder
  private let audit: ShortcutAudit

  init() throws {
    folder = try TemporaryFolder()
    audit = try ShortcutAudit(
      ImitationArchive(shareOfHappyAndNeutral: 1, shareOfOthers: 0).draw(seed: 1), seed: 1)
  }

  private func write(_ audit: ShortcutAudit) throws -> URL {
    let file = folder.file("audit.json")
    try AtomicFile.write(JSONEncoder().encode(audit), to: file)
    return file
  }

  @Test func readsWhatWasWritten() throws {
    #expect(try ShortcutAudit(contentsOf: write(audit), of: .study) == audit)
  }

  /// The page makes a column for every emotion.
  @Test func sharesOfOtherLengthsAreRefused() throws {
    for change: (inout ClassDistribution) -> Void in [
      { $0.groups[0].shares.append(0.1) }, { $0.groups[1].shares.removeLast() },
      { $0.recalls.append(0.5) },
    ] {
      var changed = audit
      var distribution = try #require(audit.classDistribution)
      change(&distribution)
      changed.classDistribution = distribution
      let file = try write(changed)
      let error = #expect(throws: SmilestoneError.self) {
        try ShortcutAudit(contentsOf: file, of: .study)
      }
      #expect(error?.code == .badInput)
      #expect(error?.message.contains(file.path) == true)
    }
  }

  @Test func otherFilesAreNamed() throws {
    let file = try folder.write("{}", to: "audit.json")
    let error = #expect(throws: SmilestoneError.self) {
      try ShortcutAudit(contentsOf: file, of: .study)
    }
    #expect(error?.message.contains("not an audit of this version") == true)
  }
}
