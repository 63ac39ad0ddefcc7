import Foundation
import Presentation
import Support

/// What the terms of the page mean: `Assets/glossary.json`, of which docs/glossary.md is made too.
public struct Glossary: Sendable {
  /// A term with what it is also called on the page.
  public struct Term: Decodable, Sendable, Equatable {
    public var term: String
    public var also: [String]
    /// One or two plain sentences.
    public var definition: String

    /// Its anchor: "term-macro-recall".
    var anchor: String {
      let words = term.lowercased().split { !$0.isLetter && !$0.isNumber }
      return "term-" + words.joined(separator: "-")
    }
  }

  /// In alphabetical order.
  public let terms: [Term]

  /// - Throws: `SmilestoneError.failed` when the program's own file is broken.
  public init() throws {
    do {
      terms = try JSONDecoder().decode(
        [Term].self, from: Data(PackageResources.glossary_json))
    } catch {
      throw SmilestoneError.failed(
        "The program's glossary cannot be read: \(error).", remedy: "Build the program again.")
    }
  }

  /// The terms as a list, to which a script links the words of the page.
  var html: HTML {
    let items = terms.map { term -> HTML in
      """
      <div><dt data-words="\(([term.term] + term.also).joined(separator: "|"))">\(term.term)</dt>\
      <dd id="\(term.anchor)">\(term.definition)</dd></div>
      """
    }
    return "<dl class=\"terms\">\(items)</dl>"
  }

  /// The same as a table in Markdown.
  public var markdown: String {
    "| term | what it means |\n|---|---|\n"
      + terms.map { "| **\($0.term)** | \($0.definition) |\n" }.joined()
  }
}
