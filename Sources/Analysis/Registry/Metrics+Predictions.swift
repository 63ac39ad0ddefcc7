import Faces
import Foundation
import Support

extension Metrics {
  /// Writes down which predictions the numbers were made from.
  /// - Throws: `SmilestoneError` where the file cannot be read.
  public mutating func record(predictionsIn url: URL) throws {
    predictionsSHA256 = try Metrics.hash(of: url)
  }

  /// Refuses predictions that the numbers were not made from: a page would show both side by side.
  /// Metrics of earlier versions, which do not say, must have the counts of the predictions.
  /// - Parameters:
  ///   - url: the file, for its content and the message.
  ///   - table: what is in it.
  /// - Throws: `SmilestoneError.badInput` that names both files.
  public func require(predictionsIn url: URL, table: PredictionTable) throws {
    let belongs =
      try predictionsSHA256.map { try $0 == Metrics.hash(of: url) } ?? hasCounts(of: table)
    guard belongs else {
      let folder = url.deletingLastPathComponent().path
      throw SmilestoneError.badInput(
        "\(folder)/metrics.json was not made from \(url.path): they are of two evaluations.",
        remedy:
          "Evaluate again: `smilestone evaluate MANIFEST --predictions PREDICTIONS --transition "
          + "--age-error --out \(folder)`, with the predictions that are meant.")
    }
  }

  private static func hash(of url: URL) throws -> String {
    try ContentHash.sha256(
      ofFile: url, remedy: "Check that the file exists and may be read.")
  }

  /// Whether each model has as many labelled test faces, and correct predictions, as the table.
  private func hasCounts(of table: PredictionTable) -> Bool {
    let test = table.rows.filter { $0.split == Split.test.rawValue && $0.emotion != nil }
    let rows = Dictionary(grouping: test, by: \.model)
    return Set(models.map(\.model)) == Set(rows.keys)
      && models.allSatisfy { model in
        guard let overall = model.overall, let own = rows[model.model] else { return true }
        return own.count == overall.n
          && own.count { $0.predicted == $0.emotion } == overall.correct
      }
  }
}
