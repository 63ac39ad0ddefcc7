import Events
import Presentation

/// The chart of each recording: probabilities over time, below them what became of the face and what
/// the models and people coded.
package struct SessionCharts {
  let sessions: [RecordedSession]
  /// The models' and people's.
  let events: [CodedEvent]

  package init(sessions: [RecordedSession], events: [CodedEvent]) {
    self.sessions = sessions
    self.events = events
  }

  /// Colours that are told apart by every kind of colour vision (Okabe & Ito), but the yellow.
  private static let colours: [JSONValue] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c8c8c", "#8a3d8f",
  ]

  package var charts: [Chart] { sessions.indices.map(chart) }

  func events(of session: RecordedSession) -> [CodedEvent] {
    events.filter { session.names.contains($0.video) }
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
    // Rows below the probabilities: the face, then one for each coder.
    let rows = ["the face"] + coders
    let depth = { (row: Int) in -0.12 - 0.16 * Double(row) }
    let bottom = depth(rows.count - 1) - 0.08
    let body: JSONValue = [
      "encoding": ["x": time("time", title: "Time, seconds")],
      "layer": .array([
        lines(session, bottom: bottom), stretches(session, at: depth(0)),
        bars(events, at: { depth(1 + (coders.firstIndex(of: SessionCharts.coder($0)) ?? 0)) }),
        names(rows, at: depth),
      ]),
    ]
    return Chart(
      name: "session-\(index + 1)", title: session.video, caption: caption(session, coders),
      summary: summary(session, events),
      spec: .chart(
        body, pageHeight: 260 + 34 * rows.count, width: .twoColumns, height: 150 + 16 * rows.count),
      table: SessionCharts.table(events), needsTwoColumns: true)
  }

  private static func coder(_ event: CodedEvent) -> String { event.coder ?? "a coder" }

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

  private func lines(_ session: RecordedSession, bottom: Double) -> JSONValue {
    let values = session.lines.flatMap { line in
      line.points.map { point -> JSONValue in
        [
          "time": .number(point.time), "value": .number(point.probability),
          "code": .string(line.label), "model": .string(line.model), "run": .integer(point.run),
        ]
      }
    }
    return [
      "data": ["values": .array(values)],
      "mark": ["type": "line", "strokeWidth": .lineWidth, "clip": true],
      "encoding": [
        "y": [
          "field": "value", "type": "quantitative",
          "scale": ["domain": .array([.number(bottom), 1]), "nice": false],
          "axis": ["title": "Probability", "values": [0, 0.5, 1], "format": ".0%"],
        ], "color": colour,
        "strokeDash": [
          "field": "model", "type": "nominal",
          "legend": Set(session.lines.map(\.model)).count > 1 ? [:] : nil,
        ], "detail": ["field": "run"],
      ],
    ]
  }

  private func stretches(_ session: RecordedSession, at depth: Double) -> JSONValue {
    let values = session.stretches.map { stretch -> JSONValue in
      [
        "time": .number(stretch.start), "end": .number(stretch.end), "y": .number(depth),
        "status": .string(stretch.status),
        "strength": .number(Self.strengths[stretch.status] ?? 0.1),
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
  private static let strengths = [
    "ok": 0.85, "unusable": 0.4, "not chosen": 0.25, "no face": 0.12, "no frame": 0.04,
  ]

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

  private func names(_ rows: [String], at depth: (Int) -> Double) -> JSONValue {
    let values = rows.enumerated().map { row, name -> JSONValue in
      ["y": .number(depth(row)), "name": .string(name)]
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
        + "not smoothed; neighbouring frames of long recordings are averaged."
    return lines
      + " The first strip is the face: the darker, the better it can be used (judged, unusable, "
      + "not the one who is studied, no face)."
      + (coders.isEmpty ? "" : " Below it is what \(Format.list(coders)) coded.")
  }

  private func summary(_ session: RecordedSession, _ events: [CodedEvent]) -> String {
    let share = session.usableShare.map { "\(Format.wholePercent($0)) of its frames were judged" }
    let first = events.prefix(20).map {
      "\(Self.coder($0)): \($0.code) from \(Format.number($0.onset, decimals: 1)) to "
        + "\(Format.number($0.offset, decimals: 1)) seconds"
    }
    return ([share ?? "No frame was judged"] + first).joined(separator: "; ")
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
