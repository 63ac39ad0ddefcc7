/// A part of the page that opens when its title is pressed: tables that few readers need.
package struct Card: Equatable, Sendable {
  package var title: String
  /// What links name it by: "subgroups"; nil where none point to it.
  package var id: String?
  package var body: HTML
  /// Its class in the style sheet beside "card"; empty for none.
  private let kind: String

  package init(_ title: String, kind: String = "", id: String? = nil, body: HTML) {
    self.title = title
    self.id = id
    self.body = body
    self.kind = kind
  }

  package var html: HTML {
    let anchor: HTML = id.map { " id=\"\($0)\"" } ?? ""
    return """
      <details class="card\(kind.isEmpty ? "" : " \(kind)")"\(anchor)><summary>\(HTML.data(title))</summary>
      <div>\(body)</div></details>
      """
  }
}
