import Datasets
import Exploration
import Faces
import Foundation
import Imaging
import Support
import Synthetic
import TestSupport

/// Random samples of synthetic faces as small and balanced as a laboratory's archive: 17 faces of each
/// emotion, each of another subject. Nothing in them but the expression goes with the emotion.
public enum BalancedSamples {
  public static let facesOfEmotion = 17

  private struct Pool {
    let records: [FaceRecord]
    let facts: [ImageFacts?]
  }

  private static let pool = Result {
    let folder = try TemporaryFolder()
    let manifest = try SyntheticCohort.draw(
      SyntheticCohortSettings(seed: 12, subjects: 300, imagesPerSubject: 4, sizeInPixels: 48),
      into: folder.url)
    let explored = try ExploredFaces(manifest)
    return Pool(records: explored.records, facts: explored.facts)
  }

  public static func draw(seed: UInt64) throws -> ExploredFaces {
    let pool = try pool.get()
    var generator = SeededGenerator(seed: seed, stream: "balanced sample")
    var missing = Dictionary(
      uniqueKeysWithValues: LabelScheme.emotions7.emotions.map { ($0, facesOfEmotion) })
    var subjects: Set<String> = []
    let faces = pool.records.indices.shuffled(using: &generator).filter { face in
      guard let emotion = pool.records[face].emotion, let subject = pool.records[face].subject,
        let left = missing[emotion], left > 0, subjects.insert(subject).inserted
      else { return false }
      missing[emotion] = left - 1
      return true
    }
    let hashes = faces.map { Optional(pool.records[$0].image) }
    return ExploredFaces(
      faces.map { pool.records[$0] }, facts: faces.map { pool.facts[$0] }, contentHashes: hashes,
      duplicates: try DuplicateClusters(
        fingerprints: faces.map { _ in nil }, contentHashes: hashes), vocabulary: .study)
  }
}
