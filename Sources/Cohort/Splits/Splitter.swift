import Foundation
import Support

/// The shares of the faces that go to each split; they need not add up to one exactly.
public struct SplitFractions: Sendable, Equatable, Codable {
  public var train: Double
  public var validation: Double
  public var test: Double

  public init(train: Double = 0.7, validation: Double = 0.15, test: Double = 0.15) {
    self.train = train
    self.validation = validation
    self.test = test
  }

  /// The shares in `Split`'s order, scaled to a sum of one.
  /// - Throws: `SmilestoneError` (usage) unless all are positive and finite.
  func normalised() throws -> [Double] {
    let shares = [train, validation, test]
    guard shares.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw SmilestoneError.usage(
        "The split fractions are \(train), \(validation) and \(test).",
        remedy: "Give three positive numbers for train, validation and test.")
    }
    let sum = shares.reduce(0, +)
    return shares.map { $0 / sum }
  }
}

/// Divides faces into train, validation and test.
///
/// Faces of one subject stay together, and so do byte-identical images. Within that, every emotion
/// × age group is spread in proportion to the fractions as well as possible; faces with an unknown
/// emotion or age group count as strata of their own. A group or stratum that has three clusters
/// or more reaches all three splits where room allows: age groups always, emotion × age group as
/// long as no split outgrows its share.
public struct Splitter: Sendable {
  public var fractions: SplitFractions
  public var seed: UInt64

  public init(fractions: SplitFractions = SplitFractions(), seed: UInt64) {
    self.fractions = fractions
    self.seed = seed
  }

  /// The split of each record, in the records' order; splits that records have are not looked at.
  /// - Parameter contentHashes: one for each record, from `Manifest.contentHashes`; nil: unknown.
  /// - Throws: `SmilestoneError` (usage) when a fraction is not positive.
  public func splits(of records: [FaceRecord], contentHashes: [String?]) throws -> [Split] {
    let shares = try fractions.normalised()
    let clusters = FaceClusters(records, contentHashes: contentHashes).members
    var generator = SeededGenerator(seed: seed, stream: "split")
    var allocation = SplitAllocation(records: records, clusters: clusters, shares: shares)
    let order = clusters.indices.shuffled(using: &generator)
    allocation.cover(order)
    allocation.fill(order)
    var splits = Array(repeating: Split.train, count: records.count)
    for (cluster, members) in clusters.enumerated() {
      for index in members { splits[index] = allocation.split(ofCluster: cluster) }
    }
    return splits
  }

  /// Hashes the images, divides them and fills every record's split.
  public func assignSplits(
    in manifest: inout Manifest, observer: any ProgressObserver = SilentObserver()
  ) throws {
    let hashes = try manifest.contentHashes(observer: observer)
    let splits = try splits(of: manifest.records, contentHashes: hashes)
    for index in manifest.records.indices { manifest.records[index].split = splits[index] }
  }
}
