import Presentation

/// A mark on its line, for keys beside panels that have no legend of their own.
package struct MarkKey {
  private let role: ChartTheme.Role
  private let shape: JSONValue
  private let dash: JSONValue

  package init(_ style: ModelStyle) { self.init(style.role, style.shape, style.dash) }

  package init(_ role: ChartTheme.Role, _ shape: JSONValue, _ dash: JSONValue) {
    (self.role, self.shape, self.dash) = (role, shape, dash)
  }

  /// An item of a list.
  package func item(_ label: String) -> HTML {
    """
    <li><svg viewBox="0 0 32 12" aria-hidden="true"><path d="M0 6H32" \
    stroke="var(--\(role.rawValue))" stroke-width="2"\(dashes)/>\
    <path d="\(trusted: outline)" fill="var(--\(role.rawValue))"/></svg>\(HTML.data(label))</li>
    """
  }

  /// What the marks of panels stand for.
  /// - Parameter name: What the key says of a model, or of what is drawn like one.
  package static func list(
    _ models: [String], name: (String) -> String = StudyModel.displayName(of:)
  ) -> HTML {
    let items = models.map { MarkKey(ModelStyle(model: $0)).item(name($0)) }
    return "<ul class=\"key\">\(items)</ul>"
  }

  private var dashes: HTML {
    guard case .array(let lengths) = dash, dash != [1, 0] else { return "" }
    let text = lengths.compactMap { length in
      if case .integer(let value) = length { "\(value)" } else { nil }
    }.joined(separator: " ")
    return " stroke-dasharray=\"\(trusted: text)\""
  }

  /// The mark in the middle of a field of 32 × 12.
  private var outline: String {
    switch shape {
    case "circle": "M12 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z"
    case "square": "M12 2h8v8h-8Z"
    case "triangle-up": "M16 1l5 9h-10Z"
    case "diamond": "M16 1l4 5-4 5-4-5Z"
    default: "M14 2h4v2.5h2.5v3H18V10h-4V7.5h-2.5v-3H14Z"
    }
  }
}
