import Foundation

/// The matrix H = AᵀWA + 1 of crossed levels at given coefficients and deviations, factorised.
///
/// A face is in one subject, and what subjects share is raters alone: faces are eliminated first, then subjects, which leaves a
/// small dense matrix of raters (a Schur complement). What is left costs time in proportion to the judgements.
struct CrossedSystem {
  /// Subjects, faces, raters, raters' own coefficients.
  static let levels = 4

  let rows: JudgementRows
  private let fixedLogits: [Double]

  /// Of each judgement at the numbers that were factorised at.
  private(set) var probabilities: [Double]
  private(set) var weights: [Double]
  private(set) var logDensity = 0.0
  private(set) var logDeterminant = 0.0
  /// Diagonal of faces, and what ties each to its subject.
  private(set) var faceDiagonal: [Double]
  private(set) var faceTie: [Double]
  /// Diagonal of subjects after their faces, and what ties each to the raters' numbers (subject × number).
  private(set) var subjectDiagonal: [Double]
  private(set) var subjectTies: [Double]
  /// Of the raters' numbers that are left.
  private(set) var raters: CholeskyFactor?
  let raterNumbers: Int

  init(_ data: SortedJudgements, _ parameters: [Double]) {
    let columns = data.columnCount
    rows = JudgementRows(data: data, deviations: Array(parameters.dropFirst(columns)))
    fixedLogits = (0..<data.rowCount).map { row in
      (0..<columns).reduce(0) { $0 + data.terms[row * columns + $1] * parameters[$1] }
    }
    probabilities = Array(repeating: 0, count: data.rowCount)
    weights = probabilities
    faceDiagonal = Array(repeating: 1, count: data.rowsOfFace.count)
    faceTie = faceDiagonal
    subjectDiagonal = Array(repeating: 1, count: data.facesOfSubject.count)
    raterNumbers = data.raterCount * data.numbersOfRater
    subjectTies = Array(repeating: 0, count: data.facesOfSubject.count * raterNumbers)
  }

  var data: SortedJudgements { rows.data }
  var deviations: [Double] { rows.deviations }

  /// A row of A times numbers.
  @inline(__always)
  func rowProduct(_ row: Int, _ numbers: RandomNumbers) -> Double {
    var sum =
      deviations[0] * numbers.subjects[data.subjectOfRow[row]]
      + deviations[1] * numbers.faces[data.faceOfRow[row]]
    rows.forEachRaterNumber(of: row) { sum += $1 * numbers.raters[$0] }
    return sum
  }

  /// Aᵀ times a value of each judgement.
  func transposedTimes(_ values: [Double]) -> RandomNumbers {
    var sums = RandomNumbers(data)
    for row in values.indices {
      sums.subjects[data.subjectOfRow[row]] += deviations[0] * values[row]
      sums.faces[data.faceOfRow[row]] += deviations[1] * values[row]
      rows.forEachRaterNumber(of: row) { sums.raters[$0] += $1 * values[row] }
    }
    return sums
  }

  /// The slope of the log density in the numbers.
  func slope(at numbers: RandomNumbers) -> RandomNumbers {
    transposedTimes(zip(data.outcomes, probabilities).map { $0 - $1 }).adding(numbers, times: -1)
  }

  /// - Returns: whether the matrix is positive definite in the digits that there are.
  mutating func factorise(at numbers: RandomNumbers) -> Bool {
    logDensity = -numbers.product(with: numbers) / 2
    for row in 0..<data.rowCount {
      let logit = fixedLogits[row] + rowProduct(row, numbers)
      let probability = 1 / (1 + exp(-logit))
      probabilities[row] = probability
      weights[row] = probability * (1 - probability)
      // ln p without loss where p is near to 0.
      let signed = data.outcomes[row] > 0 ? logit : -logit
      logDensity += signed < 0 ? signed - log1p(exp(signed)) : -log1p(exp(-signed))
    }
    logDeterminant = 0
    var dense = [Double](repeating: 0, count: raterNumbers * raterNumbers)
    for index in subjectTies.indices { subjectTies[index] = 0 }
    for subject in data.facesOfSubject.indices { eliminate(subject, from: &dense) }
    var matrix = (0..<raterNumbers).map { row in
      Array(dense[row * raterNumbers..<(row + 1) * raterNumbers])
    }
    for place in 0..<raterNumbers { matrix[place][place] += 1 }
    guard logDensity.isFinite, let factor = CholeskyFactor(matrix) else { return false }
    raters = factor
    logDeterminant += factor.logDeterminant
    return true
  }

