import Presentation
import Statistics

/// Which form a model's curve of accuracy over age has: `curve.shapes` in metrics.json.
///
/// A transition age is the midpoint of one step between two levels. Other forms have none, so the form is
/// chosen first: docs/transition.md has the rule, docs/results/shapes.md how often it is right.
public struct ShapeChoice: Codable, Sendable, Equatable {
  /// `level` where the test against no change does not reject at the analysis's level; `logistic` where one step
  /// describes the curve best, the only form that has a transition age.
  public var chosen: CurveShape
  /// The forms that were compared, in the order of `CurveShape`.
  public var candidates: [ShapeCandidate]
  /// How many times the variance of the likelihood's independent faces the data have, at least 1.
  public var overdispersion: Double
  /// Whether the chosen curve is near enough to the data; nil for `level`.
  public var goodnessOfFit: TestResult?
  /// The curve of three levels, where it is the chosen one.
  public var steps: StepCurve?
  /// Where a peak is highest or a trough lowest; nil for other forms.
  public var peak: CurvePeak?
  /// The chosen curve, for drawing, where it is not the logistic one.
  public var curve: [CurvePoint]?
}

/// One form with its fit.
public struct ShapeCandidate: Codable, Sendable, Equatable {
  public var shape: CurveShape
  /// What the criterion counts.
  public var parameters: Int
  public var logLikelihood: Double
  /// −2 · log-likelihood / overdispersion + 2 · parameters, minus the smallest of all forms: 0 for the best one.
  public var criterion: Double
}

extension ShapeCandidate {
  static func best(_ candidates: [ShapeCandidate]) -> CurveShape {
    candidates.min { $0.criterion < $1.criterion }?.shape ?? .logistic
  }
}

/// The highest point of a peak, or the lowest of a trough.
public struct CurvePeak: Codable, Sendable, Equatable {
  /// In years.
  public var ageInYears: Double
  /// Percentiles of resamples of subjects; a bound is absent where resampled curves are highest (lowest) at an
  /// end of the ages.
  public var interval: OpenInterval
  /// Class-standardised accuracy there, with percentiles of the same resamples; nil without any.
  public var accuracy: Double
  public var accuracyInterval: Estimate?
}

/// A place of a curve, for drawing.
public struct CurvePoint: Codable, Sendable, Equatable {
  /// In years.
  public var age: Double
  public var accuracy: Double
  /// Between which accuracies the curves of resampled subjects lie; nil without resamples.
  public var lower: Double?
  public var upper: Double?
}

extension ShapeChoice {
  /// Why the curve has no transition age: the end of a sentence; nil where its form has one, or where no change
  /// is shown.
  package var whyNoAge: String? {
    switch chosen {
    case .level, .logistic: nil
    case .steady:
      "its accuracy changes all along and has not levelled off, so there are no two levels to be midway between"
    case .monotone:
      "its accuracy changes in one direction, but not in one step from one level to another"
    case .twoSteps:
      "its accuracy changes in two steps"
        + (steps.map {
          ", near \(Wording.list($0.midpoints.map { Format.number($0, decimals: 1) })) years"
        }
          ?? "") + ", so no single age divides two levels"
    case .peak, .trough:
      "its accuracy \(chosen == .peak ? "rises to a peak" : "falls to a low point")"
        + (peak.map { " at \($0.inWords)" } ?? "")
        + " and \(chosen == .peak ? "falls" : "rises") again, so no age divides two levels"
    }
  }
}

extension ShapeChoice {
  /// " No form that was tried is near enough to the data …" where the test of fit rejects, else nothing.
  package var misfit: String {
    guard let test = goodnessOfFit, test.pValue < 0.05 else { return "" }
    return " Accuracy by age departs from the chosen form, \(chosen.inWords), by more than chance "
      + "(\(Format.pValue(test)), not corrected for other tests)."
  }
}

extension CurvePeak {
  /// "9.1 years (95% CI 8.0 to 10.3 years), where it is 65% (95% CI 61% to 69%)".
  var inWords: String {
    let age = Wording.age(ageInYears, interval)
    let height = accuracyInterval.map { " (\(Wording.shareInterval($0)))" } ?? ""
    return "\(age), where it is \(Wording.percent(accuracy))\(height),"
  }
}

extension CurveShape {
  /// "one step", as tables name it.
  var inWords: String {
    switch self {
    case .level: "no change"
    case .steady: "not levelled off"
    case .logistic: "one step (logistic)"
    case .twoSteps: "two steps"
    case .peak: "peak"
    case .trough: "trough"
    case .monotone: "monotone spline"
    }
  }
}
