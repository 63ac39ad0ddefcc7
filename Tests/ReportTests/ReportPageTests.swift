import Cohort
import Evaluation
import Foundation
import Report
import Support
import TestSupport
import Testing

/// A stand-in for the chart library, so that the page is tested where `make setup` has not run.
func standInBundle(_ script: String = "window.vegaEmbed = null;") throws -> VegaBundle {
  let folder = try TemporaryFolder()
  return try VegaBundle(contentsOf: folder.write(script, to: "bundle.js"))
}

/// A page that a failing expectation does not print whole.
private struct Page: CustomTestStringConvertible {
  let text: String
  var testDescription: String { "a page of \(text.count) characters" }

  func contains(_ part: String) -> Bool { text.contains(part) }
  func count(of part: String) -> Int { text.ranges(of: part).count }
}

@Suite struct ReportPageTests {
  private func page(_ input: ReportInput) throws -> Page {
    Page(text: try ReportPage.html(input, bundle: standInBundle()))
  }

  @Test func hasItsSectionsInOrderAndNoIdentifierTwice() throws {
    let page = try page(Demo.input())
    let identifiers = page.text.matches(of: #/ id="([^"]+)"/#).map { String($0.output.1) }
    #expect(Set(identifiers).count == identifiers.count)
    let sections = page.text.matches(of: #/<section id="([^"]+)"/#).map { String($0.output.1) }
    #expect(
      sections == [
        "question", "data", "methods", "training", "age", "results", "confusions", "findings",
        "limitations", "provenance",
      ])
    let links = page.text.matches(of: #/href="#([^"]+)"/#).map { String($0.output.1) }
    #expect(links.count == 11 && links.allSatisfy(identifiers.contains))
    #expect(page.count(of: "<h1>") == 1)
    #expect(page.count(of: "class=\"matrix ") == 10)
  }

  @Test func printsEveryNumberOfTheMetrics() throws {
    let metrics = try #require(try Demo.input().metrics)
    let page = try page(Demo.input())
    func percent(_ value: Double) -> String { String(format: "%.1f%%", 100 * value) }
    for model in metrics.models {
      let table = try #require(
        page.text.firstMatch(
          of: try Regex("<table class=\"results \(model.model)\">[\\s\\S]*?</table>"))
      )
      let rows = page.text[table.range].split(separator: "<tr>").dropFirst(2)
      #expect(rows.count == 5)
      for (row, group) in zip(rows, model.groups) {
        let accuracy = try #require(group.accuracy)
        let cells = row.matches(of: #/<td class="n">(?:<b>)?([^<]*)/#).map { String($0.output.1) }
        let lower = String(format: "%.1f", 100 * accuracy.lower)
        #expect(
          cells == [
            "\(group.n)", percent(accuracy.value), "\(lower)–\(percent(accuracy.upper))",
            percent(try #require(group.macroRecall)),
          ])
      }
    }
    let counts = page.text.matches(of: #/<span class="count">([0-9]+)</#).compactMap {
      Int($0.output.1)
    }
    // The page shows age group by age group; a row without faces has no counts.
    let rows = (0..<5).flatMap { group in metrics.models.flatMap { $0.groups[group].confusion } }
    let isSame = counts == rows.filter { $0.contains { $0 > 0 } }.flatMap { $0 }
    #expect(isSame)
    let age = try #require(metrics.ageEstimator)
    #expect(page.contains(String(format: "%.2f years", age.meanAbsoluteError.value)))
    for finding in metrics.findings { #expect(page.contains(finding.text)) }
  }

  @Test func showsTextFromDataAsText() throws {
    let hostile = "<script>hacked()</script>\"'&amp; 😀 \u{202E}עברית\u{0}"
    let input = try Demo.hostileInput(hostile)
    let page = try page(input)
    let escaped =
      "&lt;script&gt;hacked()&lt;/script&gt;&quot;&#39;&amp;amp; 😀 \u{202E}עברית\u{FFFD}"
    #expect(page.count(of: escaped) > 15)
    #expect(!page.contains("<script>hacked"))
    // The data, the library and the page's own script; nothing else.
    #expect(page.count(of: "<script") == 3)
    #expect(page.count(of: "</script") == 3)
  }

  @Test func asksTheNetworkForNothing() throws {
    let page = try page(Demo.input())
    #expect(!page.contains("http://"))
    #expect(!page.contains("https://"))
    #expect(!page.contains("url("))
    #expect(page.contains("default-src 'none'"))
  }

  @Test func keepsTheLibraryInsideItsElement() throws {
    let bundle = try standInBundle("window.vegaEmbed = '</script><!--</SCRIPT>';")
    let page = Page(text: try ReportPage.html(Demo.input(), bundle: bundle))
    #expect(page.contains(#"window.vegaEmbed = '\x3c/script>\x3c!--\x3c/SCRIPT>';"#))
  }

  @Test func saysWhatIsMissing() throws {
    let input = ReportInput(
      runName: "new", cohort: CohortDescription(text: "None yet.", isSynthetic: false),
      counts: HeadlineCounts(faces: 1, emotions: 7, ageGroups: 5, models: 0, skipped: 0))
    let page = try page(input)
    #expect(page.count(of: "class=\"missing\"") == 12)
    for command in ["stratify", "study", "train", "age evaluate", "evaluate"] {
      #expect(page.contains("<code>smilestone \(command)</code>"))
    }
    #expect(page.contains("1 face in 5 age groups"))
    #expect(!page.contains("Optional("))
  }

  @Test func leavesUndefinedUndefined() throws {
    var input = try Demo.input()
    input.metrics = try Demo.metricsWithEmptyGroup(.toddler)
    let page = try page(input)
    #expect(page.contains("no test faces in this age"))
    #expect(page.contains("<td class=\"n\">0</td><td class=\"n\"><b>–</b></td>"))
    #expect(!page.contains(">nan") && !page.contains("NaN"))
  }

  @Test(arguments: [false, true])
  func leavesRealInfantsOutUnlessAsked(isShown: Bool) throws {
    var input = try Demo.input()
    let picture = Picture.face(eyes: 0.3, smile: 0.5)
    input.sampleFaces.append(
      SampleFace(
        picture: picture, ageGroup: .toddler, emotion: .happy, ageInYears: 0.8, source: "TIF",
        isRealInfant: true))
    input.showsRealInfants = isShown
    let page = try page(input)
    #expect(page.contains(picture.base64EncodedString()) == isShown)
    #expect(page.contains("Photographs of real infants (1)") != isShown)
  }

  @Test func refusesMetricsOfTheWrongShape() throws {
    var input = try Demo.input()
    input.metrics?.models[1].groups[2].confusion.removeLast()
    let error = #expect(throws: SmilestoneError.self) { try page(input) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("adult model on older children") == true)
  }
}