  /// Takes a subject and its faces out of the raters' matrix.
  private mutating func eliminate(_ subject: Int, from dense: inout [Double]) {
    // Not asked of this value, which changes meanwhile and would be copied.
    let rows = rows
    let data = rows.data
    let (subjectDeviation, faceDeviation) = (rows.deviations[0], rows.deviations[1])
    let ties = subject * raterNumbers
    var diagonal = 1.0
    for face in data.facesOfSubject[subject] {
      let own = data.rowsOfFace[face]
      let weight = own.reduce(0) { $0 + weights[$1] }
      let entry = 1 + faceDeviation * faceDeviation * weight
      let tie = faceDeviation * subjectDeviation * weight
      faceDiagonal[face] = entry
      faceTie[face] = tie
      logDeterminant += log(entry)
      diagonal += subjectDeviation * subjectDeviation * weight - tie * tie / entry
      // What the face leaves of its subject's ties.
      let left = subjectDeviation - tie * faceDeviation / entry
      for row in own {
        let rowWeight = weights[row]
        rows.forEachRaterNumber(of: row) { place, factor in
          subjectTies[ties + place] += left * rowWeight * factor
          rows.forEachRaterNumber(of: row) { other, otherFactor in
            dense[place * raterNumbers + other] += rowWeight * factor * otherFactor
          }
        }
        guard faceDeviation > 0 else { continue }
        let share = faceDeviation * faceDeviation * rowWeight / entry
        for second in own {
          let both = share * weights[second]
          rows.forEachRaterNumber(of: row) { place, factor in
            rows.forEachRaterNumber(of: second) { other, otherFactor in
              dense[place * raterNumbers + other] -= both * factor * otherFactor
            }
          }
        }
      }
    }
    subjectDiagonal[subject] = diagonal
    logDeterminant += log(diagonal)
    guard subjectDeviation > 0 else { return }
    for row in 0..<raterNumbers where subjectTies[ties + row] != 0 {
      let share = subjectTies[ties + row] / diagonal
      for column in 0..<raterNumbers {
        dense[row * raterNumbers + column] -= share * subjectTies[ties + column]
      }
    }
  }

  /// H⁻¹ times numbers.
  func solve(_ right: RandomNumbers) -> RandomNumbers {
    var solution = right
    for (subject, faces) in data.facesOfSubject.enumerated() {
      for face in faces {
        let share = right.faces[face] / faceDiagonal[face]
        solution.subjects[subject] -= faceTie[face] * share
        addRaterTies(of: face, times: -share, to: &solution.raters)
      }
      let share = solution.subjects[subject] / subjectDiagonal[subject]
      for place in 0..<raterNumbers {
        solution.raters[place] -= subjectTies[subject * raterNumbers + place] * share
      }
    }
    solution.raters = raters?.solve(solution.raters) ?? solution.raters
    for (subject, faces) in data.facesOfSubject.enumerated() {
      var rest = solution.subjects[subject]
      for place in 0..<raterNumbers {
        rest -= subjectTies[subject * raterNumbers + place] * solution.raters[place]
      }
      let own = rest / subjectDiagonal[subject]
      solution.subjects[subject] = own
      for face in faces {
        let ties = raterTiesProduct(of: face, with: solution.raters)
        solution.faces[face] = (right.faces[face] - faceTie[face] * own - ties) / faceDiagonal[face]
      }
    }
    return solution
  }

  private func addRaterTies(of face: Int, times factor: Double, to raters: inout [Double]) {
    for row in data.rowsOfFace[face] {
      let share = deviations[1] * weights[row] * factor
      rows.forEachRaterNumber(of: row) { raters[$0] += share * $1 }
    }
  }

  func raterTiesProduct(of face: Int, with raters: [Double]) -> Double {
    var sum = 0.0
    for row in data.rowsOfFace[face] {
      rows.forEachRaterNumber(of: row) { sum += deviations[1] * weights[row] * $1 * raters[$0] }
    }
    return sum
  }
}

/// The rows of A: what each judgement's logit has of the numbers.
struct JudgementRows {
  let data: SortedJudgements
  /// Of subjects, faces, raters, and raters' own coefficients.
  let deviations: [Double]

  /// The level, whose number, and the covariate of each number that a judgement's logit has.
  @inline(__always)
  func forEachNumber(of row: Int, _ body: (_ level: Int, _ place: Int, _ covariate: Double) -> Void)
  {
    body(0, data.subjectOfRow[row], 1)
    body(1, data.faceOfRow[row], 1)
    body(2, data.raters[row], 1)
    if let slope = data.slope {
      body(3, data.raters[row], data.terms[row * data.columnCount + slope])
    }
  }

  /// The raters' numbers that a judgement's logit has, with what it has of each.
  @inline(__always)
  func forEachRaterNumber(of row: Int, _ body: (_ place: Int, _ factor: Double) -> Void) {
    let place = data.raters[row] * data.numbersOfRater
    body(place, deviations[2])
    if let slope = data.slope {
      body(place + 1, deviations[3] * data.terms[row * data.columnCount + slope])
    }
  }
}
