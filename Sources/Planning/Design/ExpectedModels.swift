import Analysis
import Foundation
import Statistics
import Support

/// What a study is expected to find: two models' accuracy over age, and how alike one child's faces are.
public struct ExpectedModels: Codable, Sendable, Equatable {
  public var infant: ExpectedCurve
  public var adult: ExpectedCurve
  /// The correlation of the latent normal numbers that decide two predictions of one subject's faces.
  public var correlation: Double
  /// Where the expectation comes from: "guessed", "the run runs/pilot".
  public var source: String

  public init(
    infant: ExpectedCurve, adult: ExpectedCurve, correlation: Double = 0.3,
    source: String = "guessed"
  ) {
    self.infant = infant
    self.adult = adult
    self.correlation = correlation
    self.source = source
  }

  var curves: [TransitionCurve] { [infant.curve, adult.curve] }

  /// The age that a measure has in these curves, in years; nil where they do not cross.
  public func age(of measure: PlannedMeasure) throws -> Double? {
    switch measure {
    case .infant: infant.ageInYears
    case .adult: adult.ageInYears
    case .crossing:
      try CurveCrossing(
        infant: (infant.curve, ExpectedCurve.ages), adult: (adult.curve, ExpectedCurve.ages),
        resamples: [], degreesOfFreedom: 1, level: 0.95)?.age
    }
  }

  /// - Throws: `SmilestoneError.usage` for numbers that cannot be, or a measure that these curves do
  ///   not have.
  func check(for measure: PlannedMeasure) throws {
    try infant.check("infant")
    try adult.check("adult")
    guard (0..<1).contains(correlation) else {
      throw SmilestoneError.usage(
        "A correlation of \(correlation) between a subject's faces cannot be.",
        remedy: "Give one from 0 to below 1; the coverage study has 0.3.")
    }
    switch measure {
    case .crossing where try age(of: .crossing) == nil:
      throw SmilestoneError.usage(
        "The expected curves do not cross: there is no age at which the adult model overtakes the infant model.",
        remedy:
          "Expect the infant model to be ahead among the youngest and the adult model among the "
          + "oldest, or plan for the midpoint of one curve with --measure infant or adult.")
    case .infant where !infant.changes: throw Self.noChange("infant")
    case .adult where !adult.changes: throw Self.noChange("adult")
    default: return
    }
  }

  private static func noChange(_ model: String) -> SmilestoneError {
    .usage(
      "The \(model) model's expected accuracy does not change with age, so it has no midpoint.",
      remedy: "Give --\(model) two accuracies that differ, the first among the youngest.")
  }
}

/// One model's expected accuracy over age: a logistic curve between two levels.
public struct ExpectedCurve: Codable, Sendable, Equatable {
  /// The levels that accuracy has among the youngest and among the oldest, in 0 ... 1.
  public var youngest: Double
  public var oldest: Double
  /// The age midway, in years.
  public var ageInYears: Double
  /// How slow the change is, in years: 90 % of it spans 5.9 scales.
  public var scaleInYears: Double

  public init(youngest: Double, oldest: Double, ageInYears: Double, scaleInYears: Double = 1) {
    self.youngest = youngest
    self.oldest = oldest
    self.ageInYears = ageInYears
    self.scaleInYears = scaleInYears
  }

  /// The ages at which a change is looked for, in years.
  static let ages = 0...TransitionSettings().oldestMidpoint

  var curve: TransitionCurve {
    TransitionCurve(
      infantAsymptote: youngest, adultAsymptote: oldest, midpoint: ageInYears, scale: scaleInYears)
  }

  var changes: Bool { abs(oldest - youngest) >= 0.005 }

  fileprivate func check(_ model: String) throws {
    guard [youngest, oldest].allSatisfy({ (0.01...0.99).contains($0) }) else {
      throw SmilestoneError.usage(
        "The \(model) model's expected accuracies \(youngest) and \(oldest) are not both between 0.01 and 0.99.",
        remedy: "Give shares, as in --\(model) 0.6,0.4.")
    }
    guard Self.ages.contains(ageInYears), ageInYears > 0 else {
      throw SmilestoneError.usage(
        "A transition at \(ageInYears) years is not looked for.",
        remedy: "Give an --age above 0 and up to \(AgeSpan.text(Self.ages.upperBound)) years.")
    }
    let scales = TransitionFitter.defaultScales
    guard scales.contains(scaleInYears) else {
      throw SmilestoneError.usage(
        "A scale of \(scaleInYears) years is not looked for.",
        remedy: "Give a --scale from \(AgeSpan.text(scales.lowerBound)) to "
          + "\(AgeSpan.text(scales.upperBound)) years: 90 % of the change spans 5.9 scales.")
    }
  }
}

extension ExpectedModels {
  /// What a finished study found, to plan the next one from.
  /// - Parameter name: what the study is called in messages and in the plan.
  /// - Throws: `SmilestoneError.badInput` where it has no curve of both models, or one whose midpoint its data
  ///   do not place.
  public init(pilot transition: TransitionAnalysis?, name: String, correlation: Double) throws {
    func curve(_ model: String) throws -> ExpectedCurve {
      guard
        let fitted = transition?.models.first(where: { $0.model == model })?.curve
      else {
        throw SmilestoneError.badInput(
          "\(name) has no curve of its \(model) model's accuracy over age.",
          remedy: "Name a run with `evaluate --transition`, or give --infant, --adult and --age.")
      }
      guard !SearchEdge.holdMidpoint(fitted.edges) else {
        throw SmilestoneError.badInput(
          "The \(model) model's curve in \(name) has its midpoint at an end of what was searched, which is "
            + "no age to plan from.", remedy: "Give --infant, --adult and --age instead.")
      }
      let logistic = fitted.logistic
      return ExpectedCurve(
        youngest: min(max(logistic.infantAsymptote, 0.01), 0.99),
        oldest: min(max(logistic.adultAsymptote, 0.01), 0.99), ageInYears: logistic.midpoint,
        scaleInYears: logistic.scale)
    }
    self.init(
      infant: try curve("infant"), adult: try curve("adult"), correlation: correlation,
      source: name)
  }
}
