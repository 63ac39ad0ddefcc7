import Faces
import Statistics

/// Findings about what differs between age groups beside age.
extension ModelEvidence {
  /// A warning where the mix of emotions decides how the curve looks.
  func classMix() -> FindingDraft? {
    metrics.crossAge?.emotionMix.flatMap { mix in
      confound(
        mix, id: "\(metrics.model)-class-mix", cause: "the mix of emotions",
        standard: "at one mix of emotions (\(mixInWords(mix)))", stratum: "emotion")
    }
  }

  /// Warnings where the quality of the images decides how the curve looks.
  func qualityMix() -> [FindingDraft] {
    (metrics.crossAge?.qualityMix ?? []).compactMap { mix in
      confound(
        mix, id: "\(metrics.model)-\(mix.variable)", cause: "the \(mix.variable) of the images",
        standard: "at one mix of \(mix.variable) (\(mixInWords(mix)))",
        stratum: "quarter of \(mix.variable)")
    }
  }

  private func confound(
    _ mix: Standardisation, id: String, cause: String, standard: String, stratum: String
  ) -> FindingDraft? {
    guard !mix.strata.isEmpty else {
      return FindingDraft(
        id: id,
        "The \(name)'s accuracy could not be corrected for \(cause): no \(stratum) has "
          + "\(Standardisation.fewestFaces) test faces in every compared age group.")
    }
    guard mix.changesTheCurve, let association = mix.association else { return nil }
    let reversed = mix.reversedPairs
    let order = reversed.map { "\($0.0.displayName) and \($0.1.displayName)" }
    let sentences = [
      "Warning: \(cause) differs between the age groups (\(association.name), p "
        + "\(Wording.pValue(association))) and changes the curve of the \(name).",
      "Raw accuracy: \(curve(mix, \.raw, n: \.rawN)).",
      "Accuracy \(standard): \(curve(mix, \.standardised, n: \.n)).",
      order.isEmpty ? nil : "In opposite order: \(order.joined(separator: "; ")).",
      mix.changesTheSlope ? slopes(mix) : nil,
    ]
    return FindingDraft(id: id, sentences.compactMap(\.self).joined(separator: " "))
  }

  private func mixInWords(_ mix: Standardisation) -> String {
    let names = mix.strata.map { "\($0.name) \(Wording.percent($0.weight))" }
    let leftOut =
      mix.leftOut.isEmpty
      ? ""
      : "; left out for having fewer than \(Standardisation.fewestFaces) faces in some group: "
        + Wording.list(mix.leftOut)
    return names.joined(separator: ", ") + leftOut
  }

  private func curve(
    _ mix: Standardisation, _ value: KeyPath<Standardisation.Group, Estimate?>,
    n: KeyPath<Standardisation.Group, Int>
  ) -> String {
    mix.groups.compactMap { group in
      group[keyPath: value].map { estimate in
        "\(group.ageGroup.displayName) \(Wording.percent(estimate.value)) "
          + "(n = \(group[keyPath: n]), \(Wording.shareInterval(estimate)))"
      }
    }.joined(separator: ", ")
  }

  private func slopes(_ mix: Standardisation) -> String? {
    guard let raw = mix.rawSlope, let standardised = mix.standardisedSlope,
      let difference = mix.slopeDifference
    else { return nil }
    return "From one age group to the next the raw curve changes by \(Wording.points(raw.value)), "
      + "the corrected one by \(Wording.points(standardised.value)) (difference "
      + "\(Wording.points(difference.value)), \(Wording.pointsInterval(difference)))."
  }
}
