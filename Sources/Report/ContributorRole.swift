import Foundation
import Support

/// What an author did, in the words of the Contributor Role Taxonomy (CRediT, ANSI/NISO Z39.104-2022).
public enum ContributorRole: String, Codable, CaseIterable, Sendable {
  case conceptualization = "Conceptualization"
  case dataCuration = "Data curation"
  case formalAnalysis = "Formal analysis"
  case fundingAcquisition = "Funding acquisition"
  case investigation = "Investigation"
  case methodology = "Methodology"
  case projectAdministration = "Project administration"
  case resources = "Resources"
  case software = "Software"
  case supervision = "Supervision"
  case validation = "Validation"
  case visualization = "Visualization"
  case originalDraft = "Writing – original draft"
  case reviewAndEditing = "Writing – review & editing"

  /// A role by its name; capitals and the kind of dash do not count.
  /// - Throws: `SmilestoneError.usage` that names the roles.
  init(named name: String) throws {
    func plain(_ text: String) -> String {
      text.lowercased().replacing("–", with: "-").replacing(" and ", with: " & ")
    }
    guard let role = ContributorRole.allCases.first(where: { plain($0.rawValue) == plain(name) })
    else {
      throw SmilestoneError.usage(
        "“\(name)” is no role of CRediT.",
        remedy: suggestion(for: name, among: ContributorRole.allCases.map(\.rawValue)))
    }
    self = role
  }

  /// Reads "Ada One: Software, Supervision; Ben Two: Resources".
  /// - Parameter authors: whose roles they can be.
  /// - Returns: the roles by author, in CRediT's order; empty for an empty text.
  /// - Throws: `SmilestoneError.usage` for who is no author, has no role or is named twice, and for what is no role.
  public static func roles(in text: String, of authors: [String]) throws -> [String:
    [ContributorRole]]
  {
    var all: [String: [ContributorRole]] = [:]
    for part in text.split(separator: ";").map({ $0.trimmingCharacters(in: .whitespaces) })
    where !part.isEmpty {
      let halves = part.split(separator: ":", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard halves.count == 2 else {
        throw SmilestoneError.usage(
          "“\(part)” does not say who did what.",
          remedy: "Write --roles 'Ada One: Software, Supervision; Ben Two: Resources'.")
      }
      guard all[halves[0]] == nil else {
        throw SmilestoneError.usage(
          "\(halves[0]) has roles twice.", remedy: "Write all of an author’s roles in one place.")
      }
      guard authors.contains(halves[0]) else {
        throw SmilestoneError.usage(
          "\(halves[0]) has roles and is not among the authors.",
          remedy: authors.isEmpty
            ? "Name the authors with --authors." : suggestion(for: halves[0], among: authors))
      }
      let named = try halves[1].split(separator: ",").map {
        try ContributorRole(named: $0.trimmingCharacters(in: .whitespaces))
      }
      all[halves[0]] = allCases.filter(named.contains)
    }
    return all
  }
}
