import Analysis
import Faces
import Support

/// When a simulated subject is seen.
package struct SimulatedSubject: Sendable, Equatable {
  /// The age at the first visit is uniform here, in years.
  package var firstAge: ClosedRange<Double>
  package var visits = 1
  package var yearsBetweenVisits = 0.0

  package init(
    firstAge: ClosedRange<Double>, visits: Int = 1, yearsBetweenVisits: Double = 0
  ) {
    self.firstAge = firstAge
    self.visits = visits
    self.yearsBetweenVisits = yearsBetweenVisits
  }

  /// The age at each visit, in years.
  func ages(_ generator: inout SeededGenerator) -> [Double] {
    let first = generator.uniform(firstAge.lowerBound, firstAge.upperBound)
    return (0..<visits).map { first + Double($0) * yearsBetweenVisits }
  }
}

/// A simulated face with what each model made of it.
package struct SimulatedFace: Sendable {
  /// The subject, as a number from 0.
  package var subject: Int
  /// The age that is stated, in years.
  package var ageInYears: Double
  /// The label.
  package var emotion: Emotion
  /// Model by model, whether the prediction is the label.
  package var isCorrect: [Bool] = []

  /// The same as curves over age need it.
  package func prediction(of model: Int) -> AgedPrediction {
    AgedPrediction(
      subject: subject, ageInYears: ageInYears, emotion: emotion, isCorrect: isCorrect[model])
  }
}

/// People who label each face; the label is what most of them name.
public struct Raters: Codable, Sendable, Equatable {
  /// How many label a face.
  public var count: Int
  /// The chance that one names the emotion that is shown; each of the others is then as likely.
  public var accuracy: Double

  public init(count: Int, accuracy: Double) {
    self.count = count
    self.accuracy = accuracy
  }

  /// The place of the class that most raters name, by lot among equals; nil without raters.
  func reading(
    of truth: Int, among classes: Int, _ generator: inout SeededGenerator
  ) -> Int? {
    var votes = [Int](repeating: 0, count: classes)
    for _ in 0..<count {
      if generator.uniform() < accuracy {
        votes[truth] += 1
      } else {
        let other = generator.integer(below: classes - 1)
        votes[other < truth ? other : other + 1] += 1
      }
    }
    let most = votes.max() ?? 0
    let leading = votes.indices.filter { votes[$0] == most }
    return leading.isEmpty ? nil : leading[generator.integer(below: leading.count)]
  }
}
