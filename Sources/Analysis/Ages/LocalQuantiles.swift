import Foundation

/// Quantiles of values at places on a scale of 0 to 1, where near ones count more.
///
/// Weights fall with distance as a normal curve. Its width is that at which the weights of
/// `subjectsPerCurve` subjects would be equal (their effective number, Kish 1965): narrow where many
/// are near, wide where few are.
struct LocalQuantiles {
  static let subjectsPerCurve = 50.0
  /// Places at which quantiles are taken, at equal numbers of values.
  private static let curveCount = 30
  private static let narrowest = 0.02

  private let values: [Double]
  private let valuePlaces: [Double]
  private let subjects: SubjectIndex
  /// The values' order, ascending.
  private let order: [Int]

  init(values: [Double], places: [Double], subjects: SubjectIndex) {
    self.values = values
    valuePlaces = places
    self.subjects = subjects
    order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  }

  /// Where quantiles are worth taking, ascending and distinct.
  var places: [Double] {
    let sorted = valuePlaces.sorted()
    let count = LocalQuantiles.curveCount
    let chosen = (0..<count).map { sorted[(2 * $0 + 1) * sorted.count / (2 * count)] }
    return chosen.enumerated().filter { $0 == 0 || chosen[$0 - 1] < $1 }.map(\.element)
  }

  func quantiles(at place: Double, levels: [Double]) -> [Double] {
    let (weights, effectiveSubjects) = weights(around: place)
    let total = weights.reduce(0, +)
    var (sum, sums) = (0.0, [Double]())
    for index in order {
      // A value stands in the middle of its weight, and a new subject's among one more than there
      // are.
      sums.append(
        ((sum + weights[index] / 2) / total * effectiveSubjects + 0.5) / (effectiveSubjects + 1))
      sum += weights[index]
    }
    let sorted = order.map { values[$0] }
    return levels.map { interpolated($0, from: sums, to: sorted) }
  }

  private func weights(around place: Double) -> (weights: [Double], effectiveSubjects: Double) {
    var width = LocalQuantiles.narrowest
    while true {
      let weights = valuePlaces.map { exp(-($0 - place) * ($0 - place) / (2 * width * width)) }
      var ofSubject = [Double](repeating: 0, count: subjects.count)
      for (weight, subject) in zip(weights, subjects.subjectOfFace) { ofSubject[subject] += weight }
      let sum = ofSubject.reduce(0, +)
      let effective = sum * sum / ofSubject.reduce(0) { $0 + $1 * $1 }
      // At the whole scale's width all count alike, however few they are.
      if effective >= LocalQuantiles.subjectsPerCurve || width > 1 { return (weights, effective) }
      width *= 1.25
    }
  }
}
