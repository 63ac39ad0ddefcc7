import Foundation

extension ClaimReport {
  /// The verdicts as tables for a terminal.
  public var text: String {
    let opening =
      "What these accuracies show if each group's test set has the size given: every face of "
      + "another subject, tests at the \(Wording.percent(significance)) level. Claims that the study "
      + "makes are marked *."
    let meanings = StudyClaim.allCases.map { "\($0.rawValue): \($0.meaning)." }
    return ([opening] + models.map(table) + [meanings.joined(separator: "\n")])
      .joined(separator: "\n\n")
  }

  private func table(_ model: Model) -> String {
    let accuracies = model.groups.map { group in
      "\(group.ageGroup.displayName) \(Wording.percent(group.accuracy))"
        + (group.interval.map { " (n = \(group.n ?? 0), \(Wording.shareInterval($0)))" } ?? "")
    }
    let sizes = model.claims.first?.verdicts.map(\.facesPerGroup) ?? []
    let hasGiven = model.claims.contains { $0.verdictAtGivenSizes != nil }
    let header =
      ["claim"] + (hasGiven ? ["as published"] : []) + sizes.map { "n = \($0)" } + ["turns at"]
    let rows = model.claims.map { claim in
      [claim.claim.rawValue + (claim.isMadeByStudy ? " *" : "")]
        + (hasGiven ? [claim.verdictAtGivenSizes?.rawValue ?? "–"] : [])
        + claim.verdicts.map(\.verdict.rawValue) + [turns(claim)]
    }
    return "\(model.model) model: \(accuracies.joined(separator: ", "))\n"
      + aligned([header] + rows)
  }

  private func turns(_ claim: Claim) -> String {
    let within = claim.turns.map { "\($0.facesPerGroup) (\($0.verdict.rawValue))" }
    let beyond = claim.nextTurn.map { "\($0.facesPerGroup) (\($0.verdict.rawValue))" }
    let all = within + [beyond].compactMap(\.self)
    return all.isEmpty ? "never" : all.joined(separator: ", ")
  }

  private func aligned(_ rows: [[String]]) -> String {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      zip(row, widths).map { cell, width in
        cell.padding(toLength: width, withPad: " ", startingAt: 0)
      }.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }
}
