import Faces
import Presentation

extension FairTraining {
  /// Mean accuracy of the models trained on each age group (rows) on each tested one (columns).
  static func matrix(
    _ matrix: TrainTestMatrix, ages: AgeGrouping
  ) -> Chart? {
    let cells = matrix.cells.filter { $0.accuracy != nil }
    guard let interval = cells.first?.accuracy else { return nil }
    func axis(_ field: JSONValue, _ groups: [AgeGroup], title: JSONValue) -> JSONValue {
      [
        "field": field, "type": "ordinal",
        "scale": ["domain": .strings(groups.map(\.displayName))],
        "axis": [
          "title": title, "labelAngle": 0, "ticks": false, "domain": false, "labelOverlap": false,
          "labelExpr": .string("split(\(ChartParts.brokenName), '\\n')"),
          "labelFontSize": .onPage(["expr": "width < 420 ? 11 : 13"], inPapers: 8),
        ],
      ]
    }
    let body: JSONValue = [
      "data": ["values": .array(cells.map(value))],
      "encoding": [
        "x": axis("tested on", matrix.testedGroups, title: "Tested on"),
        "y": axis("trained on", matrix.trainedGroups, title: "Trained on"),
        "tooltip": [
          ["field": "trained on"], ["field": "tested on"], .shareTooltip("share"),
          .shareTooltip("lower"), .shareTooltip("upper"), ["field": "trainings"],
          .countTooltip("n"),
        ],
      ],
      "layer": ChartParts.heatLayers(largestShare: 1),
    ]
    let spread =
      matrix.trainings > 1
      ? " ± is the standard deviation between the \(Format.count(matrix.trainings)) trainings." : ""
    return Chart(
      name: "matrix", title: "Trained on each group, tested on each",
      caption:
        "Accuracy (%) at an equal distribution of emotions of models trained on \(trainingSize(matrix)); "
        + "mean of \(trainings(matrix)).\(spread) \(Format.confidenceIntervals(interval)) over test "
        + "subjects (\(interval.method)) and n are in the table.",
      summary: cells.filter(\.isControl).compactMap { cell in
        cell.accuracy.map {
          "Trained and tested on \(ages.plural(of: cell.testedOn)): \(Format.share($0.value))."
        }
      }.joined(separator: " "),
      spec: .chart(body, pageHeight: 330, width: .oneColumn, height: 180),
      table: DataTable(
        columns: [
          "trained on", "tested on", "n", "subjects", "accuracy", "lower", "upper",
          "SD between trainings",
        ],
        rows: matrix.cells.map { cell in
          [
            .text(cell.trainedOn.displayName), .text(cell.testedOn.displayName), .count(cell.n),
            .count(cell.subjects), .share(cell.accuracy?.value), .share(cell.accuracy?.lower),
            .share(cell.accuracy?.upper), .share(cell.standardDeviationBetweenTrainings),
          ]
        }))
  }

  private static func value(_ cell: MatrixCell) -> JSONValue {
    let number = { (share: Double) in Format.number(100 * share, decimals: 0) }
    let spread = cell.standardDeviationBetweenTrainings.map { " ±\(number($0))" }
    return [
      "trained on": .string(cell.trainedOn.displayName),
      "tested on": .string(cell.testedOn.displayName), "n": .integer(cell.n),
      "share": .number(cell.accuracy?.value ?? 0), "lower": .number(cell.accuracy?.lower ?? 0),
      "upper": .number(cell.accuracy?.upper ?? 0),
      "trainings": .string(cell.accuracies.map { Format.share($0) }.joined(separator: ", ")),
      "text": .string((cell.accuracy.map { number($0.value) } ?? "") + (spread ?? "")),
    ]
  }

