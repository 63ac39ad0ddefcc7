import Foundation
import Support

/// What came of asking when the expression changes: the analysis, or why there is none.
public enum ExpressionOutcome: Sendable, Equatable {
  case analysed(ExpressionAnalysis)
  case refused(reason: String)

  /// nil where there is none.
  public var analysis: ExpressionAnalysis? {
    if case .analysed(let analysis) = self { analysis } else { nil }
  }
}

/// An analysis is written as itself, a refusal as its reason alone.
extension ExpressionOutcome: Codable {
  private enum CodingKeys: String, CodingKey { case reason }

  public init(from decoder: any Decoder) throws {
    let reason = try decoder.container(keyedBy: CodingKeys.self)
      .decodeIfPresent(String.self, forKey: .reason)
    self = try reason.map { .refused(reason: $0) } ?? .analysed(ExpressionAnalysis(from: decoder))
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .analysed(let analysis): try analysis.encode(to: encoder)
    case .refused(let reason):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(reason, forKey: .reason)
    }
  }
}

extension ExpressionOutcome {
  /// - Throws: `SmilestoneError.badInput` when the file is none of this version.
  public init(contentsOf url: URL) throws {
    self = try JSONText.read(
      ExpressionOutcome.self, from: url, as: "an analysis of expression of this version",
      remedy: "Remove it, then give the command `smilestone study` again.")
  }
}
