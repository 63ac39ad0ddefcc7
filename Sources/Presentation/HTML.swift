/// Markup. Text interpolated into it is escaped, markup interpolated into it is not, so text from
/// data cannot become markup by oversight.
package struct HTML: ExpressibleByStringInterpolation, Equatable, Sendable {
  package private(set) var markup: String

  package init(stringLiteral value: String) { markup = value }

  package init(stringInterpolation: StringInterpolation) { markup = stringInterpolation.markup }

  /// Text that comes from data, set apart so that its writing direction stays its own.
  package static func data(_ text: String) -> HTML { "<bdi>\(text)</bdi>" }

  /// A text with what is typed as it stands, as commands are, between backticks.
  package static func prose(_ text: String) -> HTML {
    let pieces = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    guard pieces.count % 2 == 1 else { return data(text) }
    let markup = pieces.enumerated().map { index, piece -> HTML in
      index % 2 == 1 ? "<code>\(piece)</code>" : "\(piece)"
    }
    return "<bdi>\(trusted: markup.map(\.markup).joined())</bdi>"
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(literalCapacity)
    }

    package mutating func appendLiteral(_ literal: String) { markup += literal }
    package mutating func appendInterpolation(_ text: String) { markup += HTML.escape(text) }
    package mutating func appendInterpolation(_ number: Int) { markup += Format.count(number) }
    package mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
    package mutating func appendInterpolation(_ parts: [HTML]) {
      markup += parts.map(\.markup).joined(separator: "\n")
    }
    /// Text that is known to be safe where it stands: a script, a style sheet, base64.
    package mutating func appendInterpolation(trusted text: String) { markup += text }
  }

  /// Escapes text for element content and for quoted attributes. Control characters, which HTML
  /// does not allow, become replacement characters.
  package static func escape(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// JSON text that may stand inside a `<script>` element.
  package static func json(_ value: JSONValue) throws -> HTML {
    "\(trusted: try value.text().replacing("<", with: "\\u003c"))"
  }

  /// A script that cannot end its own `<script>` element or open a comment.
  package static func script(_ source: String) -> HTML {
    let safe = source.replacing(#/<(?=/script)/#.ignoresCase(), with: "\\x3c")
      .replacing("<!--", with: "\\x3c!--")
    return "<script>\(trusted: safe)</script>"
  }
}
