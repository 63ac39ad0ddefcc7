import Foundation

extension IndividualChange {
  /// The log-likelihood of individuals' faces.
  package func logLikelihood(of faces: IndividualFaces) -> Double {
    IndividualLikelihood(faces: faces).slopes(parameters).logLikelihood
  }
}

/// The likelihood of individuals' faces: each individual's is integrated over its age of change and its level.
struct IndividualLikelihood {
  private typealias Place = IndividualChange.Place

  let faces: IndividualFaces

  /// The log-likelihood, its gradient by Fisher's identity, and the sum of squared scores as information.
  func slopes(_ parameters: [Double]) -> BoundedScoring.Slopes {
    var slopes = BoundedScoring.Slopes(parameters: parameters.count)
    forEachIndividual(parameters) { integral in
      slopes.logLikelihood += integral.logLikelihood
      slopes.add(integral.score)
    }
    return slopes
  }

  /// Each individual's age of change given its faces.
  func ages(_ parameters: [Double]) -> [IndividualAge] {
    var ages: [IndividualAge] = []
    forEachIndividual(parameters) { ages.append($0.age) }
    return ages
  }

  /// What an individual gives.
  private struct Integral {
    var logLikelihood = 0.0
    var score: [Double]
    var age: IndividualAge
  }

  private func forEachIndividual(_ parameters: [Double], _ body: (Integral) -> Void) {
    let change = IndividualChange(parameters: parameters)
    let (curve, step) = (change.curve, change.curve.adultAsymptote - change.curve.infantAsymptote)
    let largest = Double(faces.largestIndividual)
    let middle = (curve.infantAsymptote + curve.adultAsymptote) / 2
    let slope = step / (4 * curve.scale)
    let midpoints = NormalNodes(
      deviation: change.midpointDeviation,
      information: largest * slope * slope / (middle * (1 - middle)), scale: curve.scale)
    let levels = NormalNodes(deviation: change.levelDeviation, information: largest / 4)
    let ages = midpoints.places.map { curve.midpoint + change.midpointDeviation * $0 }
    let levelOdds = levels.places.map { exp(change.levelDeviation * $0) }
    let classOdds = change.classShifts.map { exp($0) }
    let logWeights = midpoints.weights.flatMap { first in
      levels.weights.map { log(first * $0) }
    }
    let (rows, columns) = (ages.count, levelOdds.count)
    var products = [LikelihoodProduct](repeating: LikelihoodProduct(), count: rows * columns)
    var probabilities = [Double](
      repeating: 0, count: faces.largestIndividual * rows * columns)
    var posterior = [Double](repeating: 0, count: rows * columns)

    for individual in faces.individuals {
      for index in products.indices { products[index] = LikelihoodProduct() }
      for (place, face) in individual.enumerated() {
        let (age, isSuccess) = (faces.agesInYears[face], faces.isSuccess[face])
        let classShift = classOdds[faces.classes[face]]
        for row in 0..<rows {
          let share = TransitionShape.logistic.share(
            at: age, midpoint: ages[row], scale: curve.scale)
          let accuracy = curve.infantAsymptote + step * share
          let odds = accuracy / (1 - accuracy) * classShift
          for column in 0..<columns {
            let both = min(odds * levelOdds[column], 1e12)
            let probability = both / (1 + both)
            let index = row * columns + column
            probabilities[place * rows * columns + index] = probability
            products[index].multiply(isSuccess ? probability : 1 / (1 + both))
          }
        }
      }
      for index in posterior.indices {
        posterior[index] = products[index].total + logWeights[index]
      }
      var integral = Integral(
        score: Array(repeating: 0, count: parameters.count),
        age: IndividualAge(ageInYears: 0, standardDeviationInYears: 0))
      integral.logLikelihood = normalise(&posterior)
      for (place, face) in individual.enumerated() {
        addScore(
          of: face, probabilities[place * rows * columns..<(place + 1) * rows * columns],
          posterior, curve: curve, midpoints: midpoints, levels: levels, ages: ages,
          to: &integral.score)
      }
      integral.age = age(posterior, ages, columns: columns)
      body(integral)
    }
  }

  /// What one face adds to its individual's score: the mean over the posterior of its residual times the slope of its
  /// logit in each parameter.
  private func addScore(
    of face: Int, _ probabilities: ArraySlice<Double>, _ posterior: [Double],
    curve: TransitionCurve, midpoints: NormalNodes, levels: NormalNodes, ages: [Double],
    to score: inout [Double]
  ) {
    let outcome = faces.isSuccess[face] ? 1.0 : 0
    let (columns, first) = (levels.places.count, probabilities.startIndex)
    let step = curve.adultAsymptote - curve.infantAsymptote
    var total = 0.0
    for row in ages.indices {
      var (residual, alongLevel) = (0.0, 0.0)
      for column in 0..<columns {
        let index = row * columns + column
        let part = posterior[index] * (outcome - probabilities[first + index])
        residual += part
        alongLevel += part * levels.places[column]
      }
      let distance = (faces.agesInYears[face] - ages[row]) / curve.scale
      let share = 1 / (1 + exp(-distance))
      let accuracy = curve.infantAsymptote + step * share
      let perAccuracy = residual / (accuracy * (1 - accuracy))
      let alongAge = -perAccuracy * step * share * (1 - share) / curve.scale
      score[Place.young] += perAccuracy * (1 - share)
      score[Place.old] += perAccuracy * share
      score[Place.midpoint] += alongAge
      score[Place.scale] += alongAge * distance * curve.scale
      score[Place.midpointDeviation] += alongAge * midpoints.places[row]
      score[Place.levelDeviation] += alongLevel
      total += residual
    }
    let own = faces.classes[face]
    if own == faces.classCount - 1 {
      for index in Place.shifts..<score.count { score[index] -= total }
    } else {
      score[Place.shifts + own] += total
    }
  }

  private func age(_ posterior: [Double], _ ages: [Double], columns: Int) -> IndividualAge {
    var (mean, square) = (0.0, 0.0)
    for (row, age) in ages.enumerated() {
      let share = posterior[row * columns..<(row + 1) * columns].reduce(0, +)
      mean += share * age
      square += share * age * age
    }
    return IndividualAge(
      ageInYears: mean,
      standardDeviationInYears: max(0, square - mean * mean).squareRoot())
  }
}
