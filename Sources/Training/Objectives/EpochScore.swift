import Foundation

/// Mean loss and score over an epoch's faces, each face counting once.
public struct EpochScore: Codable, Sendable, Equatable {
  public var loss: Double
  /// Accuracy (0 ... 1) or mean absolute error in years.
  public var score: Double

  public init(loss: Double, score: Double) {
    self.loss = loss
    self.score = score
  }

  /// Sums over batches, weighted by their sizes.
  struct Sum: Codable {
    private var loss = 0.0
    private var score = 0.0
    private var count = 0

    mutating func add(loss: Double, score: Double, count: Int) {
      self.loss += loss * Double(count)
      self.score += score
      self.count += count
    }

    var mean: EpochScore {
      EpochScore(loss: loss / Double(count), score: score / Double(count))
    }
  }

  func description(scoreName: String) -> String {
    String(format: "loss %.3f, ", loss)
      + (scoreName == AgeObjective.scoreName
        ? String(format: "mean absolute error %.2f years", score)
        : String(format: "%@ %.3f", scoreName as NSString, score))
  }
}

/// By what an epoch is chosen: the lowest value on the validation faces.
public enum EpochCriterion: String, Codable, Sendable {
  /// The loss: of an expression model.
  case loss
  /// The score, where that is an error: the mean absolute error in years of an age estimator.
  case score

  /// What the chosen epoch has least of.
  public func error(_ validation: EpochScore) -> Double {
    self == .loss ? validation.loss : validation.score
  }
}
