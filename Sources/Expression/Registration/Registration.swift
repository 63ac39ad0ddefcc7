import Analysis
import Support
import Torch

/// How a set of faces is brought to adults' head shape, as far as they need it.
package struct Registration {
  /// nil where toddlers' heads are adults' already.
  package let warp: PopulationWarp?
  /// Where the head of each face's age lies in its image, as shares of the image's sides; empty where images
  /// are taken as they are.
  package let placements: [Similarity]
  package let result: RegistrationResult

  /// Divisions of the adults into halves whose mean faces are compared.
  private static let halvings = 10

  package init(_ data: ExpressionFaces, settings: ExpressionSettings) throws {
    self =
      switch settings.registration {
      case .images: try Registration(byImagesOf: data, settings: settings)
      case .landmarks: try Registration(byLandmarksOf: data, settings: settings)
      }
  }

  /// Takes the mean image of each age to adults'.
  private init(byImagesOf data: ExpressionFaces, settings: ExpressionSettings) throws {
    placements = []
    let fitting = try WarpFitting(size: data.size)
    let means = MeanFaces(data, settings: settings)
    let distance = try fitting.distance(means.toddlers, means.adults)
    let noise = try Self.distanceOfHalves(data, fitting: fitting, settings: settings)
    guard distance > settings.leastHeadDistance * noise else {
      warp = nil
      result = RegistrationResult(
        source: .images, isApplied: false, toddlersToAdults: distance, betweenHalvesOfAdults: noise,
        warp: [])
      return
    }
    let (warp, registered) = try fitting.fit(means)
    let moved = warp.meanDisplacementInPixels
    self.warp = warp
    let ages = try means.knots.indices.map { knot in
      RegistrationResult.WarpAtAge(
        ageInYears: means.knots[knot], meanDisplacementInPixels: moved[knot],
        distanceBefore: try fitting.distance(means.faces[knot], means.adults),
        distanceAfter: try fitting.distance(registered.faces[knot], means.adults))
    }
    result = RegistrationResult(
      source: .images, isApplied: true, toddlersToAdults: distance,
      toddlersToAdultsAfter: ages.meanDistanceAfter(upTo: settings.toddlersUpToYears),
      betweenHalvesOfAdults: noise, warp: ages,
      meanFaces: try RegistrationResult.MeanFaces(means, registered: registered, size: data.size))
  }

  /// How far the average head of an age is from adults', as a share of the youngest's: the warp's mean
  /// displacement. nil where there is no warp.
  package func headDistance(atAges ages: [Double]) -> [Double]? {
    guard let warp, let largest = warp.meanDisplacementInPixels.max(), largest > 0 else {
      return nil
    }
    let moved = warp.meanDisplacementInPixels
    return ages.map { age in
      let (lower, share) = warp.place(ofAge: age)
      return (moved[lower] * Double(1 - share) + moved[lower + 1] * Double(share)) / largest
    }
  }

  /// The mean distance of the mean faces of two halves of the adult subjects.
  private static func distanceOfHalves(
    _ data: ExpressionFaces, fitting: WarpFitting, settings: ExpressionSettings
  ) throws -> Double {
    var generator = SeededGenerator(seed: settings.seed, stream: "halves of adults")
    let isAdult: (Double) -> Bool = { $0 > settings.adultsAboveYears }
    let distances = try (0..<halvings).compactMap { _ -> Double? in
      let isFirst = (0..<data.subjectCount).map { _ in generator.next() & 1 == 0 }
      let halves = [true, false].map { half in
        MeanFaces.mean(
          data, weights: data.subjects.map { isFirst[$0] == half ? 1 : 0 }, where: isAdult)
      }
      guard let first = halves[0], let second = halves[1] else { return nil }
      return try fitting.distance(first, second)
    }
    return distances.reduce(0, +) / Double(max(distances.count, 1))
  }
}

extension [RegistrationResult.WarpAtAge] {
  /// nil where there is no such age.
  func meanDistanceAfter(upTo years: Double) -> Double? {
    let young = filter { $0.ageInYears <= years }
    return young.isEmpty
      ? nil : young.reduce(0) { $0 + $1.distanceAfter } / Double(young.count)
  }
}
