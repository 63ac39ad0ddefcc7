import Analysis
import Support

extension Registration {
  /// How far out a point may lie, as shares of its image's sides: further, it is given in another unit.
  private static let places = -1.0...2

  /// Moves, turns and scales each face onto the mean shape of its age and takes that to adults' by a thin-plate
  /// spline or, where heads do not grow, each face onto adults' mean shape.
  /// - Throws: `SmilestoneError.badInput` where the faces have no landmarks, or such as cannot be.
  init(byLandmarksOf data: ExpressionFaces, settings: ExpressionSettings) throws {
    let aligned = try AlignedShapes(data, settings: settings)
    guard data.landmarks.allSatisfy({ $0.allSatisfy(Self.places.contains) }) else {
      throw SmilestoneError.badInput(
        "Landmarks lie far outside their images.",
        remedy: "Give x and y as shares of the image's sides, from 0 to 1.")
    }
    let faces = data.landmarks.map(Shape.init)
    let means = try aligned.means.framed(in: faces, data: data, settings: settings)
    guard !means.adults.liesOnALine else {
      throw SmilestoneError.badInput(
        "The landmarks lie on one line.", remedy: "Give points all over the face.")
    }
    let shapeWarp = aligned.haveGrowingHeads ? try ShapeWarp(means) : nil
    let warp = try shapeWarp?.populationWarp(size: data.size)
    placements = faces.enumerated().map { face, shape in
      let mean = warp == nil ? means.adults : means.shape(atAge: data.agesInYears[face])
      // A face whose points are all one stays where it is.
      return Similarity(laying: shape, onto: mean)?.inverse ?? .identity
    }
    var ages: [RegistrationResult.WarpAtAge] = []
    if let shapeWarp, let warp {
      ages = try Self.ages(warp, of: shapeWarp, from: aligned.means, to: means.adults, in: data)
    }
    self.warp = warp
    let registered = try RegisteredImages(data: data, warp: warp, placements: placements).faces()
    result = RegistrationResult(
      source: .landmarks, isApplied: warp != nil, toddlersToAdults: aligned.toddlersToAdults,
      toddlersToAdultsAfter: ages.meanDistanceAfter(upTo: settings.toddlersUpToYears),
      betweenHalvesOfAdults: aligned.betweenHalvesOfAdults, warp: ages,
      meanFaces: try RegistrationResult.MeanFaces(
        MeanFaces(data, settings: settings),
        registered: MeanFaces(registered, settings: settings), size: data.size))
  }

  /// How far mean shapes are from adults' before and after, as they were measured: what smoothing leaves is told.
  private static func ages(
    _ warp: PopulationWarp, of shapeWarp: ShapeWarp, from means: MeanShapes, to adults: Shape,
    in data: ExpressionFaces
  ) throws -> [RegistrationResult.WarpAtAge] {
    let reached = try shapeWarp.shapes(at: adults)
    let moved = warp.meanDisplacementInPixels
    return means.knots.indices.map { knot in
      let shape = means.shapes[knot].fitted(to: adults)
      return RegistrationResult.WarpAtAge(
        ageInYears: means.knots[knot], meanDisplacementInPixels: moved[knot],
        distanceBefore: shape.squaredDistance(to: adults, inPixelsOf: data),
        distanceAfter: shape.squaredDistance(to: reached[knot], inPixelsOf: data))
    }
  }
}
