import Foundation
import Support

/// One setting that a search varies, and what it may be.
public struct SearchDimension: Codable, Sendable, Equatable {
  /// How a range is drawn from.
  public enum Scale: String, Codable, Sendable {
    /// Every number alike.
    case linear
    /// Every order of magnitude alike: for learning rates and weight decays.
    case logarithmic
    /// Whole numbers, ends included.
    case whole
  }

  public enum Values: Codable, Sendable, Equatable {
    case choices([JSONTree])
    case range(lower: Double, upper: Double, scale: Scale)
  }

  /// The setting's dotted name: "distanceLoss.weight".
  public let key: String
  public let values: Values

  public init(key: String, values: Values) {
    self.key = key
    self.values = values
  }

  /// Reads `KEY=1e-4,1e-3` (choices), `KEY=0..0.7` (a range), `KEY=log:1e-5..1e-2` (the same, drawn
  /// by order of magnitude) or `KEY=whole:16..64` (whole numbers).
  /// - Throws: `SmilestoneError.usage` that names what does not fit.
  public init(_ text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else {
      throw SmilestoneError.usage(
        "--search \(text): not of the form KEY=VALUES.", remedy: SearchDimension.forms)
    }
    key = String(parts[0])
    var description = parts[1]
    var scale: Scale?
    for (prefix, meaning) in [("log:", Scale.logarithmic), ("whole:", .whole)]
    where description.hasPrefix(prefix) {
      description.removeFirst(prefix.count)
      scale = meaning
    }
    if description.contains("..") || scale != nil {
      values = try SearchDimension.range(description, scale: scale ?? .linear, of: text)
    } else {
      values = .choices(try SearchDimension.choices(String(description), of: text))
    }
  }

  private static let forms =
    "Write KEY=1,2,3 (choices), KEY=0..0.7 (a range), KEY=log:1e-5..1e-2 or KEY=whole:16..64."

  private static func range(
    _ description: Substring, scale: Scale, of text: String
  ) throws -> Values {
    let ends = description.components(separatedBy: "..").map { Double($0) }
    guard ends.count == 2, let lower = ends[0], let upper = ends[1], lower < upper,
      lower.isFinite, upper.isFinite
    else {
      throw SmilestoneError.usage(
        "--search \(text): not a range from a smaller to a larger number.", remedy: forms)
    }
    guard scale != .logarithmic || lower > 0 else {
      throw SmilestoneError.usage(
        "--search \(text): a logarithmic range starts above 0.",
        remedy: "Give a small positive number instead, 1e-6 say.")
    }
    guard scale != .whole || (lower == lower.rounded() && upper == upper.rounded()) else {
      throw SmilestoneError.usage(
        "--search \(text): the ends of a whole range are whole numbers.", remedy: forms)
    }
    return .range(lower: lower, upper: upper, scale: scale)
  }

  /// Values as `--set` takes them, separated by commas outside brackets.
  private static func choices(_ description: String, of text: String) throws -> [JSONTree] {
    var words = [""]
    var depth = 0
    for letter in description {
      if letter == "[" { depth += 1 }
      if letter == "]" { depth -= 1 }
      if letter == ",", depth == 0 {
        words.append("")
      } else {
        words[words.count - 1].append(letter)
      }
    }
    let choices = words.map { JSONTree(valueOf: $0) }
    guard !words.contains(""), Set(words).count == words.count else {
      throw SmilestoneError.usage(
        "--search \(text): a choice is empty or named twice.", remedy: forms)
    }
    return choices
  }

  /// A value drawn at random.
  func draw(using generator: inout SeededGenerator) -> JSONTree {
    switch values {
    case .choices(let choices): return choices[generator.integer(below: choices.count)]
    case .range(let lower, let upper, .linear):
      return .number(rounded(generator.uniform(lower, upper)))
    case .range(let lower, let upper, .logarithmic):
      return .number(rounded(exp(generator.uniform(log(lower), log(upper)))))
    case .range(let lower, let upper, .whole):
      return .integer(Int64(lower) + Int64(generator.integer(below: Int(upper - lower) + 1)))
    }
  }

  /// Three significant digits: what a person would report, and what is then really used.
  private func rounded(_ value: Double) -> Double { Double(String(format: "%.3g", value)) ?? value }
}
