import Faces
import Presentation

extension ConfusionMatrices {
  /// All confusion matrices in one figure: a row of matrices for each model, a column for each
  /// age group. Its size is a paper's; the page shows tables instead.
  static func chart(
    _ models: [ModelMetrics], labels: LabelScheme, ages: AgeGrouping
  ) -> Chart? {
    guard models.contains(where: { $0.groups.contains { $0.n > 0 } }) else { return nil }
    let cells = models.flatMap { model in
      model.groups.flatMap { group in
        labels.emotions.flatMap { truth in
          labels.emotions.compactMap { predicted in
            ConfusionCell(
              model: model, group: group, truth: truth, predicted: predicted, labels: labels)
          }
        }
      }
    }
    let emotions = JSONValue.strings(labels.emotions.map(\.rawValue))
    func axis(_ field: JSONValue, _ title: JSONValue, angle: JSONValue) -> JSONValue {
      [
        "field": field, "type": "ordinal", "scale": ["domain": emotions],
        "axis": [
          "title": title, "labelExpr": "slice(datum.value, 0, 3)", "labelAngle": angle,
          "ticks": false, "domain": false, "labelPadding": 2, "labelFontSize": 6,
        ],
      ]
    }
    let matrix: JSONValue = [
      "width": .integer(cellSize * labels.count), "height": .integer(cellSize * labels.count),
      "encoding": [
        "x": axis("predicted", "predicted", angle: -90), "y": axis("true", "labelled", angle: 0),
      ],
      "layer": ChartParts.heatLayers(largestShare: 1, models: models.map(\.model)),
    ]
    let body: JSONValue = [
      "config": JSONValue.chartConfiguration.merging(["text": ["fontSize": 5.5]]),
      "data": ["values": .array(cells.map(\.value))],
      "facet": [
        "row": [
          "field": "model", "title": nil,
          "sort": .strings(models.map { StudyModel.displayName(of: $0.model) }),
        ],
        "column": [
          "field": "group", "title": nil, "sort": .strings(ages.groups.map(\.displayName)),
        ],
      ],
      "spacing": 8, "spec": matrix,
    ]
    return Chart(
      name: "confusion", title: "Confusion matrices",
      caption: "Share (%) of the test faces with each labelled emotion (rows) that each model "
        + "called each emotion (columns), by age group. Rows add up to 100. n: "
        + models.map { model in
          let sizes = model.groups.map { "\(Format.count($0.n)) \(ages.plural(of: $0.ageGroup))" }
          return "\(StudyModel.displayName(of: model.model)) \(sizes.joined(separator: ", "))"
        }.joined(separator: "; ") + ".",
      summary: "A confusion matrix for each model and age group.",
      spec: body,
      table: DataTable(
        columns: ["model", "age group", "labelled", "predicted", "faces", "row share"],
        rows: cells.map(\.row)), needsTwoColumns: true)
  }

  /// Points for a cell's side: five matrices of the study's seven labels fill two columns of a paper.
  private static let cellSize = 11
}

/// One cell of one matrix; none where no face has the labelled emotion.
private struct ConfusionCell {
  var model: String
  var group: AgeGroup
  var truth: Emotion
  var predicted: Emotion
  var count: Int
  var share: Double

  init?(
    model: ModelMetrics, group: GroupMetrics, truth: Emotion, predicted: Emotion,
    labels: LabelScheme
  ) {
    let row = group.confusion[labels.position(of: truth)]
    let total = row.reduce(0, +)
    guard total > 0 else { return nil }
    self.model = StudyModel.displayName(of: model.model)
    self.group = group.ageGroup
    self.truth = truth
    self.predicted = predicted
    count = row[labels.position(of: predicted)]
    share = Double(count) / Double(total)
  }

  var value: JSONValue {
    [
      "model": .string(model), "group": .string(group.displayName),
      "true": .string(truth.rawValue), "predicted": .string(predicted.rawValue),
      "share": .number(share),
      "text": .string(count == 0 ? "" : Format.number(100 * share, decimals: 0)),
    ]
  }

  var row: [DataTable.Cell] {
    [
      .text(model), .text(group.displayName), .text(truth.rawValue), .text(predicted.rawValue),
      .count(count), .share(share),
    ]
  }
}
