import Analysis
import Foundation
import Presentation
import Report
import TestSupport
import Testing

/// What the page's cards, limitations and findings are called, and what links to them.
@Suite struct CardAndLinkTests {
  /// Titles are data: what a card is called is what links to it say, whatever it is called.
  @Test func linksSayWhatTheirCardsAreCalled() throws {
    let page = try Page(Demo.input())
    let findings = try page.section("findings")
    let card = try page.part("<details class=\"card\" id=\"subgroups\"")
    let title = try #require(
      card.text.firstMatch(of: #/<summary><bdi>([^<]+)</bdi></summary>/#)?.output.1)
    #expect(findings.contains("<a href=\"#subgroups\">Table: \(title)</a>"))
    #expect(
      Card("A & B", id: "c", body: "x").html.markup.contains(
        "<summary><bdi>A &amp; B</bdi></summary>"))
  }

  @Test func eachLimitationHasItsHeading() throws {
    let section = try Page(Demo.input()).section("limitations")
    for limitation in try Demo.input().limitations {
      let heading = try section.part("<h3>\(HTMLText.escaped(limitation.name))")
      #expect(
        section.contains("\(heading.text)\n<p><bdi>\(HTMLText.escaped(limitation.text))</bdi></p>"))
    }
    #expect(section.count(of: "<h3>") == 2)
  }

  @Test func whatIsTypedStandsAsCode() {
    #expect(
      HTML.prose("`smilestone x` & <b>").markup
        == "<bdi><code>smilestone x</code> &amp; &lt;b&gt;</bdi>")
    #expect(HTML.prose("a `b").markup == "<bdi>a `b</bdi>")
  }

  /// What it is called, what it holds, and how it is cited.
  @Test func eachSourceHasACard() throws {
    let data = try Page(Demo.input()).section("data")
    #expect(data.contains("<summary><bdi>studio: 2,071 faces</bdi></summary>"))
    #expect(data.contains("happy 1,500, sad 571"))
    #expect(data.contains("@article{one2020studio,"))
    let street = try #require(data.text.firstRange(of: "street: 4,144 faces"))
    #expect(data.text[street.upperBound...].contains("Nothing but this program"))
    var input = try Demo.input()
    input.sources = (0..<30).map { SourceCount(name: "person \($0)", faces: 1, subjects: 1) }
    #expect(try Page(input).section("data").count(of: "<summary><bdi>person") == 8)
  }

  /// Each to the figure, or the table, that shows what it says.
  @Test func linksEveryTestedFindingToWhatShowsIt() throws {
    let page = try Page(Demo.input())
    let section = try page.section("findings")
    let findings = try #require(try Demo.input().metrics).findings
    #expect(section.count(of: "<li id=\"finding-") == findings.count)
    let tested = findings.filter { $0.pValue != nil }
    #expect(tested.count > 10)
    for finding in tested {
      let item = try section.part("<li id=\"finding-\(finding.id)\"")
      let place = try #require(finding.chart)
      let isTable = place == "subgroups" || place == "infant-adult-same-faces"
      #expect(item.contains("href=\"#\(isTable ? "" : "figure-")\(place)\""), "\(finding.id)")
      #expect(page.text.contains("id=\"\(isTable ? "" : "figure-")\(place)\""), "\(finding.id)")
      #expect(item.contains("class=\"tag\""), "\(finding.id)")
    }
  }
}
