import Events
import Presentation
import Statistics

/// The page of recordings: each one's probabilities, events and usable frames over time, and a table by
/// child and session. It shows no image of anybody.
public enum SessionPage {
  /// - Parameters:
  ///   - events: the models' and people's; those of other recordings are not shown.
  /// - Returns: the HTML text, the chart library and all data included.
  public static func html(
    _ sessions: [RecordedSession], events: [CodedEvent], bundle: VegaBundle
  ) throws -> String {
    let drawings = SessionCharts(sessions: sessions, events: events)
    let charts = drawings.charts
    let figures = charts.enumerated().map { $0.element.figure(number: $0.offset + 1) }
    let body: HTML = """
      <header>
      <p class="run">Recordings</p>
      <h1>\(heading(sessions))</h1>
      <p class="abstract">\(try abstract(sessions))</p>
      </header>
      <main id="main">
      <noscript><p class="missing">The charts need JavaScript. Every number is also in the tables
      below them.</p></noscript>
      <section id="summary" aria-labelledby="summary-heading">
      <h2 id="summary-heading">By child and session</h2>
      \(summary(drawings).html(caption: "Recordings"))
      <p>Ages are the median of what the estimator says of judged frames; seconds are those of all events of a
      code.</p>
      </section>
      <section id="sessions" aria-labelledby="sessions-heading">
      <h2 id="sessions-heading">Each recording over time</h2>
      \(figures)
      </section>
      </main>
      <footer><p>Made by Smilestone. This page is one file, shows no image and loads nothing from a network.</p></footer>
      """
    return try OfflinePage.html(
      title: "Recordings", skipLabel: "Skip to the recordings", body: body, charts: charts,
      bundle: bundle)
  }

  private static func heading(_ sessions: [RecordedSession]) -> String {
    let children = Set(sessions.map { $0.subject ?? $0.video }).count
    return "\(Format.count(sessions.count)) \(sessions.count == 1 ? "recording" : "recordings") of "
      + "\(Format.count(children)) \(children == 1 ? "child" : "children")"
  }

  /// The share of usable frames, with an interval that knows that a child's frames belong together.
  private static func abstract(_ sessions: [RecordedSession]) throws -> String {
    var numbers: [String: Int] = [:]
    var (values, clusters) = ([Double](), [Int]())
    for session in sessions {
      let child = session.subject ?? session.video
      let number = numbers[child] ?? numbers.count
      numbers[child] = number
      values += session.statuses.map { $0.status == "ok" ? 1 : 0 }
      clusters += Array(repeating: number, count: session.statuses.count)
    }
    guard !values.isEmpty else { return "No frame of them could be read." }
    let share = values.reduce(0, +) / Double(values.count)
    let interval = try clusterRobustMean(values, clusters: clusters)?.estimate
    return
      "In \(Format.share(share)) of \(Format.count(values.count)) sampled frames the studied face could be judged"
      + (interval.map {
        " (95% CI \(Format.share(max(0, $0.lower))) to \(Format.share(min(1, $0.upper))), children as clusters)."
      } ?? ".")
  }

  private static func summary(_ drawings: SessionCharts) -> DataTable {
    let pairs = drawings.sessions.map { ($0, drawings.events(of: $0)) }
    let kinds = Set(
      pairs.flatMap { $0.1.map { Kind(coder: $0.coder ?? "a coder", code: $0.code) } }
    )
    .sorted { ($0.coder, $0.code) < ($1.coder, $1.code) }
    return DataTable(
      columns: ["recording", "child", "session", "age, years", "frames", "judged"]
        + kinds.map { "\($0.coder): \($0.code), s" },
      rows: pairs.map { session, events in
        [
          .text(session.video), session.subject.map { .text($0) } ?? .missing,
          session.session.map { .text($0) } ?? .missing, .number(session.ageInYears, decimals: 1),
          .count(session.statuses.count), .share(session.usableShare),
        ]
          + kinds.map { kind in
            .number(
              events.filter { ($0.coder ?? "a coder") == kind.coder && $0.code == kind.code }
                .reduce(0) { $0 + $1.duration }, decimals: 1)
          }
      })
  }

  private struct Kind: Hashable {
    let coder: String
    let code: String
  }
}
