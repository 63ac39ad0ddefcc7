import Datasets
import Exploration
import Faces
import Foundation
import Imaging
import Report
import Support
import TestSupport
import Testing

/// A data set of which every chart can be drawn.
private enum DemoData {
  static func explored(source: String = "studio") throws -> ExploredFaces {
    var generator = SeededGenerator(seed: 1)
    let records = (0..<600).map { index -> FaceRecord in
      let age = generator.uniform(0, 60)
      return FaceRecord(
        image: "\(index).png", source: index % 3 == 0 ? source : "web",
        emotion: LabelScheme.emotions7.emotions[index % 3 == 0 ? 3 : generator.integer(below: 7)],
        ageInYears: age, ageGroup: AgeGrouping.study.group(ofAgeInYears: age),
        sex: index % 2 == 0 ? .female : .male,
        ethnicity: index % 5 == 0 ? "other" : "Asian", split: .train)
    }
    let hashes = records.map { Optional($0.image) }
    return ExploredFaces(
      records,
      facts: (0..<600).map { index in
        let level = UInt8(60 + index % 100)
        let image = noise(seed: UInt64(index), level: level)
        return ImageFacts(image, format: index % 3 == 0 ? "PNG" : "JPEG", byteCount: 99)
      }, contentHashes: hashes,
      duplicates: try DuplicateClusters(
        fingerprints: records.map { _ in nil }, contentHashes: hashes), vocabulary: .study)
  }

  private static func noise(seed: UInt64, level: UInt8) -> RGBImage {
    var generator = SeededGenerator(seed: seed)
    let pixels = (0..<16 * 16 * 3).map { _ in level + UInt8(generator.integer(below: 60)) }
    return RGBImage(width: 16, height: 16, pixels: pixels)
  }

  static func input(source: String = "studio", name: String = "faces.csv") throws -> ExploreInput {
    let summary = try ExplorationSummary(explored(source: source), seed: 1)
    var input = ExploreInput(name: name, summary: summary)
    let image = try noise(seed: 1, level: 90).jpegData()
    input.samples = [
      ExploreInput.FaceGroup(
        title: "Toddler", faces: [ExploreInput.Face(image: image, label: "happy, 2 years")])
    ]
    return input
  }
}

@Suite struct ExplorePageTests {
  private static let expected = [
    "emotions", "age-histogram", "age-cumulative", "image-sizes", "shortcuts", "class-distribution",
    "age-by-emotion", "age-by-sex", "age-by-ethnicity", "brightness-by-emotion",
    "brightness-by-age-group", "sharpness-by-emotion", "sharpness-by-age-group",
    "emotion-by-age-group", "emotion-by-source", "age-group-by-source", "emotion-by-sex",
    "emotion-by-ethnicity", "age-group-by-sex", "age-group-by-ethnicity",
  ]

  @Test func everyChartIsDrawn() throws {
    let charts = ExploreCharts.charts(for: try DemoData.input().summary)
    #expect(charts.map(\.name) == Self.expected)
    // The colours of labels are their scheme's; all others are the theme's.
    for chart in charts where chart.name != "emotions" {
      #expect(try !chart.spec.text().contains("#"))
    }
  }

  @Test func theWholePageHasNoFaceThatIsHidden() throws {
    var input = try DemoData.input()
    #expect(try Page(input).section("samples").contains("data:image/jpeg"))
    input.hidesFaces = true
    let hidden = try Page(input)
    #expect(!hidden.text.contains(";base64,"))
    #expect(try hidden.section("samples").contains("left out of this file"))
  }

  @Test func theNumbersOfTheFindingsAreOnThePage() throws {
    let input = try DemoData.input()
    let audit = try Page(input).section("audit")
    for finding in input.summary.audit.findings {
      let item = try audit.part("<li id=\"finding-\(finding.id)\"")
      #expect(item.contains(HTMLText.escaped(finding.text)), "\(finding.id)")
      #expect(item.contains("<b>Warning.</b>") == finding.isFlagged, "\(finding.id)")
    }
    #expect(input.summary.audit.findings.contains { $0.isFlagged })
  }

  @Test(.enabled(if: (try? VegaBundle.locate()) != nil, "the Vega-Lite bundle is missing"))
  func tablesAreWritten() throws {
    let folder = try TemporaryFolder()
    let input = try DemoData.input()
    try ExploreFolder(folder.url).write(input, explored: DemoData.explored())
    for name in Self.expected + ["counts", "findings", "duplicates"] {
      let text = try String(contentsOf: folder.file("tables/\(name).csv"), encoding: .utf8)
      #expect(text.contains("\n"), "\(name)")
    }
    let data = try Data(contentsOf: folder.file("explore.json"))
    #expect(try JSONDecoder().decode(ExplorationSummary.self, from: data) == input.summary)
  }
}

/// What the page does in a browser; left out where there is none or the library is missing.
@Suite(
  .serialized, .enabled(if: Browser.executable != nil && (try? VegaBundle.locate()) != nil))
struct ExploreBrowserTests {
  @Test func drawsItsChartsAndAsksForNothing() throws {
    let page = try ExplorePage.html(DemoData.input(), bundle: VegaBundle.locate())
    let result = try Browser.run(
      page,
      steps: """
        result.charts = document.querySelectorAll(".chart").length;
        result.drawn = document.querySelectorAll(".chart svg").length;
        result.overflow = document.documentElement.scrollWidth > innerWidth;
        result.requests = performance.getEntriesByType("resource").map((entry) => entry.name)
          .filter((name) => !name.startsWith("data:"));
        """)
    #expect(result["errors"] as? [String] == [])
    #expect(result["charts"] as? Int == 20)
    #expect(result["drawn"] as? Int == 20)
    #expect(result["overflow"] as? Bool == false)
    #expect(result["requests"] as? [String] == [])
  }

  @Test func showsHostileTextAsText() throws {
    let hostile = "<script>window.hacked = 1</script>\"]'😀 \u{202E}עברית"
    let page = try ExplorePage.html(
      DemoData.input(source: hostile, name: hostile), bundle: VegaBundle.locate())
    let result = try Browser.run(
      page,
      steps: """
        result.isHacked = "hacked" in window;
        result.name = document.querySelector(".run").textContent;
        result.drawn = document.querySelectorAll(".chart svg").length;
        """)
    #expect(result["errors"] as? [String] == [])
    #expect(result["isHacked"] as? Bool == false)
    #expect(result["name"] as? String == hostile)
    #expect(result["drawn"] as? Int == 20)
  }

  @Test(arguments: [false, true])
  func isReadableByEveryone(isDark: Bool) throws {
    let page = try ExplorePage.html(DemoData.input(), bundle: VegaBundle.locate())
    let result = try Browser.run(page, steps: Accessibility.checks, isDark: isDark)
    #expect(result["errors"] as? [String] == [])
    #expect(result["isDark"] as? Bool == isDark)
    #expect(result["faults"] as? [String] == [])
    #expect(result["checked"] as? Int ?? 0 > 500)
  }
}
