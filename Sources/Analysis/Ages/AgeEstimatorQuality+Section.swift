import Faces
import Presentation
import Statistics

extension AgeEstimatorQuality {
  package static let heading: SectionHeading? = SectionHeading("The age estimator")

  package static let missing = HTML.missing(
    "The age estimator has not been evaluated.",
    remedy: "Run <code>smilestone age evaluate</code> with faces of known age.")

  package static func section(of run: RunResults) -> [Section.Part]? {
    // Where no age was estimated there is nothing to evaluate.
    guard let age = run[AgeEstimatorQuality.self] else { return run.agesAreKnown ? [] : nil }
    let error = age.meanAbsoluteError
    let within = age.within5Years
    let baseline =
      age.baselineMeanAbsoluteError.map {
        " Always predicting the median age would be wrong by \(Format.number($0, decimals: 2)) "
          + "years on average."
      } ?? ""
    let text = """
      On \(Format.count(age.n)) faces of known age that it was not trained on, the estimator is \
      wrong by \(Format.number(error.value, decimals: 2)) years on average (\(Format.confidence(error)) \
      \(Format.interval(error, decimals: 2))), within 5 years for \
      \(Format.share(within.value)) (\(Format.shareInterval(within))). It \(age.bias.value < 0 ? "under" : "over")estimates age by \
      \(Format.number(abs(age.bias.value), decimals: 2)) years on average \
      (\(Format.interval(age.bias, decimals: 2))).\(baseline) Faces near a boundary of an age group \
      can fall into the wrong one.
      """
    let charts = charts(
      age, ages: run.ages, predictions: run.agePredictions)
    let byGroup = Section.Part.figure(
      charts.first { $0.name == "age-error" },
      else: .missing(
        "Errors by age group are not known.",
        remedy: "Run <code>smilestone age evaluate</code> with faces of all ages."))
    return ["<p>\(text)</p>", byGroup]
      + charts.filter { $0.name != "age-error" }.map { .figure($0) }
      + [run.missedAges, memberships(age, run.ages), brokenPromises(age)].compactMap {
        $0.map(Section.Part.markup)
      }
      + [groupConfusion(age, run.ages), coverage(age)].compactMap { $0.map(Section.Part.card) }
  }

  /// What the estimator says of true age groups beside what is so, by estimated group.
  private static func memberships(_ age: AgeMetrics, _ ages: AgeGrouping) -> HTML? {
    guard let calibration = age.calibration else { return nil }
    let table = DataTable(
      columns: ["estimated group", "n"] + ages.groups.map { "known \($0.displayName)" },
      rows: calibration.byEstimatedGroup.map { group in
        [.text(group.ageGroup.displayName), .count(group.n)]
          + ages.groups.map { known in
            guard let membership = group.memberships.first(where: { $0.ageGroup == known }) else {
              return .missing
            }
            return .text(
              "\(Format.share(membership.probability.value)) said, "
                + "\(Format.share(membership.share.value)) found "
                + "(\(Format.shareInterval(membership.share)))")
          }
      })
    let correlation = calibration.withinSubjectCorrelation.map {
      " Errors of one subject’s faces correlate \(Format.number($0.value, decimals: 2)) "
        + "(\(Format.interval($0, decimals: 2)))."
    }
    return """
      <h3>How right the probabilities of age groups are</h3>
      <p>Every face has a probability of each age group, from which ages are imputed. Said is its mean \
      over the faces of an estimated group, found their share in it.\(correlation ?? "")</p>
      \(table.html(caption: "Test faces by estimated age group: probabilities said and shares found"))
      """
  }

  /// What test faces contradict of the estimator's intervals and probabilities.
  static func brokenPromises(_ age: AgeMetrics?) -> HTML? {
    guard let calibration = age?.calibration, !calibration.broken.isEmpty else { return nil }
    return """
      <p class="warning" role="note"><b>Imputed ages rest on intervals that test faces contradict.</b> \
      Of \(Format.count(calibration.checked)) promises looked at, \
      \(Format.count(calibration.broken.count)) \
      \(calibration.broken.count == 1 ? "fails" : "fail"), with intervals that allow for having looked \
      at all: \(calibration.broken.map(\.text).joined(separator: "; ")).</p>
      """
  }

  /// Which groups the estimated ages put the faces into.
  private static func groupConfusion(_ age: AgeMetrics, _ ages: AgeGrouping) -> Card? {
    guard let confusion = age.groupConfusion, confusion.count == ages.groups.count else {
      return nil
    }
    let table = DataTable(
      columns: ["known group"] + ages.groups.map { "as \($0.displayName)" },
      rows: zip(ages.groups, confusion).map { group, counts in
        [.text(group.displayName)] + counts.map { .count($0) }
      })
    return Card(
      "Confusion of age groups",
      body: table.html(caption: "Faces by known age group (rows) and estimated one (columns)"))
  }

  /// How often the estimator's intervals hold the age, by known age group.
  private static func coverage(_ age: AgeMetrics) -> Card? {
    guard age.coverage != nil else { return nil }
    let groups =
      [("all", age.n, age.coverage)]
      + (age.calibration?.byEstimatedGroup ?? []).map {
        ("estimated \($0.ageGroup.displayName)", $0.n, $0.coverage)
      }
      + age.byGroup.map { ("known \($0.ageGroup.displayName)", $0.n, $0.coverage) }
    let rows = groups.flatMap { name, n, coverage in
      (coverage ?? []).map { level -> [DataTable.Cell] in
        [
          .text(name), .count(n), .share(level.level), .share(level.covered.value),
          .share(level.covered.lower), .share(level.covered.upper),
          .number(level.medianWidthInYears, decimals: 1),
        ]
      }
    }
    let table = DataTable(
      columns: [
        "group", "n", "promised", "held", "lower", "upper", "median width (years)",
      ], rows: rows)
    return Card(
      "Coverage of prediction intervals",
      body: table.html(
        caption:
          "Share of faces whose interval holds the known age. Intervals are made by estimated "
          + "age; by known age, estimates lean to the middle, and so do the intervals"))
  }
}
