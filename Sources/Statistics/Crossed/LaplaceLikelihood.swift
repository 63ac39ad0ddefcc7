import Foundation

/// The log-likelihood of judgements by Laplace's approximation, with its exact gradient.
///
/// With standard normal numbers b of subjects, faces and raters, and g(b) = Σ ln p(y | b) − |b|²/2, it is g − ½ ln det H at
/// the b of the largest g, H minus the second derivatives of g there. The gradient is that of this sum, with how b moves:
/// b's part by the implicit function theorem, that of ln det H by the entries of H⁻¹ at which H is not 0.
///
/// The last b is kept, for the next is near. One thread climbs with it.
final class LaplaceLikelihood {
  private let data: SortedJudgements
  private var numbers: RandomNumbers

  init(_ data: SortedJudgements) {
    self.data = data
    numbers = RandomNumbers(data)
  }

  /// The parameters are the coefficients, then the standard deviations of subjects, faces, raters, and raters' own
  /// coefficients.
  func slopes(_ parameters: [Double]) -> BoundedScoring.Slopes {
    var slopes = BoundedScoring.Slopes(parameters: parameters.count)
    var system = CrossedSystem(data, parameters)
    guard settle(&system) else {
      // Where no b is found the parameters are no candidates.
      numbers = RandomNumbers(data)
      slopes.logLikelihood = -.infinity
      return slopes
    }
    slopes.logLikelihood = system.logDensity - system.logDeterminant / 2
    addGradient(of: system, to: &slopes)
    addInformation(of: system, to: &slopes)
    return slopes
  }

  /// Newton's method with halved steps; the density is concave in b.
  private func settle(_ system: inout CrossedSystem) -> Bool {
    guard system.factorise(at: numbers) else { return false }
    for _ in 0..<100 {
      let slope = system.slope(at: numbers)
      let step = system.solve(slope)
      let decrement = step.product(with: slope)
      guard decrement.isFinite else { return false }
      if decrement < 1e-14 { return true }
      let before = system.logDensity
      var size = 1.0
      while true {
        let next = numbers.adding(step, times: size)
        guard system.factorise(at: next) else { return false }
        // Near the largest density its changes are smaller than its digits.
        if system.logDensity >= before || decrement < 1e-6 {
          numbers = next
          break
        }
        size /= 2
        if size < 1e-6 { return false }
      }
    }
    return false
  }

  private func addGradient(of system: CrossedSystem, to slopes: inout BoundedScoring.Slopes) {
    let (columns, rows) = (data.columnCount, data.rowCount)
    let inverse = system.inverseTimesRows()
    // How the log determinant changes with each judgement's logit, and through b with everything.
    let skew = (0..<rows).map { row in
      system.weights[row] * (1 - 2 * system.probabilities[row]) * inverse.quadratic[row]
    }
    let adjoint = system.solve(system.transposedTimes(skew))
    for row in 0..<rows {
      let residual = data.outcomes[row] - system.probabilities[row]
      let along = system.rowProduct(row, adjoint)
      let perLogit = residual - (skew[row] - system.weights[row] * along) / 2
      for column in 0..<columns {
        slopes.gradient[column] += perLogit * data.terms[row * columns + column]
      }
      system.rows.forEachNumber(of: row) { level, place, covariate in
        slopes.gradient[columns + level] +=
          covariate
          * (perLogit * numbers[level, place] - residual * adjoint[level, place] / 2
            - system.weights[row] * inverse.own[row * CrossedSystem.levels + level])
      }
    }
    for level in 0..<CrossedSystem.levels {
      let deviation = max(system.deviations[level], 1e-3)
      let place = columns + level
      slopes.information[place * slopes.gradient.count + place] =
        2 * inverse.explained[level] / (deviation * deviation)
    }
  }

  /// That of the coefficients with b integrated out, at given standard deviations; theirs stands in the gradient's loop. It
  /// starts the climb, whose steps then teach it.
  private func addInformation(of system: CrossedSystem, to slopes: inout BoundedScoring.Slopes) {
    let (columns, count) = (data.columnCount, slopes.gradient.count)
    for column in 0..<columns {
      let weighted = (0..<data.rowCount).map {
        system.weights[$0] * data.terms[$0 * columns + column]
      }
      let explained = system.solve(system.transposedTimes(weighted))
      for row in 0..<data.rowCount {
        let rest = weighted[row] - system.weights[row] * system.rowProduct(row, explained)
        for other in 0..<columns {
          slopes.information[column * count + other] += rest * data.terms[row * columns + other]
        }
      }
    }
  }
}

/// A number for each subject, face and rater, and for each rater's own coefficient.
struct RandomNumbers {
  var subjects: [Double]
  var faces: [Double]
  /// Of one rater after the other: its level, then its coefficient where there is one.
  var raters: [Double]
  let numbersOfRater: Int

  init(_ data: SortedJudgements) {
    subjects = Array(repeating: 0, count: data.facesOfSubject.count)
    faces = Array(repeating: 0, count: data.rowsOfFace.count)
    raters = Array(repeating: 0, count: data.raterCount * data.numbersOfRater)
    numbersOfRater = data.numbersOfRater
  }

  /// - Parameters:
  ///   - level: 0 for subjects, 1 for faces, 2 for raters, 3 for their coefficients.
  ///   - place: the subject, face or rater.
  subscript(level: Int, place: Int) -> Double {
    switch level {
    case 0: subjects[place]
    case 1: faces[place]
    default: raters[place * numbersOfRater + level - 2]
    }
  }

  func adding(_ other: RandomNumbers, times size: Double) -> RandomNumbers {
    var sum = self
    for place in subjects.indices { sum.subjects[place] += size * other.subjects[place] }
    for place in faces.indices { sum.faces[place] += size * other.faces[place] }
    for place in raters.indices { sum.raters[place] += size * other.raters[place] }
    return sum
  }

  func product(with other: RandomNumbers) -> Double {
    func product(_ first: [Double], _ second: [Double]) -> Double {
      zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return product(subjects, other.subjects) + product(faces, other.faces)
      + product(raters, other.raters)
  }
}
