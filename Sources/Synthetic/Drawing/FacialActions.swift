/// A movement of the face, after the Facial Action Coding System (Ekman, Friesen & Hager 2002) and
/// Baby FACS (Oster 2006); the numbers are FACS's action units.
public enum FacialAction: Int, CaseIterable, Sendable, Hashable {
  /// AU 1.
  case innerBrowRaise
  /// AU 2.
  case outerBrowRaise
  /// AU 4.
  case browLower
  /// AU 5.
  case upperLidRaise
  /// AU 6.
  case cheekRaise
  /// AU 7.
  case lidTighten
  /// AU 9.
  case noseWrinkle
  /// AU 10.
  case upperLipRaise
  /// AU 12.
  case lipCornerPull
  /// AU 15.
  case lipCornerDepress
  /// AU 17.
  case chinRaise
  /// AU 18.
  case lipPucker
  /// AU 19.
  case tongueShow
  /// AU 20.
  case lipStretch
  /// AU 24.
  case lipPress
  /// AU 25.
  case lipsPart
  /// AU 26 and 27.
  case jawDrop
  /// AU 43.
  case eyesClose
  /// The open, squared mouth of infant distress: AU 10, 16, 20 and 25 together.
  case squareMouth
  /// AU 12 and 14 on one side alone.
  case oneLipCorner
}

/// How strongly each facial action is shown: 0 at rest, 1 at full strength.
public struct FacialActions: Sendable, Equatable {
  /// Strengths in `FacialAction`'s order.
  public private(set) var strengths: [Double]

  /// A face at rest.
  public static let rest = FacialActions([:])

  public init(_ strengths: [FacialAction: Double]) {
    self.strengths = FacialAction.allCases.map { strengths[$0] ?? 0 }
  }

  /// Strengths are kept between 0 and 1.2: a face can hardly move further.
  public subscript(action: FacialAction) -> Double {
    get { strengths[action.rawValue] }
    set { strengths[action.rawValue] = min(max(newValue, 0), 1.2) }
  }

  /// (1 − share)·self + share·other.
  public func blended(with other: FacialActions, _ share: Double) -> FacialActions {
    combining(other) { $0 + ($1 - $0) * share }
  }

  public func scaled(by factor: Double) -> FacialActions {
    combining(self) { own, _ in own * factor }
  }

  /// The Euclidean distance between two vectors of strengths, squared.
  public func squaredDistance(to other: FacialActions) -> Double {
    zip(strengths, other.strengths).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  private func combining(
    _ other: FacialActions, _ operation: (Double, Double) -> Double
  ) -> FacialActions {
    var result = self
    result.strengths = zip(strengths, other.strengths).map(operation)
    return result
  }
}
