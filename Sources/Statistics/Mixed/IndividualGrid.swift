import Foundation

/// Ages of change (rows) and levels (columns) over which the likelihood of one individual after the other is summed.
///
/// An individual's faces are weighed at each of some hundreds of places, hundreds of times in a fit: four columns at a
/// time, and without a logarithm for a place. Columns are filled up to a multiple of four with levels of no weight.
struct IndividualGrid {
  private typealias Four = SIMD4<Double>
  private typealias Place = IndividualChange.Place

  /// Odds further from 1 than this, before a level's, count as this much.
  private static let largestOdds = 1e12
  /// So many faces are multiplied before places are brought back to a sum of 1: fewer than could take one to 0.
  private static let facesBetweenScalings = 8
  /// A row that keeps less of an individual adds nothing that a score would show.
  private static let leastShare = 1e-13

  private let curve: TransitionCurve
  private let classOdds: [Double]
  private let midpoints: NormalNodes
  private let ages: [Double]
  /// Of the columns, four by four.
  private let levelPlaces: [Four]
  private let levelOdds: [Four]
  /// Of all places, row by row.
  private let weights: [Four]

  // What `weigh` leaves of the last individual: of each of its faces and rows the curve's share, …
  private var shares: [Double]
  /// … of each of its faces and places the chance of a success, …
  private var probabilities: [Four]
  /// … of each place what it weighs given the faces, and this times the level's place, …
  private var posterior: [Four]
  private var posteriorLevels: [Four]
  /// … and their sums over each row.
  private var rowShares: [Double]
  private var rowLevels: [Double]

  /// - Parameter refinement: How many times as close ages are as sums over them need.
  init(_ change: IndividualChange, largestIndividual: Int, refinement: Double = 1) {
    curve = change.curve
    classOdds = change.classShifts.map { exp($0) }
    let largest = Double(largestIndividual)
    let middle = (curve.infantAsymptote + curve.adultAsymptote) / 2
    let slope = (curve.adultAsymptote - curve.infantAsymptote) / (4 * curve.scale)
    midpoints = NormalNodes(
      deviation: change.midpointDeviation,
      information: largest * slope * slope / (middle * (1 - middle)), scale: curve.scale,
      refinement: refinement)
    ages = midpoints.places.map { change.curve.midpoint + change.midpointDeviation * $0 }
    let levels = NormalNodes(deviation: change.levelDeviation, information: largest / 4)
    let blocks = (levels.places.count + 3) / 4
    func fours(_ values: [Double], filling: Double) -> [Four] {
      (0..<blocks).map { block in
        var four = Four(repeating: filling)
        for lane in 0..<4 where 4 * block + lane < values.count {
          four[lane] = values[4 * block + lane]
        }
        return four
      }
    }
    levelPlaces = fours(levels.places, filling: 0)
    levelOdds = fours(levels.places.map { exp(change.levelDeviation * $0) }, filling: 1)
    let levelWeights = fours(levels.weights, filling: 0)
    weights = midpoints.weights.flatMap { weight in levelWeights.map { weight * $0 } }
    let places = ages.count * blocks
    shares = Array(repeating: 0, count: largestIndividual * ages.count)
    probabilities = Array(repeating: .zero, count: largestIndividual * places)
    posterior = Array(repeating: .zero, count: places)
    posteriorLevels = posterior
    rowShares = Array(repeating: 0, count: ages.count)
    rowLevels = rowShares
  }

  /// Weighs all places by an individual's faces.
  /// - Returns: The logarithm of the faces' likelihood.
  mutating func weigh(_ faces: IndividualFaces, _ individual: Range<Int>) -> Double {
    var logLikelihood = 0.0
    posterior = weights
    for (place, face) in individual.enumerated() {
      if place > 0, place % Self.facesBetweenScalings == 0 { logLikelihood += scale() }
      if place > 0, faces.agesInYears[face] == faces.agesInYears[face - 1] {
        for row in ages.indices {
          shares[place * ages.count + row] = shares[(place - 1) * ages.count + row]
        }
      } else {
        for row in ages.indices {
          shares[place * ages.count + row] = TransitionShape.logistic.share(
            at: faces.agesInYears[face], midpoint: ages[row], scale: curve.scale)
        }
      }
      multiply(place, faces.isSuccess[face], classOdds: classOdds[faces.classes[face]])
    }
    logLikelihood += scale()
    let blocks = levelPlaces.count
    for row in ages.indices {
      var (share, level) = (Four.zero, Four.zero)
      for block in 0..<blocks {
        let here = posterior[row * blocks + block]
        let along = here * levelPlaces[block]
        posteriorLevels[row * blocks + block] = along
        share += here
        level += along
      }
      (rowShares[row], rowLevels[row]) = (share.sum(), level.sum())
    }
    return logLikelihood
  }

