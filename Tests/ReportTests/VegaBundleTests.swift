import Foundation
import Report
import Support
import TestSupport
import Testing

@Suite struct VegaBundleTests {
  @Test func isFoundAboveAFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("window.vegaEmbed = 1;", to: ".deps/vega/bundle.js")
    try folder.write("", to: "a/b/program")
    let bundle = try VegaBundle.locate(environment: [:], searchFolders: [folder.file("a/b")])
    #expect(bundle.script == "window.vegaEmbed = 1;")
  }

  @Test func isTakenFromWhereTheEnvironmentSays() throws {
    let folder = try TemporaryFolder()
    try folder.write("window.vegaEmbed = 1;", to: ".deps/vega/bundle.js")
    let other = try folder.write("window.vegaEmbed = 2;", to: "other.js")
    let bundle = try VegaBundle.locate(
      environment: ["SMILESTONE_VEGA_BUNDLE": other.path], searchFolders: [folder.url])
    #expect(bundle.script == "window.vegaEmbed = 2;")
  }

  @Test func whatIsMissingOrWrongHasARemedy() throws {
    let folder = try TemporaryFolder()
    let wrong = try folder.write("404: not found", to: "wrong.js")
    let cases: [([String: String], String)] = [
      ([:], "is missing"),
      (["SMILESTONE_VEGA_BUNDLE": folder.file("none.js").path], "cannot be read"),
      (["SMILESTONE_VEGA_BUNDLE": wrong.path], "defines no vegaEmbed"),
    ]
    for (environment, reason) in cases {
      let error = #expect(throws: SmilestoneError.self) {
        try VegaBundle.locate(environment: environment, searchFolders: [folder.url])
      }
      #expect(error?.message.contains(reason) == true)
      #expect(error?.remedy?.contains("make setup") == true)
    }
  }
}
