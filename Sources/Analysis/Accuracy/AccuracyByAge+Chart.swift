import Faces
import Presentation
import Statistics

extension AccuracyByAge {
  /// Each model's accuracy across the age groups, with intervals, the level of chance and, where
  /// faces have votes, how well raters agree.
  ///
  /// On the page the chart's parameter `shown` chooses the model (its name, or "all"), and `measure`, in
  /// the chart of raw accuracy, raw or standardised. A paper's figure is of one measure.
  /// - Parameters:
  ///   - ages: The age groups of its axis.
  ///   - planted: The age at which expressions change in synthetic faces, in years.
  /// - Returns: nil where there is no such accuracy.
  static func crossAge(
    _ models: [ModelMetrics], ages: AgeGrouping, measure: AccuracyMeasure = .raw,
    scheme: LabelScheme,
    planted: Double? = nil
  ) -> Chart? {
    let tested = models.filter { $0.groups.contains { $0.accuracy != nil } }
    let points = tested.flatMap { AccuracyPoint.all(of: $0, measure: measure) }
    guard let first = tested.first, !points.isEmpty else { return nil }
    // The page's chart of raw accuracy has a switch.
    let onPage =
      measure == .raw
      ? tested.flatMap { model in
        AccuracyMeasure.allCases.flatMap { AccuracyPoint.all(of: model, measure: $0) }
      } : points
    // n belongs under the axis where all models saw the same faces.
    let sameFaces = tested.allSatisfy { $0.groups.map(\.n) == first.groups.map(\.n) }
    let labels = Dictionary(
      first.groups.map {
        ($0.ageGroup, ChartParts.groupLabel($0.ageGroup, of: ages, n: sameFaces ? $0.n : nil))
      }
    ) { first, _ in first }
    let names = JSONValue.strings(tested.map { StudyModel.displayName(of: $0.model) })
    let line = planted.map { PlantedLine(ageInYears: $0) }
    let axis = ChartParts.groupAxis(
      labels: first.groups.compactMap { labels[$0.ageGroup] })
    let plantedLayer = line?.layer(axis: axis, ages: ages, labels: labels)
    let plantedCaption = plantedLayer == nil ? "" : line?.caption ?? ""
    let raters = tested.lazy.compactMap(\.humanReference).first { !$0.isEmpty } ?? []
    let published =
      measure == .raw
      ? PublishedCurve(models: tested.map(\.model), ages: ages, scheme: scheme) : nil
    let layers =
      [chanceLayer(scheme.chance), plantedLayer].compactMap(\.self)
      + raterLayers(raters, labels: labels)
      + modelLayers(
        tested.map(\.model),
        axisTitle: .onPage("Accuracy", inPapers: .string(measure.axisTitle)))
    let publishedLayer = published?.layer(
      labels: labels, y: ["field": "accuracy", "type": "quantitative"])
    func values(_ points: [AccuracyPoint]) -> JSONValue {
      .array(points.map { $0.value(label: labels[$0.ageGroup] ?? "") })
    }
    let body: JSONValue = [
      "params": [
        ["name": "shown", "value": "all"], ["name": "measure", "value": .string(measure.rawValue)],
        ["name": "published", "value": "hide"],
      ],
      "data": ["values": .onPage(values(onPage), inPapers: values(points))],
      "transform": [
        ["filter": "datum.measure == measure && (shown == 'all' || datum.key == shown)"]
      ],
      "encoding": [
        "x": axis,
        // The models stand side by side in the middle of a group's place.
        "xOffset": [
          "field": "model", "type": "nominal", "scale": ["domain": names, "paddingOuter": 3],
        ],
      ],
      "layer": .onPage(
        .array(layers + [publishedLayer].compactMap(\.self)), inPapers: .array(layers)),
    ]
    return Chart(
      name: measure == .raw ? "cross-age" : "cross-age-standardised",
      title: measure == .raw ? "Accuracy across ages" : "Emotion-balanced accuracy across ages",
      caption: caption(
        onPage, ages: ages, measure: measure, scheme: scheme, isSwitched: true,
        sameFaces: sameFaces,
        raters: raters
      )
        + plantedCaption + (published == nil ? "" : PublishedCurve.caption),
      paperCaption: caption(
        points, ages: ages, measure: measure, scheme: scheme, isSwitched: false,
        sameFaces: sameFaces,
        raters: raters)
        + plantedCaption,
      summary: summary(tested, ages: ages),
      spec: .chart(body, pageHeight: 400, width: .oneColumn, height: 190),
      table: crossAgeTable(models))
  }

  private static func chanceLayer(_ chance: Double) -> JSONValue {
    let y: JSONValue = ["datum": .number(chance), "type": "quantitative"]
    return [
      "data": ["values": [[:]]],
      "encoding": ["x": nil, "xOffset": nil, "y": y],
      "layer": [
        ["mark": ["type": "rule", "color": .color(.soft), "strokeDash": [2, 3]]],
        [
          "mark": [
            "type": "text", "align": "right", "baseline": "top", "dy": .onPage(5, inPapers: 3),
            "dx": -2, "color": .color(.soft), "text": "chance",
          ],
          "encoding": ["x": ["value": ["expr": "width"]]],
        ],
      ],
    ]
  }

  /// Who rated the faces: "raters", "simulated raters".
  private static func raterName(_ references: [HumanReference]) -> String {
    references.first { $0.ageGroup == nil }?.raters ?? "raters"
  }

