import Datasets
import Events
import Presentation

/// The chart of each recording: probabilities over time, a band for each model, below them what became of the face
/// and what the models and people coded.
package struct SessionCharts {
  let sessions: [RecordedSession]
  /// The models' and people's.
  let events: [CodedEvent]

  package init(sessions: [RecordedSession], events: [CodedEvent]) {
    self.sessions = sessions
    self.events = events
  }

  /// Colours that are told apart by every kind of colour vision (Okabe & Ito), but the yellow.
  static let colours: [JSONValue] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c8c8c", "#8a3d8f",
  ]

  package var charts: [Chart] { sessions.indices.map(chart) }

  func events(of session: RecordedSession) -> [CodedEvent] {
    events.filter(session.holds)
  }

  /// All labels and codes, those of the models first.
  private var codes: [String] {
    let labels = sessions.flatMap { $0.lines.map(\.label) }
    let others = Set(events.map(\.code)).subtracting(labels).sorted()
    return (labels + others).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func chart(_ index: Int) -> Chart {
    let session = sessions[index]
    let events = events(of: session)
    let coders = events.map(SessionCharts.coder).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let models = session.lines.map(\.model).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    // A probability of 0 of each model lies here, the first one's above the others'.
    let bands = models.indices.map { Self.bandHeight * Double(models.count - 1 - $0) }
    // Rows below the probabilities: the face, then one for each coder.
    let rows = ["the face"] + coders
    let depth = { (row: Int) in -0.12 - 0.16 * Double(row) }
    let bottom = depth(rows.count - 1) - 0.08
    let body: JSONValue = [
      "encoding": ["x": time("time", title: "Time, seconds")],
      "layer": .array([
        lines(
          session, floors: Dictionary(uniqueKeysWithValues: zip(models, bands)),
          domain: [bottom, max(1, (bands.max() ?? 0) + 1.1)]), stretches(session, at: depth(0)),
        bars(events, at: { depth(1 + (coders.firstIndex(of: SessionCharts.coder($0)) ?? 0)) }),
        names(
          zip(rows, rows.indices.map(depth))
            + (models.count > 1 ? Array(zip(models, bands.map { $0 + 1 })) : [])),
      ]),
    ]
    return Chart(
      name: "session-\(index + 1)", title: session.video, caption: caption(session, coders),
      summary: summary(session, events),
      spec: .chart(
        body, pageHeight: 80 + 180 * max(bands.count, 1) + 34 * rows.count, width: .twoColumns,
        height: 50 + 100 * max(bands.count, 1) + 16 * rows.count),
      table: SessionCharts.table(events), needsTwoColumns: true)
  }

  static func coder(_ event: CodedEvent) -> String { event.coder ?? "a coder" }

  // MARK: Layers

  private func time(_ field: String, title: String) -> JSONValue {
    [
      "field": .string(field), "type": "quantitative", "scale": ["nice": false],
      "axis": ["title": .string(title), "grid": false],
    ]
  }

  private var colour: JSONValue {
    let codes = codes
    return [
      "field": "code", "type": "nominal",
      "scale": [
        "domain": .strings(codes),
        "range": .array(codes.indices.map { Self.colours[$0 % Self.colours.count] }),
      ],
    ]
  }

  /// How far the bands of two models are apart, in probabilities.
  private static let bandHeight = 1.25

  /// - Parameters:
  ///   - floors: where each model's probability of 0 lies.
  ///   - domain: of all that is drawn.
  private func lines(
    _ session: RecordedSession, floors: [String: Double], domain: [Double]
  ) -> JSONValue {
    let values = session.lines.flatMap { line in
      line.points.map { point -> JSONValue in
        [
          "time": .number(point.time),
          "value": .number(floors[line.model, default: 0] + point.probability),
          "code": .string(line.label), "model": .string(line.model), "run": .integer(point.run),
        ]
      }
    }
    let ticks = (floors.isEmpty ? [0] : Array(floors.values)).flatMap { [$0, $0 + 0.5, $0 + 1] }
    return [
      "data": ["values": .array(values)],
      "mark": ["type": "line", "strokeWidth": .lineWidth, "clip": true],
      "encoding": [
        "y": [
          "field": "value", "type": "quantitative",
          "scale": ["domain": .array(domain.map { .number($0) }), "nice": false],
          "axis": [
            "title": "Probability", "values": .array(ticks.sorted().map { .number($0) }),
            "labelExpr": .string(
              "format(datum.value - \(Self.bandHeight) * floor(datum.value / \(Self.bandHeight) + 0.01), '.0%')"
            ),
          ],
        ], "color": colour,
        "detail": [["field": "run"], ["field": "model"]],
      ],
    ]
  }

  private func stretches(_ session: RecordedSession, at depth: Double) -> JSONValue {
    let values = session.stretches.map { stretch -> JSONValue in
      [
        "time": .number(stretch.start), "end": .number(stretch.end), "y": .number(depth),
        "status": .string(stretch.status.rawValue),
        "strength": .number(Self.strength(of: stretch.status)),
      ]
    }
    return [
      "data": ["values": .array(values)],
      "mark": [
        "type": "rule", "strokeWidth": .onPage(12, inPapers: 6), "color": .color(.ink),
        "tooltip": ["content": "data"],
      ],
      "encoding": [
        "x2": ["field": "end"], "y": ["field": "y", "type": "quantitative"],
        "opacity": [
          "field": "strength", "type": "quantitative",
          "scale": ["domain": [0, 1], "range": [0, 1]],
          "legend": nil,
        ],
      ],
    ]
  }

  /// How dark a status is drawn.
  private static func strength(of status: FrameStatus) -> Double {
    switch status {
    case .ok: 0.85
    case .unusable: 0.4
    case .notChosen: 0.25
    case .noFace: 0.12
    case .noFrame: 0.04
    }
  }

  private func bars(_ events: [CodedEvent], at depth: (CodedEvent) -> Double) -> JSONValue {
    let values = events.map { event -> JSONValue in
      [
        "time": .number(event.onset), "end": .number(event.offset), "y": .number(depth(event)),
        "code": .string(event.code), "coder": .string(Self.coder(event)),
      ]
    }
    return [
      "data": ["values": .array(values)],
      "mark": [
        "type": "rule", "strokeWidth": .onPage(12, inPapers: 6), "tooltip": ["content": "data"],
      ],
      "encoding": [
        "x2": ["field": "end"], "y": ["field": "y", "type": "quantitative"], "color": colour,
      ],
    ]
  }

  /// What rows and bands are called, at their heights.
  private func names(_ places: [(name: String, height: Double)]) -> JSONValue {
    let values = places.map { place -> JSONValue in
      ["y": .number(place.height), "name": .string(place.name)]
    }
    return [
      "data": ["values": .array(values)],
      "mark": [
        "type": "text", "align": "left", "baseline": "bottom", "dy": .onPage(-7, inPapers: -4),
        "color": .color(.soft), "fontSize": .onPage(11, inPapers: 7),
      ],
      "encoding": [
        "x": ["value": 2], "y": ["field": "y", "type": "quantitative"],
        "text": ["field": "name", "type": "nominal"],
      ],
    ]
  }

  // MARK: Words

  private func caption(_ session: RecordedSession, _ coders: [String]) -> String {
    let lines =
      session.lines.isEmpty
      ? "No model judged this recording."
      : "Lines are each label's probability (\(Format.list(Array(Set(session.lines.map(\.model))).sorted()))), "
        + "each model in a band of its own, not smoothed; neighbouring frames of long recordings are averaged."
    return lines
      + " The first strip is the face: the darker, the better it can be used (judged, unusable, "
      + "not the one who is studied, no face)."
      + (coders.isEmpty ? "" : " Below it is what \(Format.list(coders)) coded.")
  }

  private func summary(_ session: RecordedSession, _ events: [CodedEvent]) -> String {
    let judged = session.statuses.count { $0.status == .ok }
    let first = events.prefix(20).map {
      "\(Self.coder($0)): \($0.code) from \(Format.number($0.onset, decimals: 1)) to "
        + "\(Format.number($0.offset, decimals: 1)) seconds"
    }
    return
      (["\(Format.count(judged)) of its \(Format.count(session.statuses.count)) frames were judged"]
      + first).joined(separator: "; ")
      + (events.count > 20 ? "; and \(events.count - 20) events more." : ".")
  }

  private static func table(_ events: [CodedEvent]) -> DataTable {
    DataTable(
      columns: ["coder", "code", "onset", "offset"],
      rows: events.map {
        [
          .text(coder($0)), .text($0.code), .number($0.onset, decimals: 2),
          .number($0.offset, decimals: 2),
        ]
      })
  }
}
