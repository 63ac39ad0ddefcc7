import Foundation
import Statistics

/// Where the curves of resampled subjects lie at one age: percentiles, age by age.
public struct CurveBound: Codable, Sendable, Equatable {
  /// In years.
  public var age: Double
  public var lower: Double
  public var upper: Double
}

extension CurveBound {
  /// Bounds at ages from the youngest to the oldest face, closer together for the young.
  /// - Returns: nil for too few resamples to have percentiles.
  static func band(
    of curves: [TransitionCurve], ages: [Double], level: Double
  ) -> [CurveBound]? {
    guard curves.count >= 100, let youngest = ages.min(), let oldest = ages.max() else {
      return nil
    }
    let steps = 40
    let (from, to) = (youngest.squareRoot(), oldest.squareRoot())
    return (0...steps).map { step in
      let root = from + (to - from) * Double(step) / Double(steps)
      let values = curves.map { $0.accuracy(at: root * root) }.sorted()
      func percentile(_ share: Double) -> Double {
        values[min(values.count - 1, Int((share * Double(values.count - 1)).rounded()))]
      }
      return CurveBound(
        age: root * root, lower: percentile((1 - level) / 2), upper: percentile((1 + level) / 2))
    }
  }
}
