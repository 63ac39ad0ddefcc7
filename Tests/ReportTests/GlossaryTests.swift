import Foundation
import Report
import Support
import TestSupport
import Testing

@Suite struct GlossaryTests {
  @Test func termsAreSortedUniqueAndExplained() throws {
    let terms = try Glossary().terms
    let names = terms.map { $0.term.lowercased() }
    #expect(names == names.sorted() && Set(terms.map(\.anchor)).count == terms.count)
    let words = terms.flatMap { [$0.term] + $0.also }.map { $0.lowercased() }
    #expect(Set(words).count == words.count)
    for term in terms {
      #expect(term.definition.hasSuffix(".") && term.definition.count > 30, "\(term.term)")
      #expect(!term.definition.contains("|") && !term.also.contains { $0.contains("|") })
    }
    for name in ["macro recall", "bca", "holm", "cka", "profile likelihood", "temperature", "gate"]
    {
      #expect(names.contains(name), "\(name)")
    }
  }

  /// What the discussion names is in the bibliography, and the other way round.
  @Test func theDiscussionAndItsBibliographyAgree() throws {
    let page = try Page(Demo.input())
    let discussion = try page.section("discussion").text
    let entries = Reference.development.matches(
      of: #/author = \{([A-Za-z]+),[^}]*[\s\S]*?year = \{(\d+)\}/#)
    #expect(entries.count == 7)
    for entry in entries {
      #expect(discussion.contains(entry.output.1) && discussion.contains(entry.output.2))
    }
    #expect(try page.section("paper").contains("widen2003closer"))
  }
}
