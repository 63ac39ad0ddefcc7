import Foundation
import Report
import Support
import TestSupport
import Testing

@Suite struct BylineTests {
  private var byline: Byline {
    var byline = Byline()
    byline.title = "Smiles & <frowns>"
    byline.authors = Byline.authors(in: "Ada Lovelace; Babbage, Charles;")
    byline.affiliation = "University of London"
    byline.date = "2026-11-30"
    return byline
  }

  @Test func isShownAndCited() throws {
    var input = try Demo.input()
    let answer = try #require(
      Page(input).text.firstMatch(of: #/<h1><bdi>(.*?)<\/bdi><\/h1>/#)?.output.1)
    input.byline = byline
    let page = try Page(input)
    #expect(try page.header().contains("<h1><bdi>Smiles &amp; &lt;frowns&gt;</bdi></h1>"))
    #expect(
      try page.header().contains(
        "Ada Lovelace, Babbage, Charles · University of London · 2026-11-30"))
    // The answer stays on the first screen.
    #expect(try page.header().contains("<p class=\"answer-sentence\"><bdi>\(answer)</bdi>.</p>"))
    let paper = try page.section("paper")
    #expect(paper.contains("author = {Ada Lovelace and Babbage, Charles}"))
    #expect(paper.contains("year = {2026}"))
    input.byline = Byline()
    #expect(try !Page(input).header().contains("class=\"byline\""))
  }

  @Test func staysWithTheRun() throws {
    let folder = try TemporaryFolder()
    try byline.write(to: folder.file("byline.json"))
    #expect(try Byline(contentsOf: folder.file("byline.json")) == byline)
  }

  @Test func saysWhoDidWhat() throws {
    var input = try Demo.input()
    input.byline = byline
    #expect(try !Page(input).section("paper").contains("Who did what"))
    input.byline.roles = try ContributorRole.roles(
      in: "Babbage, Charles: resources; Ada Lovelace: writing - original draft, SOFTWARE;",
      of: byline.authors)
    let page = try Page(input)
    #expect(try page.header().contains("<a href=\"#contributions\">who did what</a>"))
    let paper = try page.section("paper")
    let first = try #require(
      paper.text.firstRange(
        of: "<b><bdi>Ada Lovelace</bdi>:</b> Software and Writing – original draft."))
    let second = try #require(
      paper.text.firstRange(of: "<b><bdi>Babbage, Charles</bdi>:</b> Resources."))
    #expect(first.lowerBound < second.lowerBound)
  }

  /// As `byline.json` was before there were roles.
  @Test func readsBylinesWithoutRoles() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("{\"authors\": [\"Ada Lovelace\"]}", to: "byline.json")
    #expect(try Byline(contentsOf: file).authors == ["Ada Lovelace"])
    try byline.write(to: file)
    #expect(try Byline(contentsOf: file).roles == nil)
  }

  @Test(arguments: [
    ("Ada Lovelace: Sofware", "Did you mean “Software”?"),
    ("Ada Lovelase: Software", "Did you mean “Ada Lovelace”?"),
    ("Ada Lovelace", "Write --roles"),
    ("Ada Lovelace: Software; Ada Lovelace: Resources", "in one place"),
  ])
  func refusesWhatIsNoRole(text: String, remedy: String) {
    let error = #expect(throws: SmilestoneError.self) {
      try ContributorRole.roles(in: text, of: byline.authors)
    }
    #expect(error?.remedy?.contains(remedy) == true, "\(String(describing: error))")
  }

  @Test(arguments: ["2026-02-30", "30.11.2026", "2026-1-2", "today", ""])
  func refusesWhatIsNoDay(text: String) {
    #expect(throws: SmilestoneError.self) { try Byline.checkedDate(text) }
  }
}
