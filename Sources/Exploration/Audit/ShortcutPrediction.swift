import Faces
import Statistics

/// Something about an image that says nothing about the expression on it.
public enum ShortcutCue: String, Codable, Sendable, CaseIterable {
  case source
  case fileType = "file type"
  case imageSize = "image size"
  case meanColour = "mean colour"
  case borderPixels = "border pixels"

  /// "the source", as the subject of a sentence.
  var inWords: String {
    switch self {
    case .source: "The source alone"
    case .fileType: "The file type alone"
    case .imageSize: "The image size alone"
    case .meanColour: "The mean colour alone"
    case .borderPixels: "The colour of the border alone"
    }
  }
}

/// How well one cue alone predicts the emotion, on faces whose clusters it was not fitted to.
public struct ShortcutPrediction: Codable, Sendable, Equatable {
  public var cue: ShortcutCue
  /// Faces with an emotion and a known cue.
  public var n: Int
  /// Share of correct predictions.
  public var accuracy: Double
  /// Share of the emotion that is most common among these faces: what always saying it gets right.
  public var baseline: Double
  /// Accuracy minus baseline with a cluster-robust interval; nil where every face has the same
  /// gain.
  public var gain: TestedEstimate?
  /// The p-value of the gain after Holm's correction for the cues of the audit; nil where `gain` is,
  /// or in files of earlier versions.
  public var adjustedPValue: Double?
  /// Whether the gain is at least `AuditThresholds.gain` and shown to be above zero.
  public var isFlagged: Bool
}

extension ShortcutPrediction {
  /// - Returns: nil where the cue is known of too few faces, or is the same for all.
  init?(_ cue: ShortcutCue, of explored: ExploredFaces, labelled: LabelledClusters) throws {
    let cues = ShortcutCues(explored, labelled: labelled)
    let known = labelled.faces.indices.filter { cues.isKnown(cue, at: $0) }
    guard known.count >= AuditThresholds.minimumFaces, cues.varies(cue, over: known) else {
      return nil
    }
    let classes = known.map { labelled.classes[$0] }
    let folds = known.map { labelled.folds[$0] }
    let predictions: [Int]
    if let values = cues.values(cue, over: known) {
      predictions = LookupClassifier.predictions(
        values: values, classes: classes, folds: folds,
        classCount: labelled.classCount, foldCount: LabelledClusters.foldCount)
    } else {
      predictions = LinearDiscriminant.predictions(
        features: cues.numbers(cue, over: known), classes: classes, folds: folds,
        classCount: labelled.classCount, foldCount: LabelledClusters.foldCount)
    }
    // Guessing is measured on all faces: in folds that are tested on what they were not fitted to, the
    // most common emotion of the others is a rare one of the own, and guessing falls below chance.
    let mostCommon = LookupClassifier.mostCommon(
      (0..<labelled.classCount).map { emotion in classes.count { $0 == emotion } })
    let right = zip(predictions, classes).map { $0 == $1 ? 1.0 : 0 }
    let rightAnyway = classes.map { $0 == mostCommon ? 1.0 : 0 }
    let count = Double(known.count)
    self.cue = cue
    n = known.count
    accuracy = right.reduce(0, +) / count
    baseline = rightAnyway.reduce(0, +) / count
    gain = try clusterRobustMean(
      zip(right, rightAnyway).map { $0 - $1 }, clusters: known.map { labelled.clusters[$0] })
    isFlagged = false
  }

  /// The predictions of all cues that are known and vary, flagged where the gain is shown after
  /// correction for their number.
  static func all(
    of explored: ExploredFaces, labelled: LabelledClusters
  ) throws -> [ShortcutPrediction] {
    var predictions = try ShortcutCue.allCases.compactMap {
      try ShortcutPrediction($0, of: explored, labelled: labelled)
    }
    let tested = predictions.indices.filter { predictions[$0].gain != nil }
    let adjusted = holmAdjusted(tested.compactMap { predictions[$0].gain?.test.pValue })
    for (index, value) in zip(tested, adjusted) { predictions[index].adjustedPValue = value }
    for index in predictions.indices {
      let prediction = predictions[index]
      // Where every face has the same gain there is no chance in it.
      let isShown = prediction.gain == nil || (prediction.adjustedPValue ?? 1) < 0.05
      predictions[index].isFlagged =
        prediction.accuracy - prediction.baseline >= AuditThresholds.gain && isShown
    }
    return predictions
  }
}

/// The cues of labelled faces, as categories or numbers.
private struct ShortcutCues {
  private let records: [FaceRecord]
  private let facts: [ImageFacts?]

  init(_ explored: ExploredFaces, labelled: LabelledClusters) {
    records = labelled.faces.map { explored.records[$0] }
    facts = labelled.faces.map { explored.facts[$0] }
  }

  func isKnown(_ cue: ShortcutCue, at position: Int) -> Bool {
    cue == .source ? records[position].source != nil : facts[position] != nil
  }

  /// Whether there is more than one value to tell apart.
  func varies(_ cue: ShortcutCue, over positions: [Int]) -> Bool {
    guard let values = values(cue, over: positions) else { return true }
    return Set(values).count > 1
  }

  /// The cue as categories; nil for cues that are numbers.
  func values(_ cue: ShortcutCue, over positions: [Int]) -> [String?]? {
    switch cue {
    case .source: positions.map { records[$0].source }
    case .fileType: positions.map { facts[$0]?.format }
    case .imageSize: SizeClasses.names(positions.compactMap { facts[$0] })
    case .meanColour, .borderPixels: nil
    }
  }

  func numbers(_ cue: ShortcutCue, over positions: [Int]) -> [[Double]] {
    positions.compactMap { facts[$0] }.map { cue == .meanColour ? $0.meanColour : $0.border }
  }
}

/// Sorts image sizes into classes: a size of its own where a hundredth of the images (and ten)
/// have it, a tenth of the others by area otherwise.
private enum SizeClasses {
  static func names(_ facts: [ImageFacts]) -> [String?] {
    let sizes = facts.map { "\($0.width) × \($0.height)" }
    var counts: [String: Int] = [:]
    for size in sizes { counts[size, default: 0] += 1 }
    let enough = max(10, facts.count / 100)
    let isCommon = sizes.map { (counts[$0] ?? 0) >= enough }
    let areas = zip(facts, isCommon).filter { !$1 }.map { $0.0.width * $0.0.height }.sorted()
    return facts.indices.map { index in
      if isCommon[index] { return sizes[index] }
      let area = facts[index].width * facts[index].height
      let smaller = areas.partitioningIndex { $0 >= area }
      return "tenth \(10 * smaller / areas.count)"
    }
  }
}

extension [Int] {
  /// The first position, in a list where `belongs` turns from false to true once, at which it holds.
  fileprivate func partitioningIndex(where belongs: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
