import Foundation
import Support

extension Metrics {
  /// Reads `metrics.json`.
  /// - Throws: `SmilestoneError` when the file is missing, is no metrics file, or was written in
  ///   a newer format.
  public init(contentsOf url: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw SmilestoneError.badInput(
        "\(url.path) cannot be read.", remedy: "Run `smilestone evaluate` to make it.")
    }
    do {
      let header = try JSONDecoder().decode(Header.self, from: data)
      guard header.format <= Metrics.currentFormat else {
        throw SmilestoneError.badInput(
          "\(url.path) has format \(header.format); this program reads formats up to "
            + "\(Metrics.currentFormat).",
          remedy: "Use a newer Smilestone, or evaluate the models again with this one.")
      }
      self = try JSONDecoder().decode(Metrics.self, from: data)
    } catch let error as DecodingError {
      throw SmilestoneError.badInput(
        "\(url.path) is not a metrics file: \(error.place).",
        remedy: "Run `smilestone evaluate` to make it anew.")
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
  }
}

extension DecodingError {
  /// Which field is wrong, and how, in a few words.
  fileprivate var place: String {
    switch self {
    case .keyNotFound(let key, let context):
      "the field \(path(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "the field \(path(context.codingPath)) has a value of the wrong kind"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "the field \(path(context.codingPath)) has an unknown value"
    default: "it is not JSON"
    }
  }

  private func path(_ keys: [any CodingKey]) -> String {
    keys.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }
      .joined(separator: ".").replacing(".[", with: "[")
  }
}
