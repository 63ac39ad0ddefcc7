import Foundation
import Support

/// Where an analysis of expression is kept: `expression.json`, tables for other programs, and mean
/// faces.
public struct ExpressionFolder: Sendable {
  public let url: URL

  public init(_ url: URL) { self.url = url }

  public var analysis: URL { url.appendingPathComponent("expression.json") }

  /// Writes the tables, then `expression.json`, whose presence means that all is there.
  public func write(_ analysis: ExpressionAnalysis) throws {
    try AtomicFile.createFolder(url)
    try AtomicFile.write(distances(analysis.gate), to: url.appendingPathComponent("distances.csv"))
    try AtomicFile.write(curve(analysis.timing), to: url.appendingPathComponent("curve.csv"))
    try AtomicFile.write(warp(analysis.registration), to: url.appendingPathComponent("warp.csv"))
    try AtomicFile.write(
      emotions(analysis.timing), to: url.appendingPathComponent("emotions.csv"))
    if let faces = analysis.registration.meanFaces {
      try AtomicFile.write(faces.image, to: url.appendingPathComponent("mean-faces.png"))
    }
    try write(.analysed(analysis), to: self.analysis)
  }

  /// Writes an analysis as above, a refusal as `expression.json` alone.
  public func write(_ outcome: ExpressionOutcome) throws {
    if let analysis = outcome.analysis { return try write(analysis) }
    try AtomicFile.createFolder(url)
    try write(outcome, to: analysis)
  }

  private func write(_ outcome: ExpressionOutcome, to file: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(outcome), to: file)
  }

  private func distances(_ gate: GateResult) -> String {
    var table = CSVWriter(header: ["first", "second", "toddlers", "adults"])
    for distance in gate.distances {
      table.append(
        [distance.first, distance.second] + [distance.toddlers, distance.adults].map(text))
    }
    return table.text
  }

  private func curve(_ timing: TimingResult?) -> String {
    var table = CSVWriter(header: [
      "from_years", "to_years", "mean_age_years", "faces", "score", "standard_error",
      "fitted_share",
    ])
    for point in timing?.curve ?? [] {
      table.append([
        text(point.fromYears), point.toYears.map(text) ?? "", text(point.meanAgeInYears),
        "\(point.faces)", text(point.share), text(point.standardError), text(point.step),
      ])
    }
    return table.text
  }

  /// Each emotion against the mean of all, then each pair.
  private func emotions(_ timing: TimingResult?) -> String {
    var table = CSVWriter(header: [
      "emotion", "other_emotion", "similarity", "similarity_error", "age_years", "standard_error",
      "age_low", "age_high", "pooled_age_years", "pooled_low", "pooled_high",
    ])
    for contrast in [timing?.emotions, timing?.pairs].compactMap({ $0?.contrasts }).joined() {
      let numbers = [
        contrast.similarity, contrast.similarityError, contrast.ageInYears, contrast.standardError,
        contrast.lowerInYears, contrast.upperInYears, contrast.pooled?.ageInYears,
        contrast.pooled?.lowerInYears, contrast.pooled?.upperInYears,
      ]
      table.append(
        [contrast.emotions.first ?? "", contrast.emotions.dropFirst().first ?? ""]
          + numbers.map { $0.map(text) ?? "" })
    }
    return table.text
  }

  private func warp(_ registration: RegistrationResult) -> String {
    var table = CSVWriter(header: [
      "age_years", "mean_displacement_pixels", "distance_before", "distance_after",
    ])
    for age in registration.warp {
      table.append(
        [
          age.ageInYears, age.meanDisplacementInPixels, age.distanceBefore, age.distanceAfter,
        ].map(text))
    }
    return table.text
  }

  private func text(_ number: Double) -> String { String(format: "%.6g", number) }
}
