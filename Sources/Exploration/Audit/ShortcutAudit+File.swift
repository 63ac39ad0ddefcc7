import Faces
import Foundation
import Support

extension ShortcutAudit {
  /// Reads a run folder's `audit.json`.
  /// - Throws: `SmilestoneError.badInput` that names the file where it is none of this version, or
  ///   has other age groups or labels than the vocabulary.
  public init(contentsOf url: URL, of vocabulary: Vocabulary) throws {
    let remedy = "Remove it and give the command `smilestone study` again."
    self = try JSONText.read(
      ShortcutAudit.self, from: url, as: "an audit of this version",
      formerNames: FormerNames(["classMix": "classDistribution"]), userInfo: vocabulary.required,
      remedy: remedy)
    let count = vocabulary.labels.count
    guard let distribution = classDistribution else { return }
    guard distribution.recalls.count == count,
      distribution.groups.allSatisfy({ $0.shares.count == count })
    else {
      throw SmilestoneError.badInput(
        "\(url.path) is not an audit of \(vocabulary.labels.labelsInWords).", remedy: remedy)
    }
  }
}
