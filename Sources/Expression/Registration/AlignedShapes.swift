import Analysis
import Foundation
import Support

/// The landmarks of faces, each face moved, turned and scaled onto the mean shape of its age (Procrustes
/// analysis; Gower 1975, doi 10.1007/BF02291478), and these mean shapes.
///
/// Mean shapes lie around the origin, those of all ages on adults'.
struct AlignedShapes {
  let shapes: [Shape]
  let means: MeanShapes
  /// Mean squared distances of the points, in squared pixels of the images: toddlers' mean shape to adults',
  /// and one half of adults to the other.
  let toddlersToAdults: Double
  let betweenHalvesOfAdults: Double
  /// false where toddlers' mean shape is hardly further from adults' than two halves of adults are.
  let haveGrowingHeads: Bool

  /// How often faces are moved onto mean shapes, which are then made again.
  private static let rounds = 3
  /// Divisions of the adults into halves whose mean shapes are compared.
  private static let halvings = 10

  /// - Throws: `SmilestoneError.badInput` where the faces have no landmarks.
  init(_ data: ExpressionFaces, settings: ExpressionSettings) throws {
    guard !data.landmarks.isEmpty else {
      throw SmilestoneError.badInput(
        "The faces have no landmarks.",
        remedy: "Give them, or compare gradients (hog) and register by images instead.")
    }
    let given = data.landmarks.map(Shape.init)
    var aligned = given.map { $0.centred() }
    var means = MeanShapes(aligned, data: data, settings: settings)
    for _ in 0..<Self.rounds {
      let adults = means.adults.centred()
      aligned = given.enumerated().map { face, shape in
        shape.fitted(to: means.shape(atAge: data.agesInYears[face]).fitted(to: adults))
      }
      means = MeanShapes(aligned, data: data, settings: settings)
    }
    let ends = settings.end(of: data)
    let toddlers = MeanShapes.mean(aligned, data: data) { ends[$0] == 0 } ?? Shape([])
    shapes = aligned
    self.means = means
    toddlersToAdults = toddlers.squaredDistance(to: means.adults, inPixelsOf: data)
    betweenHalvesOfAdults = Self.halves(aligned, data: data, settings: settings)
    haveGrowingHeads = toddlersToAdults > settings.leastHeadDistance * betweenHalvesOfAdults
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
      return halves.count == 2 ? halves[0].squaredDistance(to: halves[1], inPixelsOf: data) : nil
    }
    return squares.reduce(0, +) / Double(max(squares.count, 1))
  }
}

extension Shape {
  /// The mean squared distance between the same points of two shapes, as they lie, in squared pixels.
  func squaredDistance(to other: Shape, inPixelsOf data: ExpressionFaces) -> Double {
    pow(distance(to: other) * Double(data.size), 2)
  }
}
