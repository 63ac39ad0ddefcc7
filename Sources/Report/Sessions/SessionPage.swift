import Events
import Presentation

/// The page of recordings: each one's probabilities, events and usable frames over time, tables by child and age, and
/// how well coders agree.
public enum SessionPage {
  /// - Parameters:
  ///   - events: the models' and people's; those of other recordings are not shown.
  ///   - detection: how the models' events were made; nil where that is not known.
  ///   - faces: at events.
  ///   - agreement: of the coders; empty where there are no two.
  /// - Returns: the HTML text, the chart library and all data included.
  public static func html(
    _ sessions: [RecordedSession], events: [CodedEvent], detection: EventDetection? = nil,
    faces: [EventFace] = [], agreement: [Reliability.Row] = [], bundle: VegaBundle
  ) throws -> String {
    let charts = SessionCharts(sessions: sessions, events: events).charts
    let tables = try SessionTables(sessions, events: events)
    let faces = SessionFaces(faces: faces)
    let agreement = AgreementSection(agreement)
    // The chart of agreement stands before those of the recordings.
    let first = agreement?.chart == nil ? 1 : 2
    let figures = zip(sessions, charts).enumerated().map { index, pair in
      "\(pair.1.figure(number: index + first))\(faces.html(of: pair.0))" as HTML
    }
    let body: HTML = """
      <header>
      <p class="run">Recordings</p>
      <h1>\(heading(sessions))</h1>
      <p class="abstract">\(abstract(tables))</p>
      </header>
      <main id="main">
      <noscript><p class="missing">The charts need JavaScript. Every number is also in the tables
      below them.</p></noscript>
      <section id="summary" aria-labelledby="summary-heading">
      <h2 id="summary-heading">By child and age</h2>
      \(tables.usableTable.html(caption: "Frames that could be judged"))
      <p>Intervals of all recordings and of age groups resample children, those of a child or session stretches of
      ten seconds (BCa bootstrap).</p>
      \(tables.ageGroups.map { $0.html(caption: "Share of the recorded time by age group") } ?? "")
      \(tables.recordings.html(caption: "Share of the recorded time by recording"))
      <p>A recording's age is what its name says, else the median of what the estimator says of judged frames. A
      model codes nothing while no face can be judged.</p>
      </section>
      \(agreement.map { section($0, number: 1) } ?? "")
      <section id="sessions" aria-labelledby="sessions-heading">
      <h2 id="sessions-heading">Each recording over time</h2>
      \(detection.map { "<p>\(sentence(on: $0))</p>" } ?? "")
      \(figures)
      </section>
      </main>
      <footer><p>Made by Smilestone. This page is one file and loads nothing from a network. \(faces.note)</p></footer>
      """
    return try OfflinePage.html(
      title: "Recordings", skipLabel: "Skip to the recordings", body: body,
      charts: [agreement?.chart].compactMap(\.self) + charts, bundle: bundle)
  }

  private static func section(_ agreement: AgreementSection, number: Int) -> HTML {
    """
    <section id="agreement" aria-labelledby="agreement-heading">
    <h2 id="agreement-heading">How well coders agree</h2>
    \(agreement.chart.map { $0.figure(number: number) } ?? "")
    \(agreement.shortTable.html(caption: "Reliability"))
    <p>All codes together, where a row names none; <code>smilestone reliability</code> gives each code's. Moments without a code count as a
    code of their own in kappa and alpha.</p>
    </section>
    """
  }

  private static func sentence(on detection: EventDetection) -> String {
    let baseline = detection.baseline.map {
      " What the models read in each person’s face at rest (\($0.label)) was taken out of the events before, not of the lines."
    }
    return
      "A model’s event begins where the mean of a probability over \(detection.windowInSeconds) s rises to "
      + "\(detection.onset), ends where it falls below \(detection.offset), and lasts "
      + "\(detection.leastDuration) s or longer.\(baseline ?? "")"
  }

  private static func heading(_ sessions: [RecordedSession]) -> String {
    let children = Set(sessions.map { $0.subject ?? $0.video }).count
    return "\(Format.count(sessions.count)) \(sessions.count == 1 ? "recording" : "recordings") of "
      + "\(Format.count(children)) \(children == 1 ? "child" : "children")"
  }

  /// The share of usable frames.
  private static func abstract(_ tables: SessionTables) -> String {
    guard let all = tables.usable.first, all.frames > 0 else {
      return "No frame of them could be read."
    }
    let interval = all.lower.flatMap { lower in
      all.upper.map {
        " (95% CI \(Format.share(lower)) to \(Format.share($0)), resampling children)"
      }
    }
    return
      "In \(Format.share(all.share)) of \(Format.count(all.frames)) sampled frames the studied face could be judged"
      + "\(interval ?? "")."
  }
}
