import Report
import TestSupport

/// A stand-in for the chart library, so that the page is tested where `make setup` has not run.
func standInBundle(_ script: String = "window.vegaEmbed = null;") throws -> VegaBundle {
  let folder = try TemporaryFolder()
  return try VegaBundle(contentsOf: folder.write(script, to: "bundle.js"))
}

extension Page {
  init(_ input: ReportInput, bundle: VegaBundle? = nil) throws {
    try self.init(text: ReportPage.html(input, bundle: bundle ?? standInBundle()))
  }

  init(_ input: CompareInput) throws {
    try self.init(text: ComparePage.html(input, bundle: standInBundle()))
  }

  init(_ input: ExploreInput) throws {
    try self.init(text: ExplorePage.html(input, bundle: standInBundle()))
  }
}

/// Text as it stands in the page.
enum HTMLText {
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}
