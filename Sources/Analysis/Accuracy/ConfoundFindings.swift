import Faces
import Presentation
import Statistics

/// Findings about what differs between age groups beside age.
extension ModelEvidence {
  /// A warning where the distribution of emotions decides how the curve looks.
  func classDistribution() -> FindingDraft? {
    metrics.crossAge?.emotionStandardisation.flatMap { distribution in
      confound(
        distribution, id: "\(metrics.model)-class-distribution",
        cause: "the distribution of emotions",
        standard: "at one distribution of emotions (\(distributionInWords(distribution)))",
        stratum: "emotion")
    }
  }

  /// Warnings where the quality of the images decides how the curve looks.
  func qualityStandardisation() -> [FindingDraft] {
    (metrics.crossAge?.qualityStandardisation ?? []).compactMap { distribution in
      confound(
        distribution, id: "\(metrics.model)-\(distribution.variable)",
        cause: "the \(distribution.variable) of the images",
        standard:
          "at one distribution of \(distribution.variable) (\(distributionInWords(distribution)))",
        stratum: "quarter of \(distribution.variable)")
    }
  }

  private func confound(
    _ distribution: Standardisation, id: String, cause: String, standard: String, stratum: String
  ) -> FindingDraft? {
    guard !distribution.strata.isEmpty else {
      return FindingDraft(
        id: id,
        "The \(name)'s accuracy could not be corrected for \(cause): no \(stratum) has "
          + "\(Standardisation.minimumFaces) test faces in every compared age group.")
    }
    guard distribution.changesTheCurve, let association = distribution.association else {
      return nil
    }
    let reversed = distribution.reversedPairs
    let order = reversed.map { "\($0.0.displayName) and \($0.1.displayName)" }
    let sentences = [
      "Warning: \(cause) differs between the age groups (\(association.name), "
        + "\(Format.pValue(association))) and changes the curve of the \(name).",
      "Raw accuracy: \(curve(distribution, \.raw, n: \.rawN)).",
      "Accuracy \(standard): \(curve(distribution, \.standardised, n: \.n)).",
      order.isEmpty ? nil : "In opposite order: \(order.joined(separator: "; ")).",
      distribution.changesTheSlope ? slopes(distribution) : nil,
    ]
    return FindingDraft(id: id, sentences.compactMap(\.self).joined(separator: " "))
  }

  private func distributionInWords(_ distribution: Standardisation) -> String {
    let names = distribution.strata.map { "\($0.name) \(Wording.percent($0.weight))" }
    let leftOut =
      distribution.leftOut.isEmpty
      ? ""
      : "; left out for having fewer than \(Standardisation.minimumFaces) faces in some group: "
        + Wording.list(distribution.leftOut)
    return names.joined(separator: ", ") + leftOut
  }

  private func curve(
    _ distribution: Standardisation, _ value: KeyPath<Standardisation.Group, Estimate?>,
    n: KeyPath<Standardisation.Group, Int>
  ) -> String {
    distribution.groups.compactMap { group in
      group[keyPath: value].map { estimate in
        "\(group.ageGroup.displayName) \(Wording.percent(estimate.value)) "
          + "(n = \(Format.count(group[keyPath: n])), \(Wording.shareInterval(estimate)))"
      }
    }.joined(separator: ", ")
  }

  private func slopes(_ distribution: Standardisation) -> String? {
    guard let raw = distribution.rawSlope, let standardised = distribution.standardisedSlope,
      let difference = distribution.slopeDifference
    else { return nil }
    return "From one age group to the next the raw curve changes by \(Wording.points(raw.value)), "
      + "the corrected one by \(Wording.points(standardised.value)) (difference "
      + "\(Wording.points(difference.value)), \(Wording.pointsInterval(difference)))."
  }
}