  /// Multiplies all places by what they say of one face.
  private mutating func multiply(_ place: Int, _ isSuccess: Bool, classOdds: Double) {
    let (rows, blocks) = (ages.count, levelPlaces.count)
    for row in 0..<rows {
      let accuracy = accuracy(shares[place * rows + row])
      let odds = min(
        max(accuracy / (1 - accuracy) * classOdds, 1 / Self.largestOdds), Self.largestOdds)
      for block in 0..<blocks {
        let both = odds * levelOdds[block]
        let failure = 1 / (1 + both)
        let success = both * failure
        let index = row * blocks + block
        probabilities[place * rows * blocks + index] = success
        posterior[index] *= isSuccess ? success : failure
      }
    }
  }

  private func accuracy(_ share: Double) -> Double {
    curve.infantAsymptote + (curve.adultAsymptote - curve.infantAsymptote) * share
  }

  /// Makes all places sum to 1.
  /// - Returns: The logarithm of their sum before.
  private mutating func scale() -> Double {
    var total = Four.zero
    for index in posterior.indices { total += posterior[index] }
    let sum = total.sum()
    for index in posterior.indices { posterior[index] /= sum }
    return log(sum)
  }

  /// Adds what one face of the weighed individual gives to its score: the mean over all places of its residual times the
  /// slope of its logit, in each of the parameters before the classes' shifts.
  /// - Parameters:
  ///   - place: Which of the individual's faces.
  ///   - score: In the order of `IndividualChange.Place`.
  /// - Returns: The mean residual, which is the slope in the shift of the face's class.
  func addSlopes(
    at place: Int, ageInYears: Double, isSuccess: Bool, to score: inout [Double]
  ) -> Double {
    let (rows, blocks) = (ages.count, levelPlaces.count)
    let step = curve.adultAsymptote - curve.infantAsymptote
    let outcome = isSuccess ? 1.0 : 0
    var total = 0.0
    for row in 0..<rows where rowShares[row] > Self.leastShare {
      var (expected, expectedLevel) = (Four.zero, Four.zero)
      for block in 0..<blocks {
        let index = row * blocks + block
        let probability = probabilities[place * rows * blocks + index]
        expected += posterior[index] * probability
        expectedLevel += posteriorLevels[index] * probability
      }
      let residual = outcome * rowShares[row] - expected.sum()
      let share = shares[place * rows + row]
      let accuracy = accuracy(share)
      let perAccuracy = residual / (accuracy * (1 - accuracy))
      let alongAge = -perAccuracy * step * share * (1 - share) / curve.scale
      score[Place.young] += perAccuracy * (1 - share)
      score[Place.old] += perAccuracy * share
      score[Place.midpoint] += alongAge
      score[Place.scale] += alongAge * (ageInYears - ages[row])
      score[Place.midpointDeviation] += alongAge * midpoints.places[row]
      score[Place.levelDeviation] += outcome * rowLevels[row] - expectedLevel.sum()
      total += residual
    }
    return total
  }

  /// The weighed individual's age of change.
  var age: IndividualAge {
    var (mean, square) = (0.0, 0.0)
    for (age, share) in zip(ages, rowShares) {
      mean += share * age
      square += share * age * age
    }
    return IndividualAge(
      ageInYears: mean, standardDeviationInYears: max(0, square - mean * mean).squareRoot())
  }

  /// How much of the weighed individual's distribution of ages of change lies below an age, each row's share spread
  /// evenly over the ages that are nearest to it.
  func share(below ageInYears: Double) -> Double {
    guard ages.count > 1 else { return ages[0] < ageInYears ? 1 : 0 }
    let half = (ages[1] - ages[0]) / 2
    return zip(ages, rowShares).reduce(0) { sum, row in
      sum + row.1 * min(max((ageInYears - row.0 + half) / (2 * half), 0), 1)
    }
  }
}
