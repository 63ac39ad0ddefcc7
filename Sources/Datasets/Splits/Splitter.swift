import Faces
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

  /// No split gets less than this share: of fewer faces nothing could be said.
  private static let smallestShare = 0.001

  /// The shares in `Split`'s order, scaled to a sum of one.
  /// - Throws: `SmilestoneError` (usage) unless all are positive, at most 100, and at least a
  ///   thousandth of their sum.
  public func normalised() throws -> [Double] {
    let shares = [train, validation, test]
    let sum = shares.reduce(0, +)
    guard shares.allSatisfy({ $0 > 0 && $0 <= 100 && $0 >= SplitFractions.smallestShare * sum })
    else {
      throw SmilestoneError.usage(
        "The split fractions are \(train), \(validation) and \(test).",
        remedy: "Give three positive numbers for train, validation and test, at most 100, each at "
          + "least a thousandth of their sum.")
    }
    return shares.map { $0 / sum }
  }
}

/// Divides faces into train, validation and test.
///
/// Faces of one subject stay together, and so do byte-identical images, near duplicates and, where
/// asked, faces of one source. Within that, every emotion × age group is spread in proportion to
/// the fractions as well as possible; faces with an unknown emotion or age group count as strata of
/// their own. A group or stratum that has three clusters or more reaches all three splits where
/// room allows: age groups always, emotion × age group as long as no split outgrows its share.
public struct Splitter: Sendable {
  public var fractions: SplitFractions
  public var seed: UInt64
  /// Whether a source stays in one split, which tests models on sources that they never saw.
  public var bySource: Bool
  /// What the records' age groups are.
  public var ages: AgeGrouping

  public init(
    fractions: SplitFractions = SplitFractions(), seed: UInt64, bySource: Bool = false,
    ages: AgeGrouping
  ) {
    self.ages = ages
    self.fractions = fractions
    self.seed = seed
    self.bySource = bySource
  }

  /// The split of each record, in the records' order; splits that records have are not looked at.
  /// - Parameters:
  ///   - contentHashes: one for each record, from `Manifest.contentHashes`; nil: unknown.
  ///   - duplicateClusters: the cluster of near duplicates of each record, from
  ///     `DuplicateClusters`; nil for a face without any, and where they are not known.
  /// - Throws: `SmilestoneError` (usage) when a fraction is not positive.
  public func splits(
    of records: [FaceRecord], contentHashes: [String?], duplicateClusters: [String?]? = nil
  ) throws -> [Split] {
    let shares = try fractions.normalised()
    let clusters = FaceClusters(
      records, contentHashes: contentHashes, duplicateClusters: duplicateClusters,
      bySource: bySource
    ).members
    return parts(records, clusters: clusters, shares: shares, stream: "split")
      .map { Split.allCases[$0] }
  }

  /// A fold for each record, counted from 1.
  ///
  /// Folds are of equal size and stratified as splits are.
  /// - Parameter count: 2 at least; the others as for `splits`.
  /// - Throws: `SmilestoneError` (usage) when there are fewer independent clusters than folds.
  public func folds(
    _ count: Int, of records: [FaceRecord], contentHashes: [String?],
    duplicateClusters: [String?]? = nil
  ) throws -> [Int] {
    precondition(count > 1, "two folds are the least")
    let clusters = FaceClusters(
      records, contentHashes: contentHashes, duplicateClusters: duplicateClusters,
      bySource: bySource
    ).members
    guard clusters.count >= count else {
      throw SmilestoneError.usage(
        "\(count) folds need as many independent groups of faces; there are \(clusters.count).",
        remedy: "Ask for fewer folds.")
    }
    let shares = Array(repeating: 1 / Double(count), count: count)
    return parts(records, clusters: clusters, shares: shares, stream: "folds").map { $0 + 1 }
  }

  /// Sets a share of the faces apart, stratified as splits are; what belongs together stays together.
  /// - Parameter share: of the faces, 0 ..< 1; the others as for `splits`.
  /// - Returns: for each record whether it is set apart; none where all belong together.
  public func setApart(
    _ share: Double, of records: [FaceRecord], contentHashes: [String?],
    duplicateClusters: [String?]? = nil
  ) -> [Bool] {
    let clusters = FaceClusters(
      records, contentHashes: contentHashes, duplicateClusters: duplicateClusters,
      bySource: bySource
    ).members
    guard share > 0, clusters.count > 1 else { return records.map { _ in false } }
    return parts(records, clusters: clusters, shares: [1 - share, share], stream: "set apart")
      .map { $0 == 1 }
  }

  /// A fold for each subject, counted from 1 in the records' order; subjects that share a
  /// photograph share a fold.
  /// - Throws: `SmilestoneError` (bad input) when a face has no subject, or all have one.
  public static func leaveOneSubjectOut(
    _ records: [FaceRecord], contentHashes: [String?], duplicateClusters: [String?]? = nil
  ) throws -> [Int] {
    if let stranger = records.first(where: { $0.subject == nil }) {
      let count = records.count { $0.subject == nil }
      throw SmilestoneError.badInput(
        "\(count) faces have no subject, \(stranger.image) first.",
        remedy: "Fill the column subject, or use folds instead.")
    }
    let clusters = FaceClusters(
      records, contentHashes: contentHashes, duplicateClusters: duplicateClusters, bySource: false
    ).members
    guard clusters.count > 2 else {
      throw SmilestoneError.badInput(
        "There are \(clusters.count) independent subjects; leaving one out needs three.",
        remedy: "Use data with more subjects.")
    }
    var folds = Array(repeating: 0, count: records.count)
    for (fold, members) in clusters.enumerated() {
      for index in members { folds[index] = fold + 1 }
    }
    return folds
  }

  /// The splits that test on one fold: it is the test split, the next one (after the last comes the
  /// first) validation, all others train.
  /// - Throws: `SmilestoneError` (usage) when there is no such fold or fewer than three.
  public static func splits(ofFolds folds: [Int], testing fold: Int) throws -> [Split] {
    let count = folds.max() ?? 0
    guard count > 2, (1...count).contains(fold) else {
      throw SmilestoneError.usage(
        "Fold \(fold) of \(count) cannot be tested on.",
        remedy: "Give a fold from 1 to their number, which is 3 at least.")
    }
    let next = fold % count + 1
    return folds.map { $0 == fold ? .test : $0 == next ? .validation : .train }
  }

  /// Opens the images, divides them, and fills every record's split and duplicate cluster.
  public func assignSplits(
    in manifest: inout Manifest, observer: any ProgressObserver = SilentObserver()
  ) throws {
    let scan = try DuplicateScan(manifest, observer: observer)
    let names = scan.duplicates.names
    let splits = try splits(
      of: manifest.records, contentHashes: scan.contentHashes, duplicateClusters: names)
    for index in manifest.records.indices { manifest.records[index].split = splits[index] }
    manifest.setDuplicateClusters(names)
  }

  /// The number of each record's part.
  func parts(
    _ records: [FaceRecord], clusters: [[Int]], shares: [Double], stream: String
  ) -> [Int] {
    var generator = SeededGenerator(seed: seed, stream: stream)
    let order = clusters.indices.shuffled(using: &generator)
    let partOfCluster = SplitAllocation.parts(
      records: records, ages: ages, clusters: clusters, shares: shares, order: order)
    var parts = Array(repeating: 0, count: records.count)
    for (cluster, members) in clusters.enumerated() {
      for index in members { parts[index] = partOfCluster[cluster] }
    }
    return parts
  }
}
