import Report

/// The table of the page's terms.
enum GlossaryTable {
  static func part() throws -> GeneratedPart {
    GeneratedPart(
      path: "docs/glossary.md", name: "the terms of the page", text: try Glossary().markdown)
  }
}
