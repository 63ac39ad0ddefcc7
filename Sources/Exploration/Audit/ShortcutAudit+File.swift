import Faces
import Foundation
import Support

extension ShortcutAudit {
  /// Reads a run folder's `audit.json`.
  /// - Throws: `SmilestoneError.badInput` that names the file where it is none of this version, or
  ///   does not have a share for every label of the scheme.
  public init(contentsOf url: URL, labels: LabelScheme) throws {
    let remedy = "Remove it and give the command `smilestone study` again."
    self = try JSONText.read(
      ShortcutAudit.self, from: url, as: "an audit of this version",
      formerNames: FormerNames(["classMix": "classDistribution"]), remedy: remedy)
    let count = labels.count
    guard let distribution = classDistribution else { return }
    guard distribution.recalls.count == count,
      distribution.groups.allSatisfy({ $0.shares.count == count })
    else {
      throw SmilestoneError.badInput(
        "\(url.path) is not an audit of \(labels.labelsInWords).", remedy: remedy)
    }
  }
}
