import Evaluation
import Support

/// The report of a run: one HTML file that holds everything it shows and asks the network for
/// nothing.
public enum ReportPage {
  /// Writes the page.
  /// - Returns: the HTML text, the chart library and all data included.
  /// - Throws: `SmilestoneError` when the metrics have the wrong shape.
  public static func html(_ input: ReportInput, bundle: VegaBundle) throws -> String {
    let charts = try ChartSpecs.charts(for: input, theme: .page)
    var builder = PageBuilder(input: input, charts: charts)
    let body = builder.body()
    let shown = builder.shownCharts.map { ($0.name, $0.spec) }
    let specs = JSONValue.object(Dictionary(shown) { first, _ in first })
    // The policy makes the browser itself refuse every request, whatever the data holds.
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(input.title) – \(input.runName)</title>
      <style>\(trusted: PageStyle.sheet)</style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the report</a>
      \(body)
      <script type="application/json" id="charts">\(try HTML.json(specs))</script>
      \(HTML.script(bundle.script))
      \(HTML.script(PageScript.source))
      </body>
      </html>

      """
    return page.markup
  }
}
