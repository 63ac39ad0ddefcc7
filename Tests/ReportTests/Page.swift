import Report
import TestSupport
import Testing

/// A stand-in for the chart library, so that the page is tested where `make setup` has not run.
func standInBundle(_ script: String = "window.vegaEmbed = null;") throws -> VegaBundle {
  let folder = try TemporaryFolder()
  return try VegaBundle(contentsOf: folder.write(script, to: "bundle.js"))
}

/// A page that a failing expectation does not print whole.
struct Page: CustomTestStringConvertible {
  let text: String
  var testDescription: String { "a page of \(text.count) characters" }

  init(_ input: ReportInput, bundle: VegaBundle? = nil) throws {
    text = try ReportPage.html(input, bundle: bundle ?? standInBundle())
  }

  init(_ input: CompareInput) throws {
    text = try ComparePage.html(input, bundle: standInBundle())
  }

  func contains(_ part: String) -> Bool { text.contains(part) }
  func count(of part: String) -> Int { text.ranges(of: part).count }

  /// One section of the page, by its identifier, and no other's text.
  func section(_ id: String) throws -> PageSection {
    let start = try #require(
      text.firstRange(of: "<section id=\"\(id)\""), "the page has no section \(id)")
    let end = try #require(text[start.upperBound...].firstRange(of: "</section>"))
    return PageSection(id: id, text: String(text[start.lowerBound..<end.upperBound]))
  }
}

/// A part of a page.
struct PageSection: CustomTestStringConvertible {
  let id: String
  let text: String
  var testDescription: String { "the section \(id), \(text.count) characters" }

  func contains(_ part: String) -> Bool { text.contains(part) }
}

/// Text as it stands in the page.
enum HTMLText {
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}
