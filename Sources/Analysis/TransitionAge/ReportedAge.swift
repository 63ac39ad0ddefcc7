import Presentation

/// An age that the page says to report: of a model's transition, or of the crossing of both models'
/// curves. Every part of the page takes it from here, so that it has one number.
package struct ReportedAge {
  /// nil for the crossing.
  package var model: String?
  /// The age with its interval, as the findings give it.
  package var age: QuotedAge
  /// The same estimate beside what was planted; nil for photographs.
  package var planted: PlantedEstimate?

  /// "infant model", "crossing of the curves".
  package var name: String { AgeSeries.name(series) }

  /// What it is called in charts' data: a model, or "crossing".
  package var series: String { model ?? AgeErrorQuantity.crossing.rawValue }

  /// "midway between its two levels at 4.4 years (95% CI 3.5 to 5.9 years)"; nil where there is
  /// no age to report.
  package func years(_ verb: String) -> String? {
    age.ageInYears.map { "\(verb) \(Format.number($0, decimals: 1)) years (\(interval))" }
  }

  /// "95% CI 3.5 to 5.9 years".
  package var interval: String {
    "\(Format.confidence(age.interval.level)) \(Format.years(age.interval))"
  }

  /// The age minus the planted one, in years; nil where there is no age to report.
  package var off: Double? { age.ageInYears == nil ? nil : planted?.offInYears }

  /// Whether the interval holds the planted age: "yes", "no", or "open" where it lacks a bound on that
  /// side.
  package var holdsPlanted: String? {
    planted.map { estimate in
      guard estimate.holdsPlanted else { return "no" }
      return estimate.interval.width == nil ? "open" : "yes"
    }
  }
}

extension Metrics {
  /// Findings of models' transition ages end so: "adult-transition".
  private static let modelEnding = "-transition"

  /// The ages to report, the models' first; empty where none was estimated, and in files of earlier
  /// versions, whose findings give no ages.
  package var reportedAges: [ReportedAge] {
    findings.compactMap { finding in
      guard let age = finding.age else { return nil }
      let model =
        finding.id.hasSuffix(Self.modelEnding)
        ? String(finding.id.dropLast(Self.modelEnding.count)) : nil
      return ReportedAge(
        model: model, age: age,
        planted: transition?.planted?.estimates.first {
          $0.model == model && $0.treatment == age.treatment
        })
    }
  }
}

extension Array<ReportedAge> {
  /// Whether the error of the faces' ages is allowed for in all of them.
  package var areCorrected: Bool { !isEmpty && allSatisfy { $0.age.treatment == .imputed } }

  /// "Corrected for age-estimation error (multiple imputation)".
  package var treatmentInWords: String {
    areCorrected
      ? "Corrected for age-estimation error (multiple imputation)"
      : "With the ages as the data give them"
  }
}
