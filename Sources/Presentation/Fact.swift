/// A line of a card or of a table of few columns, or a short paragraph: what something is, and a name for that.
public struct Fact: Sendable {
  public var name: String
  public var text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}
