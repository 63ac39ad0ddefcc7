import Analysis
import Foundation
import Statistics

/// A logistic mixed model of one model's test faces: whether a prediction is right over age, with a level for each
/// person (`RandomInterceptLogistic`). It is what an export adds to a run's results, so that R has something to compare
/// its own with.
struct AgeMixedModel {
  /// The log odds of a right prediction for ten years more of age.
  let perDecade: Estimate
  let test: TestResult?
  /// The standard deviation of persons' log odds.
  let deviation: Double
  /// Faces with label and age.
  let faces: Int

  /// - Parameter clusters: the number of each row's person or photograph (`ResultsTable.clusters`).
  /// - Returns: nil where nobody is shown twice, or there is no estimate.
  init?(_ model: String, of rows: [PredictionRow], clusters: [Double?]) throws {
    let own = zip(rows, clusters).filter {
      $0.0.model == model && $0.0.split == "test" && $0.0.emotion != nil && $0.0.age != nil
    }.sorted { ($0.1 ?? 0) < ($1.1 ?? 0) }
    var people: [Range<Int>] = []
    for index in own.indices {
      if index > 0, own[index].1 == own[index - 1].1, let last = people.popLast() {
        people.append(last.lowerBound..<index + 1)
      } else {
        people.append(index..<index + 1)
      }
    }
    let ages = own.compactMap(\.0.age)
    guard people.count < own.count else { return nil }
    let mean = ages.reduce(0, +) / Double(ages.count)
    guard
      let fitted = RandomInterceptLogistic(
        DesignMatrix(rowCount: own.count, columns: [ages.map { ($0 - mean) / 10 }]),
        outcomes: own.map { $0.0.predicted == $0.0.emotion }, clusters: people)
    else { return nil }
    perDecade = try fitted.fit.coefficient(1)
    test = try fitted.fit.waldTest(of: [1])
    deviation = fitted.standardDeviation
    faces = own.count
  }
}
