import Faces
import Foundation
import Statistics
import Support

/// The age at which the expressions of synthetic faces pass from the infant's to the adult's form, and how
/// near each estimate of the models comes to it.
public struct PlantedTransition: Codable, Sendable, Equatable {
  /// The age at which both forms weigh the same, in years.
  public var ageInYears: Double
  /// The scale of the logistic curve of the adult form's weight, in years.
  public var widthInYears: Double
  public var estimates: [PlantedEstimate]
}

/// One estimate beside the planted age.
public struct PlantedEstimate: Codable, Sendable, Equatable {
  /// nil for the crossing, which has two models.
  public var model: String?
  /// `transition-age` or `crossing`.
  public var quantity: AgeErrorQuantity
  public var treatment: AgeTreatment
  /// nil where curves do not cross.
  public var ageInYears: Double?
  public var interval: OpenInterval
  /// The estimate minus the planted age, in years.
  public var offInYears: Double?
  /// Whether the interval holds the planted age; towards an absent bound it excludes nothing.
  public var holdsPlanted: Bool
}

extension PlantedTransition {
  /// What was planted in the faces that were judged, before there are estimates.
  ///
  /// Age and weight are the columns `true_age` and `transition_weight` of the manifest. The weight's
  /// logit is a straight line over age, from which midpoint and scale follow by least squares.
  /// - Parameter images: The judged faces, as the manifest spells them.
  /// - Returns: nil where a judged face is not synthetic, where expressions do not change, and where the
  ///   faces do not follow one curve, as in cohorts that were put together.
  init?(_ manifest: Manifest, images: Set<PathKey>) throws {
    let ages = try manifest.numbers(ofExtraColumn: "true_age")
    let weights = try manifest.transitionWeights()
    let judged = manifest.records.indices.filter {
      images.contains(PathKey(manifest.records[$0].image))
    }
    let faces = judged.compactMap { row in
      ages[row].flatMap { age in weights[row].map { (age: age, weight: $0) } }
    }
    let synthetic = manifest.isSynthetic
    guard judged.allSatisfy({ synthetic[$0] }), !faces.isEmpty, faces.count == judged.count else {
      return nil
    }
    // Weights of almost 0 or 1 have no digits left.
    let telling = faces.filter { $0.weight > 1e-6 && $0.weight < 1 - 1e-6 }
    let logits = telling.map { log($0.weight / (1 - $0.weight)) }
    let count = Double(telling.count)
    let (age, logit) = (
      telling.reduce(0) { $0 + $1.age } / count, logits.reduce(0, +) / count
    )
    let spread = telling.reduce(0) { $0 + ($1.age - age) * ($1.age - age) }
    let slope =
      zip(telling, logits).reduce(0) { $0 + ($1.0.age - age) * ($1.1 - logit) } / spread
    guard spread > 0, slope > 0 else { return nil }
    let planted = ExpressionTransition(
      ageInYears: age - logit / slope, widthInYears: 1 / slope)
    let follows = faces.allSatisfy {
      abs(planted.adultWeight(ageInYears: $0.age) - $0.weight) < 0.01
    }
    guard follows else { return nil }
    // What was planted has few digits, and the fit rounding errors.
    ageInYears = (planted.ageInYears * 1e6).rounded() / 1e6
    widthInYears = (planted.widthInYears * 1e6).rounded() / 1e6
    estimates = []
  }

  /// The same with every estimate of an age beside it; naive draws are none.
  func compared(with ages: [AgeErrorAge]) -> PlantedTransition {
    var result = self
    result.estimates = ages.flatMap { age in
      AgeTreatment.allCases.filter { $0 != .naive }.compactMap { treatment in
        age[treatment].map { estimate in
          PlantedEstimate(
            model: age.model, quantity: age.quantity, treatment: treatment,
            ageInYears: estimate.ageInYears, interval: estimate.interval,
            offInYears: estimate.ageInYears.map { $0 - ageInYears },
            holdsPlanted: estimate.interval.contains(ageInYears))
        }
      }
    }
    return result
  }
}
