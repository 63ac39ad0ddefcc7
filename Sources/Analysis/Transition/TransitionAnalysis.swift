import Faces
import Statistics

/// The ages at which the models' accuracy changes from its infant to its adult level, and at which
/// the models' curves cross: `transition` in metrics.json.
///
/// docs/transition.md has the definitions, equations and every field.
public struct TransitionAnalysis: Codable, Sendable, Equatable {
  public var settings: TransitionSettings
  /// One entry per expression model: infant, adult, then others by name.
  public var models: [ModelTransition]
  /// Where the infant and the adult model's curves cross; nil without both curves.
  public var crossing: CurveCrossing?
  /// What was planted, and how near each estimate comes; nil for faces of which nothing is known.
  public var planted: PlantedTransition?
}

/// One model's transition.
public struct ModelTransition: Codable, Sendable, Equatable {
  public var model: String
  /// Faces and subjects of the curve, and faces with label and age that it leaves out.
  public var n: Int
  public var subjects: Int
  public var facesLeftOut: Int
  /// The age groups and emotions that the curve rests on, each emotion counting the same.
  public var ageGroups: [AgeGroup]
  public var emotions: [Emotion]
  /// Why there is no curve; nil where there is one.
  public var reason: String?
  /// The curve of class-standardised accuracy; nil where it cannot be fitted.
  public var curve: FittedTransition?
  /// Observed class-standardised accuracy by narrow bins of age, for drawing.
  public var observed: [ObservedAccuracy]
  /// The same in few bins with intervals; nil in files of earlier versions.
  public var binned: [BinnedAccuracy]?
  /// One entry per emotion of the curve that has one of its own; no pooling between emotions.
  public var byEmotion: [EmotionTransition]
  /// What each source contributes; nil where there is one, and in files of earlier versions.
  public var sources: SourceDependence?
}

/// A fitted curve with its transition age.
public struct FittedTransition: Codable, Sendable, Equatable {
  /// The four-parameter logistic curve; its midpoint is the transition age, in years.
  public var logistic: TransitionCurve
  /// Youngest and oldest age among which the midpoint was searched, in years.
  public var searchedFrom: Double
  public var searchedTo: Double
  /// Where the curves of resampled subjects lie; nil for too few, and in files of earlier versions.
  public var band: [CurveBound]?
  /// Intervals of the transition age; an absent bound is one that the data do not set.
  public var profileInterval: OpenInterval
  /// Between which ages each bound of the profile interval would fall with more simulations; nil for a
  /// bound that was not simulated.
  public var lowerBoundRange: BoundRange?
  public var upperBoundRange: BoundRange?
  public var bootstrapInterval: OpenInterval?
  /// Level, straight line, level, as a check: its midpoint should lie in the intervals.
  public var segmented: TransitionCurve
  public var segmentedAgrees: Bool
  /// The test against accuracy that does not change with age.
  public var noTransitionTest: TestResult?
  /// The test against a change that is not yet done at the oldest child.
  public var stillChangingTest: TestResult?
  /// The age in years of the oldest face that is younger than the adult model's group.
  public var oldestChild: Double?
  /// The p-value of the test against none after the correction of `family`; nil where no findings
  /// were made of it.
  public var adjustedPValue: Double?
  /// The tests among which it is corrected: "Holm over 9 findings".
  public var family: String?
  /// Ends of what was searched at which midpoint or scale stands; nil where it is at none.
  public var edges: [SearchEdge]?
  /// Which form the curve has; nil in files of earlier versions.
  public var shapes: ShapeChoice?
  /// Whether a transition may be claimed: the curve's form has a transition age, the test against none has a p-value (corrected, where
  /// findings were made) below 1 − level, and the profile interval is bounded on both sides.
  public var isClaimed: Bool

  /// The transition age where the curve's form has one and the data bound it on both sides, else nil: it is
  /// then no result to quote.
  public var boundedAgeInYears: Double? {
    profileInterval.width == nil || SearchEdge.holdMidpoint(edges) || shapes?.whyNoAge != nil
      ? nil : logistic.midpoint
  }
}

/// The Monte-Carlo error of a bound that is calibrated by simulation: where it falls at the ends of the
/// interval (of the analysis's level) that the simulated quantile has for its binomial error.
public struct BoundRange: Codable, Sendable, Equatable {
  /// The end nearer to the estimate, in years; nil where the bound is open even there.
  public var inner: Double?
  /// The end farther away; nil where the bound may be open.
  public var outer: Double?
}

/// Class-standardised accuracy of the faces of one bin of age.
public struct ObservedAccuracy: Codable, Sendable, Equatable {
  /// Mean age in years.
  public var age: Double
  public var n: Int
  public var accuracy: Double
}

/// The transition of one emotion's recall.
public struct EmotionTransition: Codable, Sendable, Equatable {
  public var emotion: Emotion
  public var n: Int
  public var logistic: TransitionCurve
  /// Youngest and oldest age among which the midpoint was searched, in years; nil in files of
  /// earlier versions.
  public var searchedFrom: Double?
  public var searchedTo: Double?
  public var profileInterval: OpenInterval
  public var noTransitionTest: TestResult?
  /// The test's p-value after Holm's correction for the model's emotions.
  public var adjustedPValue: Double?
  /// Ends of what was searched at which midpoint or scale stands; nil where it is at none.
  public var edges: [SearchEdge]?

  /// The transition age where the data bound it on both sides, else nil: it is then no result to
  /// quote.
  public var boundedAgeInYears: Double? {
    profileInterval.width == nil || SearchEdge.holdMidpoint(edges) ? nil : logistic.midpoint
  }
}

/// Where one curve overtakes the other.
public struct CurveCrossing: Codable, Sendable, Equatable {
  /// The age in years at which the adult model's curve overtakes the infant model's; nil where
  /// the fitted curves do not cross so within the searched ages.
  public var age: Double?
  /// Ages at which neither curve can be told to be above the other.
  public var interval: OpenInterval
  /// The share of resamples in which the curves cross so.
  public var shareOfResamplesCrossing: Double
}