  /// Accuracy on each age group of the models trained as the infant and the adult model are, and on that
  /// group itself: the control.
  /// - Returns: nil where no group was both trained on and tested on, or nothing else was.
  static func controls(
    _ matrix: TrainTestMatrix, ages: AgeGrouping
  ) -> Chart? {
    let series = ControlSeries.all(matrix, ages: ages)
    let points = series.flatMap { series in
      matrix.testedGroups.compactMap { tested in
        matrix.cell(trainedOn: series.trainedOn(tested), testedOn: tested)
          .flatMap { cell in cell.accuracy.map { (series: series, cell: cell, accuracy: $0) } }
      }
    }
    guard !matrix.foreignTrainings.isEmpty, series.count > 1, let interval = points.first?.accuracy
    else { return nil }
    let label = { (cell: MatrixCell) in ChartParts.groupLabel(cell.testedOn, of: ages, n: cell.n) }
    let labels = matrix.testedGroups.compactMap { tested in
      matrix.cells.first { $0.testedOn == tested }.map(label)
    }
    let values = points.map { series, cell, accuracy -> JSONValue in
      [
        "series": .string(series.name), "key": .string(series.model),
        "group": .string(label(cell)), "age group": .string(cell.testedOn.displayName),
        "accuracy": .number(accuracy.value), "lower": .number(accuracy.lower),
        "upper": .number(accuracy.upper), "n": .integer(cell.n),
        "trainings": .array(cell.accuracies.map(JSONValue.number)),
      ]
    }
    let names = JSONValue.strings(series.map(\.name))
    func channel(_ field: JSONValue, _ domain: JSONValue, _ range: [JSONValue]) -> JSONValue {
      ["field": field, "type": "nominal", "scale": ["domain": domain, "range": .array(range)]]
    }
    let styles = series.map { ModelStyle(model: $0.model) }
    let color = channel("series", names, styles.map { JSONValue.color($0.role) })
    let y: JSONValue = [
      "field": "accuracy", "type": "quantitative", "scale": ["domain": [0, 1]],
      "axis": ["title": "Accuracy at an equal distribution", "format": ".0%", "tickCount": 5],
    ]
    let marks = IntervalMarks(
      value: y, channels: ["color": color],
      pointChannels: [
        "shape": channel("series", names, styles.map(\.shape)),
        "tooltip": [
          ["field": "series"], ["field": "age group"], .shareTooltip("accuracy"),
          .shareTooltip("lower"), .shareTooltip("upper"), .countTooltip("n"),
        ],
      ])
    let line: JSONValue = [
      "mark": ["type": "line", "strokeWidth": .lineWidth],
      "encoding": [
        "y": y, "color": color,
        "strokeDash": channel("key", .strings(series.map(\.model)), styles.map(\.dash))
          .merging(["legend": nil]),
      ],
    ]
    // Each training by itself: the interval is of test subjects alone.
    let each: JSONValue = [
      "transform": [["flatten": ["trainings"]]],
      "mark": [
        "type": "point", "shape": "circle", "filled": false, "opacity": 0.9,
        "size": .onPage(22, inPapers: 7), "strokeWidth": .onPage(1.2, inPapers: 0.6),
      ],
      "encoding": [
        "y": ["field": "trainings", "type": "quantitative"], "color": color,
      ],
    ]
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "encoding": [
        "x": ChartParts.groupAxis(labels: labels),
        "xOffset": [
          "field": "series", "type": "nominal", "scale": ["domain": names, "paddingOuter": 2],
        ],
      ],
      "layer": .array([line] + marks.layers + [each]),
    ]
    return Chart(
      name: "controls", title: "Against a model trained on the tested group",
      caption:
        "Accuracy at an equal distribution of emotions, by tested age group, of models trained on "
        + "\(ages.plural(of: ages.infant)), on \(ages.plural(of: ages.adult)) and, the control, on the tested group itself. All were trained on \(trainingSize(matrix)); marks are "
        + "means of \(trainings(matrix)), the small circles single trainings. Error bars "
        + "are \(Format.confidenceIntervals(interval)) over test subjects (\(interval.method)) and do "
        + "not hold the variation between trainings.",
      summary: matrix.foreignTrainings.compactMap { foreign in
        foreign.difference.map {
          "Trained on \(ages.plural(of: foreign.trainedOn)) and tested on "
            + "\(ages.plural(of: foreign.testedOn)): "
            + "\(Format.signedPoints($0.value)) points from the control."
        }
      }.joined(separator: " "),
      spec: .chart(body, pageHeight: 380, width: .oneColumn, height: 190),
      table: DataTable(
        columns: [
          "trained on", "tested on", "minus control", "lower", "upper", "SD between trainings",
          "p", "corrected p",
        ],
        rows: matrix.foreignTrainings.map { foreign in
          [
            .text(foreign.trainedOn.displayName), .text(foreign.testedOn.displayName),
            .points(foreign.difference?.value), .points(foreign.difference?.lower),
            .points(foreign.difference?.upper),
            .points(foreign.standardDeviationBetweenTrainings), .pValue(foreign.test),
            .pValue(foreign.adjustedPValue, isUpperBound: foreign.test?.pValueIsUpperBound),
          ]
        }))
  }

  /// "462 faces of one age group with the same distribution of emotions".
  private static func trainingSize(_ matrix: TrainTestMatrix) -> String {
    "\(Format.count(matrix.trainingFaces)) faces of one age group with the same distribution of emotions"
  }

  private static func trainings(_ matrix: TrainTestMatrix) -> String {
    matrix.trainings == 1
      ? "one training" : "\(Format.count(matrix.trainings)) trainings with seeds of their own"
  }
}

/// A curve of the figure of controls.
private struct ControlSeries {
  var name: String
  /// Whose style it is drawn in.
  var model: String
  /// The group that the model tested on a group was trained on.
  var trainedOn: (AgeGroup) -> AgeGroup

  static func all(_ matrix: TrainTestMatrix, ages: AgeGrouping) -> [ControlSeries] {
    let fixed: [(AgeGroup, StudyModel)] = [(ages.infant, .infant), (ages.adult, .adult)]
    return fixed.filter { matrix.trainedGroups.contains($0.0) }.map { group, model in
      ControlSeries(
        name: ages.plural(of: group), model: model.rawValue, trainedOn: { _ in group })
    }
      + (matrix.foreignTrainings.isEmpty
        ? [] : [ControlSeries(name: "control", model: "control", trainedOn: { $0 })])
  }
}
