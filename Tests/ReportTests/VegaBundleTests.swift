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
    #expect(bundle.script.hasSuffix("\nwindow.vegaEmbed = 1;"))
  }

  /// As `make install` puts it: the program in bin, what it needs in share.
  @Test func isFoundBesideAnInstalledProgram() throws {
    let folder = try TemporaryFolder()
    try folder.write("window.vegaEmbed = 3;", to: "share/smilestone/vega/bundle.js")
    let bundle = try VegaBundle.locate(environment: [:], searchFolders: [folder.file("bin")])
    #expect(bundle.script.hasSuffix("\nwindow.vegaEmbed = 3;"))
  }

  @Test func isTakenFromWhereTheEnvironmentSays() throws {
    let folder = try TemporaryFolder()
    try folder.write("window.vegaEmbed = 1;", to: ".deps/vega/bundle.js")
    let other = try folder.write("window.vegaEmbed = 2;", to: "other.js")
    let bundle = try VegaBundle.locate(
      environment: ["SMILESTONE_VEGA_BUNDLE": other.path], searchFolders: [folder.url])
    #expect(bundle.script.hasSuffix("\nwindow.vegaEmbed = 2;"))
  }

  /// A page that is passed on passes the library on, whose licence asks for its notice.
  @Test func theLicencesGoBeforeTheCode() throws {
    let folder = try TemporaryFolder()
    try folder.write("window.vegaEmbed = 1;", to: ".deps/vega/bundle.js")
    let script = try VegaBundle.locate(environment: [:], searchFolders: [folder.url]).script
    let end = try #require(script.range(of: "*/"))
    for holder in ["Trifacta Inc.", "University of Washington", "THIS SOFTWARE IS PROVIDED"] {
      #expect(script[..<end.lowerBound].contains(holder), "\(holder)")
    }
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
