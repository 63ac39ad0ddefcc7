import Foundation
import Support

/// Ages between two ends, or one age; written "4-8" or "4".
public struct AgeSpan: Sendable, Equatable {
  /// In years.
  public var youngest: Double
  public var oldest: Double

  public init(_ youngest: Double, _ oldest: Double) {
    self.youngest = youngest
    self.oldest = oldest
  }

  /// Reads "4", "0.3-3".
  /// - Throws: `SmilestoneError.usage` for what is no such text, or ages that do not ascend.
  public init(text: String) throws {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      .map { Double($0.trimmingCharacters(in: .whitespaces)) }
    let ages = parts.compactMap(\.self)
    guard ages.count == parts.count, (1...2).contains(ages.count),
      let youngest = ages.first, let oldest = ages.last,
      (0...120).contains(youngest), (youngest...120).contains(oldest)
    else {
      throw SmilestoneError.usage(
        "“\(text)” is neither an age nor a span of ages in years.",
        remedy: "Write 4 or 4-8, and several separated by commas.")
    }
    self.init(youngest, oldest)
  }

  /// Reads several, separated by commas.
  public static func list(_ text: String) throws -> [AgeSpan] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map {
      try AgeSpan(text: String($0))
    }
  }

  public var text: String {
    youngest == oldest
      ? AgeSpan.text(youngest) : "\(AgeSpan.text(youngest))-\(AgeSpan.text(oldest))"
  }

  var range: ClosedRange<Double> { youngest...oldest }

  /// "4", "0.3".
  static func text(_ age: Double) -> String { String(format: "%g", age) }
}

extension AgeSpan: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text =
      try (try? container.decode(Double.self)).map(AgeSpan.text) ?? container.decode(String.self)
    do {
      try self.init(text: text)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath, debugDescription: "no span of ages",
          underlyingError: error))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
