import Faces
import Presentation

extension AccuracyByAge {
  /// What the chart of accuracies says, a paragraph for each choice of its switches; the page shows the
  /// paragraph of what is switched on.
  static func interpretation(_ run: RunResults) -> HTML {
    let models = (run[AccuracyByAge.self] ?? []).filter {
      $0.groups.contains { $0.accuracy != nil }
    }
    let measures: [AccuracyMeasure] =
      models.contains { $0.crossAge?.emotionStandardisation != nil }
      ? [.raw, .standardised] : [.raw]
    let paragraphs = measures.flatMap { measure -> [HTML] in
      let single =
        models.count < 2
        ? []
        : models.map { model in
          paragraph(sentences(model, measure, run), shown: model.model, measure)
        }
      let all =
        models.count == 2
        ? comparison(models[0], models[1], measure, run)
        : models.flatMap { sentences($0, measure, run) }
      return single + [paragraph(all, shown: "all", measure)]
    }
    return """
      <div class="interpretation" data-follows="\(chart)" aria-live="polite">
      \(paragraphs)
      </div>
      """
  }

  private static func paragraph(
    _ sentences: [String], shown: String, _ measure: AccuracyMeasure
  ) -> HTML {
    let isFirst = shown == "all" && measure == .raw
    return """
      <p data-shown="\(shown)" data-measure="\(measure.rawValue)"\(isFirst ? "" : " hidden")>\
      \(HTML.data(sentences.joined(separator: " ")))</p>
      """
  }

  /// From where to where one model's accuracy goes, whether it changes with age, and guessing beside it.
  private static func sentences(
    _ model: ModelMetrics, _ measure: AccuracyMeasure, _ run: RunResults
  ) -> [String] {
    let points = AccuracyPoint.all(of: model, measure: measure)
    guard let youngest = points.first, let oldest = points.last, points.count > 1 else { return [] }
    func share(_ point: AccuracyPoint) -> String {
      "\(Format.share(point.accuracy.value)) of \(run.ages.plural(of: point.ageGroup))"
    }
    let name = StudyModel.displayName(of: model.model)
    let opening = measure == .raw ? "The \(name)" : "With every emotion counting alike, the \(name)"
    return [
      "\(opening) names the perceived emotion of \(share(youngest)) and of \(share(oldest)).",
      measure == .raw ? trend(of: model, in: run) : balancedSlope(model),
      "Guessing is right for \(Format.share(run.vocabulary.labels.chance)).",
    ].compactMap(\.self)
  }

  /// The tested change from one age group to the next, as the findings have it.
  private static func trend(of model: ModelMetrics, in run: RunResults) -> String? {
    let finding = run.metrics?.findings.first { $0.id == "\(model.model)-trend" }
    guard let trend = model.crossAge?.trend?.estimate, let finding,
      let corrected = finding.adjustedPValue
    else { return nil }
    let isShown = corrected < 1 - trend.level
    let size =
      "\(Format.signedPoints(trend.value)) points from one age group to the next "
      + "(\(Format.confidence(trend)) \(Format.pointsInterval(trend)); "
      + "\(Format.pValue(corrected, isUpperBound: finding.pValueIsUpperBound)), "
      + "\(finding.family ?? "corrected"))"
    return isShown
      ? "It \(trend.value > 0 ? "rises" : "falls") with age: \(size)."
      : "That it changes with age is not shown: \(size)."
  }

  /// How much of the raw slope is left when every emotion counts the same.
  private static func balancedSlope(_ model: ModelMetrics) -> String? {
    guard let distribution = model.crossAge?.emotionStandardisation,
      let slope = distribution.standardisedSlope, let raw = distribution.rawSlope
    else { return nil }
    let verdict =
      distribution.changesTheSlope
      ? "so a part of the raw change comes from the distribution of emotions"
      : "no more different from the raw \(Format.signedPoints(raw.value)) than chance can make it"
    return
      "It changes by \(Format.signedPoints(slope.value)) points from one age group to the next "
      + "(\(Format.confidence(slope)) \(Format.pointsInterval(slope))), \(verdict)."
  }

  /// Where which of two models is ahead.
  private static func comparison(
    _ first: ModelMetrics, _ second: ModelMetrics, _ measure: AccuracyMeasure, _ run: RunResults
  ) -> [String] {
    let paired = run[SameFaces.self]?.first {
      $0.first == first.model && $0.second == second.model
    }
    let sentences =
      if measure == .raw, let paired {
        tested(paired, run)
      } else {
        estimated(first, second, measure, run)
      }
    return sentences + ["Guessing is right for \(Format.share(run.vocabulary.labels.chance))."]
  }

  /// By the corrected tests on the same faces.
  private static func tested(_ models: ModelComparison, _ run: RunResults) -> [String] {
    let groups = models.groups.filter { $0.ageGroup != nil && $0.difference != nil }
    func ahead(_ isAhead: (Double) -> Bool) -> [AgeGroup] {
      groups.filter { group in
        guard let difference = group.difference, let p = group.adjustedPValue else { return false }
        return p < 1 - difference.level && isAhead(difference.value)
      }.compactMap(\.ageGroup)
    }
    let (firsts, seconds) = (ahead { $0 > 0 }, ahead { $0 < 0 })
    let others = groups.compactMap(\.ageGroup).filter {
      !firsts.contains($0) && !seconds.contains($0)
    }
    let family = groups.lazy.compactMap(\.family).first.map { " (\($0))" } ?? ""
    return [
      sentence(models.first, "reads", firsts, "better\(family)", run),
      sentence(models.second, "reads", seconds, "better\(family)", run),
      others.isEmpty
        ? nil
        : "For \(Format.list(others.map(run.ages.plural))) neither can be told to be better.",
    ].compactMap(\.self)
  }

  /// By the estimates alone.
  private static func estimated(
    _ first: ModelMetrics, _ second: ModelMetrics, _ measure: AccuracyMeasure, _ run: RunResults
  ) -> [String] {
    let others = AccuracyPoint.all(of: second, measure: measure)
    let leads = AccuracyPoint.all(of: first, measure: measure).compactMap { point in
      others.first { $0.ageGroup == point.ageGroup }.map {
        (group: point.ageGroup, lead: point.accuracy.value - $0.accuracy.value)
      }
    }
    let (firsts, seconds) = (
      leads.filter { $0.lead > 0 }.map(\.group), leads.filter { $0.lead < 0 }.map(\.group)
    )
    return [
      measure == .standardised
        ? "Every emotion counts alike here, so that groups do not differ by their emotions." : nil,
      sentence(first.model, "lies above for", firsts, nil, run),
      sentence(second.model, "lies above for", seconds, nil, run),
      "These are estimates; their differences were not tested.",
    ].compactMap(\.self)
  }

  /// "The infant model reads toddlers better."; nil for no groups.
  private static func sentence(
    _ model: String, _ verb: String, _ groups: [AgeGroup], _ ending: String?, _ run: RunResults
  ) -> String? {
    guard !groups.isEmpty else { return nil }
    let words = [
      "The \(StudyModel.displayName(of: model))", verb, Format.list(groups.map(run.ages.plural)),
      ending,
    ]
    return words.compactMap(\.self).joined(separator: " ") + "."
  }
}
