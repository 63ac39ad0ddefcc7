import Analysis

/// Faces as displacements of their landmarks from the mean shape of their age.
///
/// Each face is moved, turned and scaled onto the mean shape of its age. What is left is expression and
/// identity, without appearance and without what the average head's growth moves.
struct LandmarkShapes {
  /// [faces, 2 · points], in hundredths of the size of adults' mean shape.
  let displacements: [Double]
  let result: RegistrationResult
  private let means: MeanShapes

  private static let unit = 0.01

  /// - Throws: `SmilestoneError.badInput` where the faces have no landmarks.
  init(_ data: ExpressionFaces, settings: ExpressionSettings) throws {
    let aligned = try AlignedShapes(data, settings: settings)
    let means = aligned.means
    let scale = 1 / (means.adults.size * Self.unit)
    displacements = aligned.shapes.enumerated().flatMap { face, shape in
      zip(shape.places, means.shape(atAge: data.agesInYears[face]).places).map {
        ($0 - $1) * scale
      }
    }
    self.means = means
    result = RegistrationResult(
      source: .landmarks, isApplied: aligned.haveGrowingHeads,
      toddlersToAdults: aligned.toddlersToAdults,
      toddlersToAdultsAfter: aligned.haveGrowingHeads ? 0 : nil,
      betweenHalvesOfAdults: aligned.betweenHalvesOfAdults,
      warp: aligned.haveGrowingHeads
        ? zip(means.knots, means.shapes).map { knot, shape in
          .init(
            ageInYears: knot,
            meanDisplacementInPixels: shape.distance(to: means.adults) * Double(data.size),
            distanceBefore: shape.squaredDistance(to: means.adults, inPixelsOf: data),
            distanceAfter: 0)
        } : [])
  }

  /// How far the mean shape of an age is from adults', as a share of the farthest; nil where heads are
  /// adults' at all ages.
  func headDistance(atAges ages: [Double]) -> [Double]? {
    let farthest = means.shapes.map { $0.distance(to: means.adults) }.max() ?? 0
    guard result.isApplied, farthest > 0 else { return nil }
    return ages.map { means.shape(atAge: $0).distance(to: means.adults) / farthest }
  }
}
