import Foundation

/// How a curve of accuracy over age leaves its infant level for its adult one.
public enum TransitionShape: String, Codable, Sendable, CaseIterable {
  /// 1 / (1 + exp(−(age − midpoint) / scale)): the four-parameter logistic curve.
  case logistic
  /// Level, a straight line, level: as steep at its midpoint as the logistic curve of the same
  /// scale, so that the line spans midpoint ± 2·scale.
  case segmented

  /// The share of the change that is done at an age, from 0 to 1.
  @inline(__always)
  func share(at age: Double, midpoint: Double, scale: Double) -> Double {
    let distance = (age - midpoint) / scale
    return switch self {
    case .logistic: 1 / (1 + exp(-distance))
    case .segmented: min(1, max(0, 0.5 + distance / 4))
    }
  }
}

/// Accuracy over age: infant + (adult − infant) · share(age).
public struct TransitionCurve: Codable, Sendable, Equatable {
  public var shape: TransitionShape
  /// The accuracy that the curve leaves towards younger ages, in 0 ... 1.
  public var infantAsymptote: Double
  /// The accuracy that the curve reaches towards older ages, in 0 ... 1.
  public var adultAsymptote: Double
  /// The age midway between the asymptotes, in years.
  public var midpoint: Double
  /// How slow the change is, in years: 90 % of a logistic change spans 5.9 scales.
  public var scale: Double

  public init(
    shape: TransitionShape = .logistic, infantAsymptote: Double, adultAsymptote: Double,
    midpoint: Double, scale: Double
  ) {
    self.shape = shape
    self.infantAsymptote = infantAsymptote
    self.adultAsymptote = adultAsymptote
    self.midpoint = midpoint
    self.scale = scale
  }

  /// The accuracy at an age in years.
  public func accuracy(at age: Double) -> Double {
    infantAsymptote
      + (adultAsymptote - infantAsymptote)
      * shape.share(at: age, midpoint: midpoint, scale: scale)
  }
}

/// A curve with the logarithm of its likelihood.
public struct TransitionFit: Sendable, Equatable {
  public var curve: TransitionCurve
  /// Σ successes · ln P + (trials − successes) · ln(1 − P).
  public var logLikelihood: Double
}
