import Analysis
import Foundation
import Support

/// Faces as displacements of their landmarks from the mean shape of their age.
///
/// Each face is moved, turned and scaled onto the mean shape of its age (Procrustes analysis; Gower 1975,
/// doi 10.1007/BF02291478). What is left is expression and identity, without appearance and without what
/// the average head's growth moves.
struct LandmarkShapes {
  /// [faces, 2 · points], in hundredths of the size of adults' mean shape.
  let displacements: [Double]
  let result: RegistrationResult
  private let means: MeanShapes

  /// How often faces are moved onto mean shapes, which are then made again.
  private static let rounds = 3
  private static let unit = 0.01
  /// Divisions of the adults into halves whose mean shapes are compared.
  private static let halvings = 10

  init(_ data: ExpressionFaces, settings: ExpressionSettings) throws {
    guard !data.landmarks.isEmpty else {
      throw SmilestoneError.badInput(
        "The faces have no landmarks.", remedy: "Compare gradients (hog) instead.")
    }
    let shapes = data.landmarks.map(Shape.init)
    var aligned = shapes.map { $0.centred() }
    var means = MeanShapes(aligned, data: data, settings: settings)
    for _ in 0..<Self.rounds {
      let adults = means.adults.centred()
      aligned = shapes.enumerated().map { face, shape in
        shape.fitted(to: means.shape(atAge: data.agesInYears[face]).fitted(to: adults))
      }
      means = MeanShapes(aligned, data: data, settings: settings)
    }
    let scale = 1 / (means.adults.size * Self.unit)
    displacements = aligned.enumerated().flatMap { face, shape in
      zip(shape.places, means.shape(atAge: data.agesInYears[face]).places).map {
        ($0 - $1) * scale
      }
    }
    self.means = means
    let square = { (shape: Shape) in pow(shape.distance(to: means.adults), 2) }
    let noise = Self.halves(aligned, data: data, settings: settings)
    let isApplied = square(means.toddlers) > settings.leastHeadDistance * noise
    result = RegistrationResult(
      isApplied: isApplied, toddlersToAdults: square(means.toddlers),
      toddlersToAdultsAfter: isApplied ? 0 : nil, betweenHalvesOfAdults: noise,
      warp: isApplied
        ? zip(means.knots, means.shapes).map { knot, shape in
          .init(
            ageInYears: knot,
            meanDisplacementInPixels: shape.distance(to: means.adults) * Double(data.size),
            distanceBefore: square(shape), distanceAfter: 0)
        } : [])
  }

  /// How far the mean shape of an age is from adults', as a share of the farthest; nil where heads are
  /// adults' at all ages.
  func headDistance(atAges ages: [Double]) -> [Double]? {
    let farthest = means.shapes.map { $0.distance(to: means.adults) }.max() ?? 0
    guard result.isApplied, farthest > 0 else { return nil }
    return ages.map { means.shape(atAge: $0).distance(to: means.adults) / farthest }
  }

  /// The mean squared distance of the mean shapes of two halves of the adult subjects.
  private static func halves(
    _ shapes: [Shape], data: ExpressionFaces, settings: ExpressionSettings
  ) -> Double {
    var generator = SeededGenerator(seed: settings.seed, stream: "halves of adults")
    let ends = settings.end(of: data)
    let squares = (0..<halvings).compactMap { _ -> Double? in
      let isFirst = (0..<data.subjectCount).map { _ in generator.next() & 1 == 0 }
      let halves = [true, false].compactMap { half in
        MeanShapes.mean(shapes, data: data) { ends[$0] == 1 && isFirst[data.subjects[$0]] == half }
      }
      return halves.count == 2 ? pow(halves[0].distance(to: halves[1]), 2) : nil
    }
    return squares.reduce(0, +) / Double(max(squares.count, 1))
  }
}
