import AuditArchives
import Datasets
import Exploration
import Faces
import Foundation
import Statistics
import Support
import Testing

@Suite struct ShortcutAuditTests {
  private func audit(_ archive: ImitationArchive, seed: UInt64 = 1) throws -> ShortcutAudit {
    try ShortcutAudit(archive.draw(seed: seed), seed: seed)
  }

  private func flagged(_ audit: ShortcutAudit) -> [String] {
    audit.findings.filter(\.isFlagged).map(\.id)
  }

  @Test func anArchiveOfTwoCollectionsIsFlagged() throws {
    let result = try audit(ImitationArchive(shareOfHappyAndNeutral: 1, shareOfOthers: 0))
    #expect(result.isFlagged)
    let ids = flagged(result)
    #expect(ids.contains("emotion-source"))
    #expect(!ids.contains("age-source"))
    // One collection holds happy and neutral alone: V is 1 of a possible 1.
    #expect(try #require(result.emotionBySource).cramersV.value > 0.98)
  }

  @Test(arguments: 1...5)
  func aCleanArchiveIsNot(seed: Int) throws {
    let result = try audit(
      ImitationArchive(shareOfHappyAndNeutral: 0.3, shareOfOthers: 0.3), seed: UInt64(seed))
    #expect(flagged(result) == [])
    #expect(result.predictions.count == ShortcutCue.allCases.count)
  }

  @Test func everyFindingIsOneSentenceWithItsNumber() throws {
    let result = try audit(ImitationArchive(shareOfHappyAndNeutral: 0.9, shareOfOthers: 0.1))
    #expect(result.findings.count == 8)
    for finding in result.findings {
      #expect(finding.text.hasSuffix("."))
      #expect(finding.text.contains { $0.isNumber })
      #expect(!finding.text.dropLast().contains(". "))
    }
  }

  /// Two emotions of equal share, each from its own source: the source tells them apart.
  @Test func theSourcePredictsWhatItDetermines() throws {
    let records = (0..<400).map { index in
      FaceRecord(
        image: "\(index)", source: index % 2 == 0 ? "a" : "b",
        emotion: index % 2 == 0 ? .happy : .sad)
    }
    let result = try ShortcutAudit(explored(records), seed: 3)
    let prediction = try #require(result.predictions.first)
    #expect(result.predictions.map(\.cue) == [.source])
    #expect(prediction.accuracy == 1)
    #expect(abs(prediction.baseline - 0.5) < 0.05)
    #expect(prediction.isFlagged)
  }

  /// A person's faces all have one emotion and one border: told apart by person, not by emotion.
  @Test func clustersDoNotHelpToPredictThemselves() throws {
    var generator = SeededGenerator(seed: 5)
    var records: [FaceRecord] = []
    var values: [String] = []
    for subject in 0..<60 {
      let emotion = LabelScheme.emotions7.emotions[generator.integer(below: 7)]
      for _ in 0..<20 {
        records.append(
          FaceRecord(
            image: "\(records.count)", subject: "\(subject)", source: "\(subject)",
            emotion: emotion))
        values.append("\(subject)")
      }
    }
    let prediction = try #require(try ShortcutAudit(explored(records), seed: 1).predictions.first)
    #expect(prediction.accuracy <= prediction.baseline + 0.02)
    #expect(!prediction.isFlagged)
    // Taken as single faces, the same sources would give everything away.
    let strangers = records.map { record in
      var record = record
      record.subject = nil
      return record
    }
    let leaking = try #require(try ShortcutAudit(explored(strangers), seed: 1).predictions.first)
    #expect(leaking.accuracy == 1)
  }

  @Test func classDistributionFollowsItsFormula() throws {
    var records: [FaceRecord] = []
    // Toddlers: 10 happy, 90 sad; adults: 60 happy, 40 sad. Too few teenagers to count.
    for (group, happy, sad) in [(AgeGroup.toddler, 10, 90), (.adult, 60, 40), (.teenager, 9, 0)] {
      for index in 0..<happy + sad {
        records.append(
          FaceRecord(
            image: "\(records.count)", emotion: index < happy ? .happy : .sad, ageGroup: group))
      }
    }
    let distribution = try #require(try ShortcutAudit(explored(records), seed: 1).classDistribution)
    #expect(distribution.groups.map(\.ageGroup) == [.toddler, .adult])
    #expect(abs(distribution.distance - 0.5) < 1e-12)
    #expect(abs(distribution.accuracyDifference - 0.15) < 1e-12)
    // Happy 80 %, sad 50 %: 0.1·0.8 + 0.9·0.5 and 0.6·0.8 + 0.4·0.5.
    #expect(abs(distribution.groups[0].accuracy - 0.53) < 1e-12)
    #expect(abs(distribution.groups[1].accuracy - 0.68) < 1e-12)
    #expect(distribution.isFlagged)
  }

  @Test func dataWithoutEmotionsHaveNothingToAudit() throws {
    let audit = try ShortcutAudit(explored([FaceRecord(image: "a")]), seed: 1)
    #expect(audit.findings.map(\.id) == ["no-emotions"])
    #expect(!audit.isFlagged)
  }

  private func explored(_ records: [FaceRecord]) throws -> ExploredFaces {
    let hashes = records.map { Optional($0.image) }
    return ExploredFaces(
      records, facts: records.map { _ in nil }, contentHashes: hashes,
      duplicates: try DuplicateClusters(
        fingerprints: records.map { _ in nil }, contentHashes: hashes), vocabulary: .study)
  }
}
