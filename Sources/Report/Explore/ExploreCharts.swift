import Analysis
import Exploration
import Faces
import Presentation

/// The charts about a data set as pure functions of its numbers.
public enum ExploreCharts {
  /// Every chart that the data set has numbers for.
  public static func charts(for summary: ExplorationSummary) -> [Chart] {
    let labels = summary.vocabulary.labels
    let tables = summary.crossTables.compactMap { heat($0) }
    let distributions = [
      violins(
        summary.ageByEmotion, name: "age-by-emotion", title: "Age by perceived emotion",
        axis: "Age, years"),
      violins(
        summary.ageBySex, name: "age-by-sex", title: "Age by sex", axis: "Age, years"),
      violins(
        summary.ageByEthnicity, name: "age-by-ethnicity", title: "Age by ethnicity",
        axis: "Age, years"),
      violins(
        summary.brightnessByEmotion, name: "brightness-by-emotion",
        title: "Brightness by perceived emotion", axis: "Mean grey level, 0 to 255"),
      violins(
        summary.brightnessByAgeGroup, name: "brightness-by-age-group",
        title: "Brightness by age group", axis: "Mean grey level, 0 to 255"),
      violins(
        summary.sharpnessByEmotion, name: "sharpness-by-emotion",
        title: "Sharpness by perceived emotion", axis: "Variance of the Laplacian"),
      violins(
        summary.sharpnessByAgeGroup, name: "sharpness-by-age-group",
        title: "Sharpness by age group", axis: "Variance of the Laplacian"),
    ]
    let others = [
      emotions(summary.counts, labels: labels), ageHistogram(summary.ages),
      ageCurve(summary.ages), sizes(summary.sizes),
      Shortcuts.cues(summary.audit.predictions),
      summary.audit.classDistribution.map {
        Shortcuts.classDistribution($0, scheme: labels, ages: summary.vocabulary.ages)
      },
    ]
    return (others + distributions).compactMap(\.self) + tables
  }

  /// A bar for each row of a short list.
  /// - Parameter colours: one for each row; nil for the same.
  static func bars(
    _ rows: [(label: String, faces: Int)], colours: [String]? = nil, name: String, title: String,
    caption: String, column: String
  ) -> Chart {
    let values = rows.map { row -> JSONValue in
      ["label": .string(row.label), "faces": .integer(row.faces)]
    }
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "mark": ["type": "bar", "color": .color(.age)],
      "encoding": [
        "y": [
          "field": "label", "type": "nominal", "sort": .strings(rows.map(\.label)),
          "axis": ["title": nil, "ticks": false, "domain": false, "labelLimit": 160],
        ],
        "x": [
          "field": "faces", "type": "quantitative",
          "axis": ["title": "Faces", "tickCount": 4, "format": ",d"],
        ],
        "tooltip": [["field": "label"], ["field": "faces", "format": ","]],
        "color": colours.map { colours in
          [
            "field": "label", "type": "nominal", "legend": nil,
            "scale": ["domain": .strings(rows.map(\.label)), "range": .strings(colours)],
          ]
        } ?? ["value": .color(.age)],
      ],
    ]
    return Chart(
      name: name, title: title, caption: caption,
      summary: rows.map { "\($0.label): \(Format.count($0.faces))." }.joined(separator: " "),
      spec: .chart(
        body, pageHeight: 50 + 30 * rows.count, width: .oneColumn, height: 30 + 14 * rows.count),
      table: DataTable(
        columns: [column, "faces"], rows: rows.map { [.text($0.label), .count($0.faces)] }))
  }

  private static func emotions(
    _ counts: [ExplorationSummary.Count], labels: LabelScheme
  ) -> Chart? {
    let faces = labels.emotions.map { emotion in
      counts.reduce(0) { $0 + ($1.emotion == emotion ? $1.faces : 0) }
    }
    guard faces.contains(where: { $0 > 0 }) else { return nil }
    return bars(
      Array(zip(labels.emotions.map(\.rawValue), faces)), colours: labels.labels.map(\.colour),
      name: "emotions",
      title: "Faces by perceived emotion", caption: "All splits and sources together.",
      column: "emotion")
  }

  private static func sizes(_ sizes: [ExplorationSummary.Size]) -> Chart? {
    // One bar would show nothing; the page says it.
    guard sizes.count > 1 else { return nil }
    let shown = 12
    var rows = sizes.prefix(shown).map { size in
      (label: "\(size.width) × \(size.height) \(size.format)", faces: size.faces)
    }
    let others = sizes.dropFirst(shown).reduce(0) { $0 + $1.faces }
    if others > 0 { rows.append((label: "other sizes", faces: others)) }
    return bars(
      rows, name: "image-sizes", title: "Image sizes",
      caption: "Width × height in pixels and file type, the most frequent first.",
      column: "size")
  }
}
