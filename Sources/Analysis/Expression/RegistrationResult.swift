import Foundation

/// How faces were brought to adults' head shape.
public struct RegistrationResult: Codable, Sendable, Equatable {
  /// Mean images or landmarks; nil in files of earlier versions.
  public var source: ExpressionRegistration?
  /// false where toddlers' mean face is hardly further from adults' than two halves of adults are: heads are
  /// not warped.
  public var isApplied: Bool
  /// Mean squared differences of mean faces' local contrasts or, by landmarks, of points, in squared pixels:
  /// toddlers to adults, before and after the warp (nil where there is none), and one half of adults to the
  /// other.
  public var toddlersToAdults: Double
  public var toddlersToAdultsAfter: Double?
  public var betweenHalvesOfAdults: Double
  /// How far the warp moves a pixel on average, by age.
  public var warp: [WarpAtAge]
  /// nil where no image was moved, the faces are too few, and in files of earlier versions.
  public var meanFaces: MeanFaces?

  /// Mean faces of some ages, every emotion weighing the same, and adults' at the right.
  public struct MeanFaces: Codable, Sendable, Equatable {
    /// Of all columns but the last, in years.
    public var agesInYears: [Double]
    /// Squares side by side, as they are above, as the warp leaves them below: a PNG file.
    public var image: Data

    package init(agesInYears: [Double], image: Data) {
      self.agesInYears = agesInYears
      self.image = image
    }
  }

  public struct WarpAtAge: Codable, Sendable, Equatable {
    public var ageInYears: Double
    public var meanDisplacementInPixels: Double
    /// The mean face's distance to adults' before and after.
    public var distanceBefore: Double
    public var distanceAfter: Double

    package init(
      ageInYears: Double, meanDisplacementInPixels: Double, distanceBefore: Double,
      distanceAfter: Double
    ) {
      self.ageInYears = ageInYears
      self.meanDisplacementInPixels = meanDisplacementInPixels
      self.distanceBefore = distanceBefore
      self.distanceAfter = distanceAfter
    }
  }

  package init(
    source: ExpressionRegistration, isApplied: Bool, toddlersToAdults: Double,
    toddlersToAdultsAfter: Double? = nil,
    betweenHalvesOfAdults: Double, warp: [WarpAtAge], meanFaces: MeanFaces? = nil
  ) {
    self.source = source
    self.isApplied = isApplied
    self.toddlersToAdults = toddlersToAdults
    self.toddlersToAdultsAfter = toddlersToAdultsAfter
    self.betweenHalvesOfAdults = betweenHalvesOfAdults
    self.warp = warp
    self.meanFaces = meanFaces
  }
}

extension RegistrationResult {
  /// What was done, for people.
  package func inWords(_ settings: ExpressionSettings) -> String {
    guard !isOfImagesByLandmarks(settings) else {
      return isApplied
        ? "Registration by landmarks: each face is laid onto the mean shape of its age, which is taken to adults'."
        : "Registration by landmarks: each face is laid onto adults' mean shape, from which that of "
          + "\(settings.young) is hardly further than two halves of \(settings.grown) are from each other."
    }
    return isApplied
      ? "Registration: the average head of each age is taken to adults'."
      : "Registration: none, the mean face of \(settings.young) is hardly further from that of "
        + "\(settings.grown) than two halves of these are from each other."
  }

  /// Whether images were brought to adults' head shape by landmarks, which can also be what is compared.
  package func isOfImagesByLandmarks(_ settings: ExpressionSettings) -> Bool {
    source == .landmarks && settings.features != .landmarks
  }
}
