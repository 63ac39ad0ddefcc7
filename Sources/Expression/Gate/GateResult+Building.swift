import Analysis
import Support
import Torch

extension GateResult {
  init(_ features: RegisteredFeatures, data: ExpressionFaces, settings: ExpressionSettings) throws {
    let width = features.white.shape[1]
    let values = try features.white.doubles()
    func compare(_ name: String, _ group: [Int?]) throws -> ConfigurationComparison? {
      var generator = SeededGenerator(seed: settings.seed, stream: "gate \(name)")
      let distances = try EmotionDistances(values, width: width, group: group, data: data)
      return try ConfigurationGate(distances, subjects: data.subjectCount)
        .compare(resamples: settings.gateResamples, generator: &generator)
    }
    let ends = try compare("ends", settings.end(of: data))
    let controls = try Self.divisions(data, settings: settings).map { division in
      let comparison = try compare(division.name, division.part)
      return Control(
        name: division.name, correlation: comparison?.correlation,
        standardError: comparison?.standardError,
        isPassed: comparison?.upperBound.map { $0 >= settings.controlThreshold } ?? true)
    }
    let controlsPass = controls.allSatisfy(\.isPassed)
    let pairs = (0..<data.emotionCount).flatMap { first in
      (first + 1..<data.emotionCount).map { (first, $0) }
    }
    let distances = zip(pairs, zip(ends?.distances.first ?? [], ends?.distances.second ?? [])).map {
      Distance(
        first: data.emotionNames[$0.0], second: data.emotionNames[$0.1], toddlers: $1.0,
        adults: $1.1)
    }
    self.init(
      isOpen: ends?.upperBound.map { $0 < settings.gateThreshold && controlsPass } ?? false,
      correlation: ends?.correlation, standardError: ends?.standardError,
      toddlersReliability: ends?.reliabilities[0], adultsReliability: ends?.reliabilities[1],
      controls: controls, distances: distances)
  }

  /// Younger and older adults, and the divisions that came with the faces among adults.
  private static func divisions(
    _ data: ExpressionFaces, settings: ExpressionSettings
  ) -> [ExpressionFaces.Division] {
    let isAdult = data.agesInYears.map { $0 > settings.adultsAboveYears }
    let adults = zip(data.agesInYears, isAdult).filter(\.1).map(\.0)
    let middle = median(adults)
    let byAge = zip(data.agesInYears, isAdult).map { age, isAdult -> Int? in
      isAdult ? (age <= middle ? 0 : 1) : nil
    }
    return [ExpressionFaces.Division(name: "younger and older adults", part: byAge)]
      + data.divisions.map { division in
        ExpressionFaces.Division(
          name: division.name, part: zip(division.part, isAdult).map { $1 ? $0 : nil })
      }
  }
}
