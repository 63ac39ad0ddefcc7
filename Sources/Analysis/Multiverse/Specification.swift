import Statistics

/// One way to estimate a model's transition age: an option of every choice that can be made otherwise without
/// another training.
public struct Specification: Codable, Sendable, Equatable {
  public var curve: Curve = .logistic
  public var ages: AgeTreatment = .asEstimated
  public var faces: Faces = .all
  public var adults: Adults = .all
  public var weighting: Weighting = .standardised
  public var measure: Measure = .named

  /// The curve whose middle is the age.
  public enum Curve: String, Codable, Sendable, CaseIterable {
    case logistic
    case segmented
    /// The monotone spline; its age is where half of its change between the youngest and the oldest face is done.
    case spline
  }

  /// Which faces count.
  public enum Faces: String, Codable, Sendable, CaseIterable {
    case all
    /// The first of each subject in the table.
    case onePerSubject = "one-per-subject"
  }

  /// Which adults count.
  public enum Adults: String, Codable, Sendable, CaseIterable {
    case all
    /// Nobody older than 40 years, so that ageing does not pass for development.
    case upTo40 = "up-to-40"
  }

  /// How faces are weighted.
  public enum Weighting: String, Codable, Sendable, CaseIterable {
    /// Every emotion counts the same in every age group.
    case standardised
    /// Every face counts the same.
    case equal
  }

  /// When a face counts as predicted correctly.
  public enum Measure: String, Codable, Sendable, CaseIterable {
    /// The label has the largest probability.
    case named
    /// It is one of the two with the largest.
    case amongTwo = "among-two"
    /// It has a probability of at least a half.
    case half
  }

  /// The one whose age the page reports, where ages are not imputed.
  public static let main = Specification()
}

/// What one specification gives.
public struct SpecifiedAge: Codable, Sendable, Equatable {
  public var specification: Specification
  /// Faces of the curve; 0 where there is none.
  public var n: Int
  /// In years; nil where there is no age to give, and `reason` says why.
  public var ageInYears: Double?
  /// Profile likelihood; nil for other curves than the logistic one.
  public var interval: OpenInterval?
  public var reason: Reason?

  /// Why there is no age.
  public enum Reason: String, Codable, Sendable, CaseIterable {
    case tooFewFaces = "too-few-faces"
    /// The logistic curve's interval lacks a bound, or an estimate is an end of the search.
    case notBounded = "not-bounded"
    /// Another form than one step describes the curve best.
    case noSingleStep = "no-single-step"
  }
}

/// All specifications of one model's transition.
public struct ModelMultiverse: Codable, Sendable, Equatable {
  public var model: String
  public var ages: [SpecifiedAge]

  /// The specifications that give an age, from the youngest on.
  var located: [(specification: SpecifiedAge, age: Double)] {
    ages.compactMap { age in age.ageInYears.map { (age, $0) } }.sorted { $0.1 < $1.1 }
  }

  /// The middle of the ages that are given.
  var medianAgeInYears: Double? { ModelMultiverse.median(located.map(\.age)) }

  static func median(_ sorted: [Double]) -> Double? {
    sorted.isEmpty ? nil : quantile(sorted, 0.5)
  }

  func count(_ reason: SpecifiedAge.Reason) -> Int { ages.count { $0.reason == reason } }
}

extension Specification {
  /// The choices in the order in which they are shown, with this specification's option of each.
  var options: [(choice: String, option: String)] {
    [
      ("curve", curve.inWords), ("ages", ages.inMultiverse), ("faces", faces.inWords),
      ("adults", adults.inWords), ("weights", weighting.inWords), ("correct", measure.inWords),
    ]
  }
}

extension Specification.Curve {
  var inWords: String { self == .spline ? "monotone spline" : rawValue }
}

extension AgeTreatment {
  fileprivate var inMultiverse: String {
    switch self {
    case .asEstimated: "ages as given"
    case .withoutBoundaryFaces: "none near a bound"
    case .imputed: "ages imputed"
    case .naive: "ages drawn"
    }
  }
}

extension Specification.Faces {
  var inWords: String { self == .all ? "all faces" : "one of each subject" }
}

extension Specification.Adults {
  var inWords: String { self == .all ? "all adults" : "adults up to 40" }
}

extension Specification.Weighting {
  var inWords: String { self == .standardised ? "emotions weigh alike" : "faces weigh alike" }
}

extension Specification.Measure {
  var inWords: String {
    switch self {
    case .named: "label most probable"
    case .amongTwo: "label among two"
    case .half: "label at least 50%"
    }
  }
}
