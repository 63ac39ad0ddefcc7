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
}
