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
  package static func band(
    of curves: [any AccuracyCurve], ages: [Double], level: Double
  ) -> [CurveBound]? {
    guard curves.count >= 100, let youngest = ages.min(), let oldest = ages.max() else {
      return nil
    }
    return drawnAges(from: youngest, to: oldest).map { age in
      let values = curves.map { $0.accuracy(at: age) }.sorted()
      func percentile(_ share: Double) -> Double {
        values[min(values.count - 1, Int((share * Double(values.count - 1)).rounded()))]
      }
      return CurveBound(
        age: age, lower: percentile((1 - level) / 2), upper: percentile((1 + level) / 2))
    }
  }

  /// Ages at which curves are drawn, in even steps of the square root.
  static func drawnAges(from youngest: Double, to oldest: Double) -> [Double] {
    let steps = 40
    let (from, to) = (youngest.squareRoot(), oldest.squareRoot())
    return (0...steps).map { step in
      let root = from + (to - from) * Double(step) / Double(steps)
      return root * root
    }
  }
}
