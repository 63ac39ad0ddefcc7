import AuditArchives
import Exploration
import Statistics
import Support
import Testing

/// The audit over a few imitation archives; `Benchmarks/audit.sh` counts over many.
@Suite struct AuditPowerTests {
  /// Guessing in folds falls to half of what it gets right here, and had made cues look good beside it.
  @Test func balancedSmallSamplesAreNotFlagged() throws {
    let audits = try parallelMap(count: 24) { seed in
      try ShortcutAudit(BalancedSamples.draw(seed: UInt64(seed)), seed: UInt64(seed))
    }
    for prediction in audits.flatMap(\.predictions) {
      #expect(prediction.n == 7 * BalancedSamples.facesOfEmotion)
      #expect(abs(prediction.baseline - 1.0 / 7) < 1e-12)
      #expect(!prediction.isFlagged || prediction.accuracy > 1.0 / 7 + AuditThresholds.gain)
    }
    #expect(audits.allSatisfy { $0.predictions.map(\.cue).contains(.borderPixels) })
    #expect(audits.count { $0.predictions.contains { $0.isFlagged } } <= 2)
  }

  @Test(arguments: AuditPower.all)
  func shortcutsAreFoundAndCleanArchivesAreNotFlagged(archive: AuditPower) throws {
    let seeds = 8
    let any = try archive.flagged(seeds: seeds).count { !$0.isEmpty }
    let interval = try #require(try wilsonInterval(successes: any, trials: seeds))
    switch archive.planted {
    case .nothing: #expect(interval.lower < 0.05, "\(archive.name)")
    case .little: break
    case .much: #expect(interval.upper > 0.95, "\(archive.name)")
    }
  }
}
