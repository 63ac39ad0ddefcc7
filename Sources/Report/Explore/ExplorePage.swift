import Analysis
import Exploration
import Presentation
import Support

/// The page about a data set: one HTML file that holds everything it shows and asks the network
/// for nothing.
public enum ExplorePage {
  /// Writes the page.
  /// - Returns: the HTML text, the chart library and all data included.
  public static func html(_ input: ExploreInput, bundle: VegaBundle) throws -> String {
    var builder = ExplorePageBuilder(input)
    let body = builder.body()
    return try OfflinePage.html(
      title: "\(input.name) – what is in the data", skipLabel: "Skip to the data", body: body,
      charts: builder.shownCharts, bundle: bundle)
  }
}

/// Puts the page together and numbers its figures.
private struct ExplorePageBuilder {
  private let input: ExploreInput
  private let charts: [String: Chart]
  private(set) var shownCharts: [Chart] = []

  private var summary: ExplorationSummary { input.summary }

  init(_ input: ExploreInput) {
    self.input = input
    let charts = ExploreCharts.charts(for: input.summary)
    self.charts = Dictionary(charts.map { ($0.name, $0) }) { first, _ in first }
  }

  mutating func body() -> HTML {
    """
    \(header())
    <nav aria-label="Contents"><ol>
    <li><a href="#audit">Shortcuts</a></li>
    <li><a href="#labels">Labels</a></li>
    <li><a href="#ages">Ages</a></li>
    <li><a href="#images">Images</a></li>
    <li><a href="#duplicates">Near duplicates</a></li>
    <li><a href="#samples">Faces</a></li>
    </ol></nav>
    <main id="main">
    <noscript><p class="missing">The charts need JavaScript. Every number is also in the tables
    below them.</p></noscript>
    \([audit(), labels(), ages(), images(), duplicates(), samples()])
    </main>
    <footer><p>Made by Smilestone from \(HTML.data(input.name)). This page is one file and loads
    nothing from a network.</p></footer>
    """
  }

  private func header() -> HTML {
    let tiles: [(Int, String)] = [
      (summary.faces, "faces"), (summary.sources, "known sources"),
      (summary.subjects, "known subjects"),
      (summary.duplicates.clusters, "near-duplicate clusters"),
      (summary.unreadable, "unreadable images"),
    ]
    let flagged = summary.audit.findings.count { $0.isFlagged }
    return """
      <header>
      <p class="run">\(HTML.data(input.name))</p>
      <h1>What is in the data</h1>
      <p class="abstract">What a model will see, before anything is trained: labels, ages, \
      images, repeated photographs, and \(flagged == 0 ? "no" : Format.count(flagged)) \
      \(flagged == 1 ? "warning" : "warnings") about what it could score with without reading a \
      face.</p>
      <dl class="counts">
      \(tiles.map { "<div><dt>\($0.1)</dt><dd>\(Format.count($0.0))</dd></div>" as HTML })
      </dl>
      </header>
      """
  }

  private mutating func audit() -> HTML {
    let items = summary.audit.findings.map { finding -> HTML in
      let mark: HTML = finding.isFlagged ? "<b>Warning.</b> " : ""
      return "<li id=\"finding-\(finding.id)\">\(mark)\(HTML.data(finding.text))</li>"
    }
    return section(
      "audit", "Shortcuts",
      [
        "<ol class=\"findings\">\(items)</ol>",
        pair(["shortcuts", "class-distribution"]),
      ])
  }

  private mutating func labels() -> HTML {
    let names = summary.crossTables.map {
      "\($0.rowLabel)-by-\($0.columnLabel)".replacing(" ", with: "-")
    }
    let large = summary.crossTables.filter { $0.columns.count > 12 || $0.rows.count > 12 }
      .map { "\($0.rowLabel) by \($0.columnLabel)" }
    let note: HTML =
      large.isEmpty
      ? ""
      : "<p class=\"aside\">Too large for a chart, in the folder tables: \(Format.list(large)).</p>"
    return section("labels", "Labels", [figure("emotions"), pair(names), note])
  }

  private mutating func ages() -> HTML {
    guard !summary.ages.isEmpty else {
      return section(
        "ages", "Ages",
        [
          """
          <p class="missing"><b>No face has an age.</b> Estimate them with <code>smilestone age \
          predict</code>.</p>
          """
        ])
    }
    return section(
      "ages", "Ages",
      [
        pair(["age-histogram", "age-cumulative"]),
        pair(["age-by-emotion", "age-by-sex", "age-by-ethnicity"]),
      ])
  }

  private mutating func images() -> HTML {
    section(
      "images", "Images",
      [
        summary.sizes.count == 1
          ? "<p>All images are \(summary.sizes[0].width) × \(summary.sizes[0].height) \(summary.sizes[0].format).</p>"
          : figure("image-sizes"),
        pair([
          "brightness-by-emotion", "brightness-by-age-group", "sharpness-by-emotion",
          "sharpness-by-age-group",
        ]),
      ])
  }

  private func duplicates() -> HTML {
    let duplicates = summary.duplicates
    let text: HTML =
      duplicates.clusters == 0
      ? "<p>No photograph appears twice.</p>"
      : """
      <p>\(duplicates.clusters) photographs appear more than once, scaled, recompressed, lightened, \
      marked or mirrored: \(duplicates.faces) faces in all, \(duplicates.largest) of the most \
      frequent. In \(duplicates.clustersWithSeveralEmotions) of these clusters the copies have \
      different emotions. Splits keep copies together.</p>
      """
    return section("duplicates", "Near duplicates", [text, grids(input.duplicates)])
  }

  private func samples() -> HTML {
    section("samples", "Faces", [grids(input.samples)])
  }

  private func grids(_ groups: [ExploreInput.FaceGroup]) -> HTML {
    if input.hidesFaces {
      return "<p class=\"missing\">Faces were left out of this file (--hide-faces).</p>"
    }
    let rows = groups.map { group -> HTML in
      let faces = group.faces.map { face -> HTML in
        """
        <li><img src="data:image/jpeg;base64,\(trusted: face.image.base64EncodedString())" \
        alt="Face: \(face.label)" width="72" height="72">\
        <span class="label">\(HTML.data(face.label))</span></li>
        """
      }
      return "<h3>\(HTML.data(group.title))</h3><ul class=\"faces\">\(faces)</ul>"
    }
    return "<div class=\"samples\">\(rows)</div>"
  }

  // MARK: Parts

  private func section(_ id: String, _ title: String, _ parts: [HTML]) -> HTML {
    """
    <section id="\(id)" aria-labelledby="\(id)-heading">
    <h2 id="\(id)-heading">\(title)</h2>
    \(parts)
    </section>
    """
  }

  /// Charts side by side where there is room; those that the data have no numbers for are left out.
  private mutating func pair(_ names: [String]) -> HTML {
    let figures = names.filter { charts[$0] != nil }.map { figure($0) }
    return figures.isEmpty ? "" : "<div class=\"pair\">\(figures)</div>"
  }

  private mutating func figure(_ name: String) -> HTML {
    guard let chart = charts[name] else { return "" }
    shownCharts.append(chart)
    return chart.figure(number: shownCharts.count)
  }
}
