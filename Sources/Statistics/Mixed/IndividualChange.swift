import Foundation

/// A change of accuracy that every individual makes at an age of its own.
///
/// The chance of a correct prediction for a face of class e of individual i at age a has the logit
/// ln(p / (1 − p)) = logit(c(a; mᵢ)) + uᵢ + γₑ, with c a logistic curve between two levels,
/// c(a; m) = young + (old − young) / (1 + exp(−(a − m) / s)), mᵢ ~ N(μ, τ²) the individual's age of change and
/// uᵢ ~ N(0, σ²) its level (random timing and size, as in growth curves: Cole, Donaldson & Ben-Shlomo 2010, doi
/// 10.1093/ije/dyq115; random change points: van den Hout, Muniz-Terrera & Matthews 2013, doi
/// 10.1016/j.csda.2012.07.024).
/// The γₑ sum to 0.
public struct IndividualChange: Sendable, Equatable {
  /// The curve of an individual that changes at the mean age: levels between 0 and 1, midpoint μ and scale s in years.
  public var curve: TransitionCurve
  /// τ, between individuals, in years.
  public var midpointDeviation: Double
  /// σ, between individuals, on the logit scale.
  public var levelDeviation: Double
  /// γ of each class, on the logit scale.
  public var classShifts: [Double]

  public init(
    curve: TransitionCurve, midpointDeviation: Double, levelDeviation: Double,
    classShifts: [Double]
  ) {
    self.curve = curve
    self.midpointDeviation = midpointDeviation
    self.levelDeviation = levelDeviation
    self.classShifts = classShifts
  }

  /// In the order in which they are fitted: both levels, μ, ln s, τ, σ, all γ but the last.
  enum Place {
    static let young = 0
    static let old = 1
    static let midpoint = 2
    static let scale = 3
    static let midpointDeviation = 4
    static let levelDeviation = 5
    static let shifts = 6
  }

  var parameters: [Double] {
    [
      curve.infantAsymptote, curve.adultAsymptote, curve.midpoint, log(curve.scale),
      midpointDeviation, levelDeviation,
    ] + classShifts.dropLast()
  }

  init(parameters: [Double]) {
    let shifts = Array(parameters.dropFirst(Place.shifts))
    self.init(
      curve: TransitionCurve(
        infantAsymptote: parameters[Place.young], adultAsymptote: parameters[Place.old],
        midpoint: parameters[Place.midpoint], scale: exp(parameters[Place.scale])),
      midpointDeviation: parameters[Place.midpointDeviation],
      levelDeviation: parameters[Place.levelDeviation],
      classShifts: shifts + [-shifts.reduce(0, +)])
  }
}

/// When one individual changed, as its faces leave it open: a posterior given the fitted parameters.
public struct IndividualAge: Sendable, Equatable {
  public var ageInYears: Double
  public var standardDeviationInYears: Double
}

/// The outcomes of individuals' faces.
public struct IndividualFaces: Sendable {
  public var agesInYears: [Double]
  /// The class of each face, from 0.
  public var classes: [Int]
  public var isSuccess: [Bool]
  /// Successive faces of one individual each.
  public var individuals: [Range<Int>]

  public init(
    agesInYears: [Double], classes: [Int], isSuccess: [Bool], individuals: [Range<Int>]
  ) {
    self.agesInYears = agesInYears
    self.classes = classes
    self.isSuccess = isSuccess
    self.individuals = individuals
  }

  var classCount: Int { (classes.max() ?? 0) + 1 }
  var largestIndividual: Int { individuals.map(\.count).max() ?? 0 }
}
