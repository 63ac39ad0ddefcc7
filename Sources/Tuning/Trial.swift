import Foundation
import Support

/// One training of a search: a candidate, for a rung's epochs, on all faces or without one fold.
public struct Trial: Sendable, Equatable {
  public let candidate: Candidate
  /// From 1.
  public let rung: Int
  public let epochs: Int
  /// From 1; nil without cross-validation.
  public let fold: Int?
  /// nil for the search's own.
  public let seed: UInt64?

  /// Where its files go below the search's folder.
  public var path: String {
    let number = String(repeating: "0", count: max(0, 4 - "\(candidate.number)".count))
    let fold = fold.map { "/fold-\($0)" } ?? ""
    let seed = seed.map { "/seed-\($0)" } ?? ""
    return "trials/\(number)\(candidate.number)/rung-\(rung)\(fold)\(seed)"
  }

  /// "trial 3, round 1, fold 2".
  public var title: String {
    "trial \(candidate.number), round \(rung)" + (fold.map { ", fold \($0)" } ?? "")
      + (seed.map { ", seed \($0)" } ?? "")
  }
}

/// What a training reached on the validation faces in its best epoch.
public struct TrialScore: Sendable, Equatable {
  public var bestEpoch: Int
  public var loss: Double
  /// Accuracy (0 ... 1), or mean absolute error in years.
  public var score: Double
  /// Of the whole training.
  public var seconds: Double

  public init(bestEpoch: Int, loss: Double, score: Double, seconds: Double) {
    self.bestEpoch = bestEpoch
    self.loss = loss
    self.score = score
    self.seconds = seconds
  }
}

/// How a training ended.
public struct TrialOutcome: Sendable {
  public let trial: Trial
  /// nil where it failed.
  public let score: TrialScore?
  /// Why it failed.
  public let reason: String?
}

/// Which score is better.
public enum ScoreKind: String, Codable, Sendable {
  case accuracy
  case meanAbsoluteErrorInYears = "mae"

  public func isBetter(_ first: Double, than second: Double) -> Bool {
    self == .accuracy ? first > second : first < second
  }
}
