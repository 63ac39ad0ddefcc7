/// Something to cite, as BibTeX. Whoever uses a method, a network or a data set owns its reference.
public struct Reference: Sendable, Hashable {
  /// What an entry is called in a paper's list: "he2016deep".
  public let key: String
  /// "article", "inproceedings" and the like.
  private let type: String
  private let fields: [Field]

  private struct Field: Hashable {
    let name, text: String
  }

  /// - Parameter fields: with TeX's commands and braces where they are needed.
  public init(_ type: String, _ key: String, _ fields: KeyValuePairs<String, String>) {
    self.type = type
    self.key = key
    self.fields = fields.map { Field(name: $0.key, text: $0.value) }
  }

  public var bibTeX: String {
    let lines = fields.map { "  \($0.name) = {\($0.text)}" }
    return "@\(type){\(key),\n\(lines.joined(separator: ",\n"))\n}"
  }
}
