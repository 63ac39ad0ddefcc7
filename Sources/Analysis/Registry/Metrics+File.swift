import Faces
import Foundation
import Support

extension Metrics {
  /// Reads `metrics.json`.
  /// - Throws: `SmilestoneError` when the file is missing, is no metrics file, or was written in
  ///   a newer format.
  public init(contentsOf url: URL) throws {
    let data = try InputFile.read(url, remedy: "Run `smilestone evaluate` to make it.")
    func decode<Value: Decodable>(
      _ type: Value.Type, formerNames: FormerNames? = nil, of vocabulary: Vocabulary? = nil
    ) throws -> Value {
      try JSONText.decode(
        type, from: data, name: url.path, as: "a metrics file", formerNames: formerNames,
        userInfo: vocabulary?.required ?? [:],
        remedy: "Run `smilestone evaluate` to make it again.")
    }
    let header = try decode(Header.self)
    guard header.format <= Metrics.currentFormat else {
      throw SmilestoneError.badInput(
        "\(url.path) has format \(header.format); this program reads formats up to "
          + "\(Metrics.currentFormat).",
        remedy: "Use a newer Smilestone, or evaluate the models again with this one.")
    }
    self = try decode(
      Metrics.self, formerNames: header.format < 2 ? .ofMetrics : nil,
      of: header.settings?.vocabulary ?? .study)
    if let place = misshapen {
      throw SmilestoneError.badInput(
        "\(url.path): the numbers of the model \(place.model) on the group "
          + "\(place.ageGroup.displayName) are not for \(vocabulary.labels.labelsInWords).",
        remedy: "Run `smilestone evaluate` to make it again.")
    }
  }

  /// Writes `metrics.json` whole or not at all; equal metrics give equal bytes.
  public func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(self) + Data("\n".utf8), to: url)
  }

  private struct Header: Decodable {
    let format: Int
    let settings: Settings?

    struct Settings: Decodable {
      let vocabulary: Vocabulary?
    }
  }
}

extension FormerNames {
  /// Those of format 1.
  fileprivate static let ofMetrics = FormerNames([
    "emotionMix": "emotionStandardisation", "qualityMix": "qualityStandardisation",
    "standardMix": "standardDistribution", "mix": "distribution",
    "facesWithoutSpread": "facesWithoutStandardDeviation", "classMix": "classDistribution",
    "rightAnswers": "correctPredictions",
  ])
}
