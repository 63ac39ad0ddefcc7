import Foundation
import Report
import TestSupport
import Testing

/// Numbers are written in one way all over the page.
@Suite struct NotationTests {
  /// The page's text, without markup, code and references.
  private func text() throws -> String {
    var page = try Page(Demo.input()).text
    for part in [
      #/<style>[\s\S]*?<\/style>/#, #/<script[\s\S]*?<\/script>/#, #/<pre[\s\S]*?<\/pre>/#,
      #/<table class="provenance[\s\S]*?<\/table>/#, #/<code>[\s\S]*?<\/code>/#,
    ] { page = page.replacing(part, with: "") }
    return page.replacing(#/<[^>]*>/#, with: "")
  }

  @Test func percentsIntervalsAndThousandsHaveOneStyle() throws {
    let text = try text()
    for wrong in [#/\d %/#, #/95% interval/#, #/\d–\d[\d.]*%/#] {
      #expect(text.matches(of: wrong).map { String($0.output) } == [])
    }
    #expect(text.contains("95% confidence intervals (CI)") && text.contains("95% CI "))
    // Years and identifiers have four digits too; numbers of things are before what they count.
    let counts = text.matches(of: #/\b\d{4,} (?:faces|subjects|images|resamples)/#)
    #expect(counts.map { String($0.output) } == [])
  }

  /// A corrected p-value says among what it was corrected.
  @Test func correctedPValuesNameTheirFamily() throws {
    let findings = try Page(Demo.input()).section("findings").text
    let corrected = findings.matches(of: #/Holm over [^<·]*? p [=<≤&]/#)
    #expect(corrected.count > 5)
    for match in corrected {
      #expect(
        match.output.contains(
          #/Holm over \d+ (planned|exploratory) tests?|Holm over \d+ findings?|Holm over \d+ tests of/#
        ), "\(match.output)")
    }
  }
}
