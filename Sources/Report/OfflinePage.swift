import Presentation

/// The frame of every page: styles, charts and the chart library in one file, and a policy with
/// which the browser itself refuses every request, whatever the data hold.
enum OfflinePage {
  /// - Parameters:
  ///   - skipLabel: The first link, which leads to the element `main`.
  ///   - charts: The charts that the body has places for.
  ///   - data: What the page's scripts read, by the identifiers of its elements.
  static func html(
    title: String, skipLabel: String, body: HTML, charts: [Chart],
    data: KeyValuePairs<String, JSONValue> = [:], bundle: VegaBundle
  ) throws -> String {
    let specs = JSONValue.object(
      Dictionary(charts.flatMap(\.drawings).map { ($0.name, $0.spec) }) { first, _ in first })
    let elements = try ([("charts", specs)] + data.map { ($0.key, $0.value) }).map {
      id, value -> HTML in
      "<script type=\"application/json\" id=\"\(id)\">\(try HTML.json(value))</script>"
    }
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <style>\(trusted: PageStyle.sheet)</style>
      </head>
      <body>
      <a class="skip" href="#main">\(skipLabel)</a>
      <div class="article">
      \(body)
      </div>
      \(elements)
      \(HTML.script(bundle.script))
      \(HTML.script(PageScript.source))
      </body>
      </html>

      """
    return page.markup
  }
}
