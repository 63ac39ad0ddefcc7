import Presentation

extension TransitionAge {
  /// The ages to report, and what was planted.
  package static func abstract(of run: RunResults) -> [String] {
    let ages = run.metrics?.reportedAges ?? []
    let located = ages.compactMap { age in
      age.model.map {
        age.years(
          "the accuracy of the \(StudyModel.displayName(of: $0)) is midway between its two levels at"
        )
      } ?? age.years("the curves of both models cross at")
    }
    let unlocated = ages.filter { $0.age.ageInYears == nil }.map(\.name)
    var sentences: [String] = []
    if !located.isEmpty {
      let opening = ages.areCorrected ? "Corrected for the error of estimated ages, " : ""
      sentences.append((opening + Format.list(located)).sentenceCased + ".")
    }
    if !unlocated.isEmpty {
      sentences.append("No age can be reported of the \(Format.list(unlocated)).")
    }
    if let planted = run[TransitionAge.self]?.planted {
      // An open interval excludes nothing, so it is not counted among those that hold the age.
      let bounded = ages.filter { $0.age.ageInYears != nil }
      let holding = bounded.count { $0.planted?.holdsPlanted == true }
      let held =
        bounded.isEmpty
        ? ""
        : "; of the intervals with two bounds, "
          + "\(holding == 0 ? "none" : Format.count(holding)) of \(Format.count(bounded.count)) "
          + "\(holding > 1 ? "hold" : "holds") it"
      sentences.append(
        "What was planted is a change at \(Format.number(planted.ageInYears, decimals: 1)) years"
          + "\(held).")
    }
    return sentences
  }

  package static func methods(of run: RunResults) -> [String] {
    guard let transition = run[TransitionAge.self] else { return [] }
    let calibrated =
      transition.settings.boundSimulations.map {
        " and widened where \(Format.count($0)) data sets simulated at each bound asked for it"
      } ?? ""
    let forms =
      transition.models.contains { $0.curve?.shapes != nil }
      ? " It is given where one step describes the curve better than two steps, a peak, a steady change and a "
        + "monotone spline do (QAIC)." : ""
    return [
      "The transition age is the midpoint of a four-parameter logistic curve fitted to "
        + "class-standardised outcomes by age in years, with profile-likelihood intervals scaled "
        + "by a cluster-robust design effect\(calibrated), checked by a cluster bootstrap "
        + "(\(Format.count(transition.settings.replicates)) resamples), and tested against no "
        + "change by \(Format.count(transition.settings.flatSimulations)) simulated data sets. It is a "
        + "number of the trained models among faces like the test faces, subjects being a sample; it is no age "
        + "at which a child changes (docs/estimands.md of Smilestone).\(forms)"
    ]
  }
}
