import Faces
import Statistics

/// How often a model is right at each age, emotion by emotion, without a shape assumed.
///
/// A smooth curve over age is fitted to all faces, then to each emotion how its curve departs from
/// that one. True ages are drawn by it, so it must know at least what is asked of them later
/// ("congenial", Meng 1994, doi 10.1214/ss/1177010269): a logistic curve here would pull the ages
/// towards its own shape.
struct SmoothPredictions: Sendable {
  /// Densest where faces change most, in years.
  private static let knots: [Double] = [
    0.5, 1.5, 3, 4.5, 6, 7.5, 9, 10.5, 12, 13.5, 15, 17, 20, 25, 35, 50,
  ]
  /// Standard deviations on the logit scale: from knot to knot, of an emotion's departure from knot
  /// to knot, and of levels. A change from 25 to 75 % within six years takes half a logit a knot.
  private static let (step, departureStep, level) = (0.5, 0.2, 2.0)

  /// Ages are told apart to an eighth of a year, up to 100 years.
  private static let cellsPerYear = 8.0
  private static let cells = 800

  /// By emotion, then by cell.
  private let probabilities: [[Double]]

  /// - Parameters:
  ///   - faces: `label` is the place of a face's emotion in the scheme, `weight` how often it counts.
  ///   - labelCount: how many labels the scheme has.
  init(
    _ faces: some Sequence<(label: Int, cell: Int, isCorrect: Bool, weight: Double)>,
    labelCount: Int
  ) {
    let places = SmoothPredictions.places
    let none = [Double](repeating: 0, count: SmoothPredictions.cells)
    var trials = Array(repeating: none, count: labelCount)
    var successes = trials
    for face in faces {
      trials[face.label][face.cell] += face.weight
      if face.isCorrect { successes[face.label][face.cell] += face.weight }
    }
    func curve(
      _ trials: [Double], _ successes: [Double], offsets: [Double], step: Double
    ) -> [Double] {
      let used = places.indices.filter { trials[$0] > 0 }
      let curve = SmoothProbability(
        knots: SmoothPredictions.knots, places: used.map { places[$0] },
        trials: used.map { trials[$0] }, successes: used.map { successes[$0] },
        offsets: used.map { offsets[$0] }, step: step, level: SmoothPredictions.level)
      return places.indices.map { offsets[$0] + curve.logit(at: places[$0]) }
    }
    let sum = { (tables: [[Double]]) in
      tables.reduce(none) { zip($0, $1).map { $0 + $1 } }
    }
    let common = curve(
      sum(trials), sum(successes), offsets: none, step: SmoothPredictions.step)
    probabilities = zip(trials, successes).map { trials, successes in
      curve(trials, successes, offsets: common, step: SmoothPredictions.departureStep)
        .map(logistic)
    }
  }

  func probability(cell: Int, label: Int) -> Double { probabilities[label][cell] }

  /// The cell in which an age lies.
  static func cell(_ ageInYears: Double) -> Int {
    min(max(Int(ageInYears * cellsPerYear), 0), cells - 1)
  }

  /// The age in the middle of each cell, in years.
  private static let places = (0..<cells).map { (Double($0) + 0.5) / cellsPerYear }
}