  /// A bar over each group at the agreement of raters.
  private static func raterLayers(
    _ raters: [HumanReference], labels: [AgeGroup: String]
  ) -> [JSONValue] {
    let values = raters.compactMap { reference -> JSONValue? in
      guard let group = reference.ageGroup, let label = labels[group],
        let agreement = reference.raterAgreement
      else { return nil }
      return ["group": .string(label), "agreement": .number(agreement.value)]
    }
    guard !values.isEmpty else { return [] }
    let y: JSONValue = ["field": "agreement", "type": "quantitative"]
    let words = raterName(raters).split(separator: " ")
    let data: JSONValue = ["values": .array(values)]
    return [
      [
        "data": data, "encoding": ["y": y, "xOffset": nil],
        "mark": [
          "type": "tick", "orient": "horizontal", "thickness": .onPage(2, inPapers: 1),
          "size": .onPage(54, inPapers: 26), "color": .color(.ink),
        ],
      ],
      [
        "data": ["values": .array(Array(values.suffix(1)))],
        "encoding": ["y": y, "xOffset": nil],
        "mark": [
          "type": "text", "text": .string(words.joined(separator: "\n")),
          "lineBreak": "\n", "lineHeight": .onPage(15, inPapers: 9), "baseline": "bottom",
          "dy": .onPage(
            .integer(-4 - 15 * (words.count - 1)), inPapers: .integer(-4 - 9 * (words.count - 1))),
          "color": .color(.soft),
        ],
      ],
    ]
  }

  private static func modelLayers(
    _ models: [String], axisTitle: JSONValue
  ) -> [JSONValue] {
    let style = ModelStyle.channels(models: models)
    let accuracy: JSONValue = [
      "field": "accuracy", "type": "quantitative", "scale": ["domain": [0, 1]],
      "axis": ["title": axisTitle, "format": ".0%", "tickCount": 5],
    ]
    let tooltip: JSONValue = [
      ["field": "model"], ["field": "age group"], .shareTooltip("accuracy"),
      .shareTooltip("lower"), .shareTooltip("upper"), .countTooltip("n"),
    ]
    let line: JSONValue = [
      "mark": ["type": "line", "strokeWidth": .lineWidth],
      "encoding": ["y": accuracy, "color": style.color, "strokeDash": style.dash],
    ]
    let marks = IntervalMarks(
      value: accuracy, channels: ["color": style.color],
      pointChannels: ["shape": style.shape, "tooltip": tooltip])
    return [line] + marks.layers
  }

  private static func caption(
    _ points: [AccuracyPoint], ages: AgeGrouping, measure: AccuracyMeasure, scheme: LabelScheme,
    isSwitched: Bool,
    sameFaces: Bool, raters: [HumanReference]
  ) -> String {
    var sentences: [String] = []
    if isSwitched || measure == .raw {
      sentences.append(
        "Share of test faces whose perceived emotion each model named, by age group.")
    }
    if points.contains(where: { $0.measure == .standardised }) {
      sentences.append(
        (isSwitched ? "Emotion-balanced accuracy is" : "Accuracy, by age group,")
          + " as if every age group had the same distribution of emotions; emotions with fewer than "
          + "\(Standardisation.minimumFaces) faces in some group are left out.")
    } else {
      sentences.append(
        "The distribution of emotions can differ between groups, which moves accuracy as well.")
    }
    if let point = points.first(where: { $0.measure == measure }) {
      sentences.append(
        "Error bars are \(Format.confidenceIntervals(point.accuracy)) (\(point.accuracy.method)).")
    }
    let sizes = AccuracyPoint.sizes(points.filter { $0.measure == measure }, ages: ages)
    sentences.append(
      measure == .standardised
        ? "n in the kept emotions: \(sizes)."
        : sameFaces ? "n counts the test faces." : "n: \(sizes).")
    sentences.append("The dotted line is chance, \(scheme.chanceInWords).")
    if !raters.isEmpty {
      sentences.append(
        "Bars marked “\(raterName(raters))” show how often a single one of them agrees with most of "
          + "the others. That is no upper bound: a model that names the majority itself is right more "
          + "often.")
    }
    return sentences.joined(separator: " ")
  }

  private static func summary(_ models: [ModelMetrics], ages: AgeGrouping) -> String {
    models.map { model in
      let points = model.groups.compactMap { group in
        group.accuracy.map { "\(ages.plural(of: group.ageGroup)) \(Format.share($0.value))" }
      }
      let name = StudyModel.displayName(of: model.model).sentenceCased
      return "\(name): \(points.joined(separator: ", "))."
    }.joined(separator: " ")
  }

  package static func crossAgeTable(_ models: [ModelMetrics]) -> DataTable {
    DataTable(
      columns: [
        "model", "age group", "n", "subjects", "correct", "accuracy", "lower", "upper",
        "macro recall", "emotion-balanced", "emotion-balanced, lower", "emotion-balanced, upper",
        "agreement of \(raterName(models.compactMap(\.humanReference).first ?? []))",
      ],
      rows: models.flatMap { model in
        model.groups.map { group in
          let distribution = model.crossAge?.emotionStandardisation?.groups.first {
            $0.ageGroup == group.ageGroup
          }
          let raters = model.humanReference?.first { $0.ageGroup == group.ageGroup }
          return [
            .text(StudyModel.displayName(of: model.model)), .text(group.ageGroup.displayName),
            .count(group.n), .count(group.subjects), .count(group.correct),
            .share(group.accuracy?.value), .share(group.accuracy?.lower),
            .share(group.accuracy?.upper), .share(group.macroRecall),
            .share(distribution?.standardised?.value), .share(distribution?.standardised?.lower),
            .share(distribution?.standardised?.upper), .share(raters?.raterAgreement?.value),
          ]
        }
      })
  }
}
