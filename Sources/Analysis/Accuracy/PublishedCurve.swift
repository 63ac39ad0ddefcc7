import Faces
import Presentation
import Support

/// The accuracies that the study behind this program published, as faint lines beside a run's own.
///
/// Its faces, labels and models are others, and it gives neither intervals nor sizes of test sets: the lines
/// show what was claimed, and test nothing.
struct PublishedCurve {
  private let rows: [AccuracyTable.Row]
  private let models: [String]

  /// - Returns: nil for other age groups or labels than the study's.
  init?(models: [String], ages: AgeGrouping, scheme: LabelScheme) {
    guard ages == AccuracyTable.published.ages, scheme == .emotions7 else { return nil }
    rows = AccuracyTable.published.rows.filter { models.contains($0.model) }
    guard !rows.isEmpty else { return nil }
    self.models = models
  }

  /// For captions.
  static let caption =
    " Faint lines, where switched on, are what the study published that this program implements (see "
    + "References), on other faces, without intervals or sizes of its test sets."

  /// Lines that the chart's parameter `published` shows.
  func layer(labels: [AgeGroup: String], y: JSONValue) -> JSONValue {
    let style = ModelStyle.channels(models: models)
    let values = rows.compactMap { row -> JSONValue? in
      labels[row.ageGroup].map { label in
        [
          "group": .string(label), "age group": .string(row.ageGroup.displayName),
          "model": .string(StudyModel.displayName(of: row.model)), "key": .string(row.model),
          "accuracy": .number(row.accuracy), "source": "published study",
        ]
      }
    }
    return [
      "data": ["values": .array(values)],
      "transform": [
        ["filter": "published == 'show' && (shown == 'all' || datum.key == shown)"]
      ],
      "mark": [
        "type": "line", "strokeWidth": .lineWidth, "opacity": 0.4,
        "point": ["filled": false, "size": 30, "opacity": 0.5],
      ],
      "encoding": [
        "y": y, "xOffset": nil, "color": style.color, "strokeDash": style.dash,
        "tooltip": [
          ["field": "source"], ["field": "model"], ["field": "age group"],
          .shareTooltip("accuracy"),
        ],
      ],
    ]
  }

  static let reference = Reference(
    "misc", "edinburgh2025infants",
    [
      "title":
        "Do infants smile like adults? {Modelling} the development of emotional expressions using deep "
        + "learning",
      "howpublished": "Course project, Machine Learning Practical, University of Edinburgh",
      "year": "2025",
    ])
}
