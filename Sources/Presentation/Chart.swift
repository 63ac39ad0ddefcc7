/// A Vega-Lite chart with what belongs to it on the page and in a paper.
public struct Chart: Sendable {
  /// The figure's file name without an extension: "cross-age".
  public var name: String
  /// A short heading: "Accuracy across ages".
  public var title: String
  /// What is shown, what the error bars are, and n.
  public var caption: String
  /// The same in a paper.
  public var paperCaption: String
  /// What a person would see in it, for screen readers.
  public var summary: String
  /// The Vega-Lite specification, data included, for every place where it is shown.
  public var spec: JSONValue
  /// The same numbers as a table.
  public var table: DataTable
  /// On the page, the images that stand side by side in place of `spec`; empty where it is one.
  public var panels: [Panel] = []
  /// Whether one column of a paper is too narrow for it.
  public var needsTwoColumns = false

  /// One of several images of a chart.
  public struct Panel: Sendable {
    public var title: String
    public var spec: JSONValue

    package init(title: String, spec: JSONValue) {
      self.title = title
      self.spec = spec
    }
  }

  /// - Parameter paperCaption: nil where it is that of the page.
  package init(
    name: String, title: String, caption: String, paperCaption: String? = nil, summary: String,
    spec: JSONValue, table: DataTable, panels: [Panel] = [], needsTwoColumns: Bool = false
  ) {
    self.name = name
    self.title = title
    self.caption = caption
    self.paperCaption = paperCaption ?? caption
    self.summary = summary
    self.spec = spec
    self.table = table
    self.panels = panels
    self.needsTwoColumns = needsTwoColumns
  }
}
