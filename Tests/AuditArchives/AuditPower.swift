import Exploration
import Support

/// How often the audit raises its hand over many archives of one kind.
public struct AuditPower: Sendable {
  /// How much of a shortcut there is.
  public enum Planted: Sendable {
    case nothing, little, much
  }

  public let name: String
  public let planted: Planted
  private let draw: @Sendable (UInt64) throws -> ExploredFaces

  private init(name: String, archive: ImitationArchive, planted: Planted) {
    self.init(name: name, planted: planted, draw: archive.draw)
  }

  private init(
    name: String, planted: Planted, draw: @escaping @Sendable (UInt64) throws -> ExploredFaces
  ) {
    self.name = name
    self.planted = planted
    self.draw = draw
  }

  /// The findings that are flagged, by their ids, in archives of the seeds from 0 on.
  public func flagged(seeds: Int) throws -> [[String]] {
    try parallelMap(count: seeds) { seed in
      try ShortcutAudit(draw(UInt64(seed)), seed: UInt64(seed)).findings
        .filter { $0.isFlagged }.map { $0.id }
    }
  }

  public static let all = [
    AuditPower(
      name: "clean, 17 synthetic faces of each emotion", planted: .nothing,
      draw: BalancedSamples.draw),
    AuditPower(
      name: "clean, 30 % portraits",
      archive: ImitationArchive(shareOfHappyAndNeutral: 0.3, shareOfOthers: 0.3), planted: .nothing),
    AuditPower(
      name: "clean, 10 faces a person",
      archive: ImitationArchive(
        shareOfHappyAndNeutral: 0.3, shareOfOthers: 0.3, facesPerSubject: 10), planted: .nothing),
    AuditPower(
      name: "happy and neutral 40 %, others 25 %",
      archive: ImitationArchive(shareOfHappyAndNeutral: 0.4, shareOfOthers: 0.25), planted: .little),
    AuditPower(
      name: "happy and neutral 60 %, others 15 %",
      archive: ImitationArchive(shareOfHappyAndNeutral: 0.6, shareOfOthers: 0.15), planted: .much),
    AuditPower(
      name: "happy and neutral 100 %, others 0 %",
      archive: ImitationArchive(shareOfHappyAndNeutral: 1, shareOfOthers: 0), planted: .much),
    AuditPower(
      name: "the same, source not named",
      archive: ImitationArchive(shareOfHappyAndNeutral: 1, shareOfOthers: 0, namesSource: false),
      planted: .much),
  ]
}
