import Exploration
import Faces
import Foundation
import Presentation

/// What a model could score with without reading a face: `audit.json`.
package enum Shortcuts: Analysis {
  package static let id = "audit"
  package typealias Result = ShortcutAudit
  package static let file = "evaluation/audit.json"

  package static func read(_ file: URL, of vocabulary: Vocabulary) throws -> ShortcutAudit {
    try ShortcutAudit(contentsOf: file, of: vocabulary)
  }

  package static func abstract(of run: RunResults) -> [String] {
    let flagged = run[Shortcuts.self]?.findings.count { $0.isFlagged } ?? 0
    guard flagged > 0 else { return [] }
    return [
      (flagged == 1 ? "One shortcut" : "\(Format.count(flagged)) shortcuts")
        + " by which a model could score without reading a face "
        + "\(flagged == 1 ? "was" : "were") found in the data."
    ]
  }

  package static func limitations(of run: RunResults) -> [Fact] {
    run[Shortcuts.self]?.isFlagged == true
      ? [
        Fact(
          name: "Shortcuts in the data",
          text:
            "The data hold shortcuts by which a model can score without reading a face; see the audit."
        )
      ] : []
  }

  package static func laterReading(of run: RunResults) -> String? {
    run[Shortcuts.self] == nil ? nil : "with all other faces, by the audit of shortcuts"
  }
}
