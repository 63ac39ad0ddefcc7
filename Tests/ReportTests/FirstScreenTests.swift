import Foundation
import Presentation
import Report
import TestSupport
import Testing

/// What a reader sees first, and reaches by a link; left out where there is no browser.
@Suite(
  .serialized, .enabled(if: Browser.executable != nil && (try? VegaBundle.locate()) != nil))
struct FirstScreenTests {
  private func run(
    _ steps: String, window: (Int, Int) = (1200, 900), anchor: String = ""
  ) throws -> [String: Any] {
    let page = try ReportPage.html(Demo.input(), bundle: VegaBundle.locate())
    return try Browser.run(page, steps: steps, window: window, anchor: anchor)
  }

  /// The answer, its limit and the whole chart on a laptop (1280 × 720) and on a phone; the browser's own frame
  /// takes 87 of the window's pixels.
  @Test(arguments: [(1280, 807), (500, 987)]) func theAnswerIsOnTheFirstScreen(
    width: Int, height: Int
  ) throws {
    let result = try run(
      """
      const bottom = (selector) => document.querySelector(selector).getBoundingClientRect().bottom;
      result.title = bottom("h1");
      result.limit = bottom("header .limit");
      result.chart = bottom("header .answer .chart svg");
      result.height = innerHeight;
      result.sideways = document.documentElement.scrollWidth - innerWidth;
      """, window: (width, height))
    #expect(result["errors"] as? [String] == [])
    let screen = try #require(result["height"] as? Double)
    for part in ["title", "limit", "chart"] {
      let bottom = try #require(result[part] as? Double)
      #expect(bottom > 0 && bottom <= screen, "\(part) ends at \(bottom) of \(screen)")
    }
    #expect(try #require(result["sideways"] as? Double) <= 0)
  }

  /// What screen readers are told of a chart is its description, not the library's words.
  @Test func everyChartKeepsItsDescription() throws {
    let result = try run(
      """
      result.labels = Object.fromEntries([...document.querySelectorAll(".chart")]
        .map((chart) => [chart.id, chart.getAttribute("aria-label")]));
      """)
    #expect(result["errors"] as? [String] == [])
    let labels = try #require(result["labels"] as? [String: String])
    let written = try Page(Demo.input()).part("<body>").text.matches(
      of: #/id="(chart-[^"]+)" role="img" aria-label="([^"]+)"/#)
    #expect(written.count > 20 && labels.count == written.count)
    for chart in written {
      let id = String(chart.output.1)
      #expect(HTMLText.escaped(try #require(labels[id])) == chart.output.2, "\(id)")
    }
  }

  @Test(arguments: ["#findings", "#figure-age-dependence", "#provenance"])
  func aLinkLandsWhereItPoints(anchor: String) throws {
    let result = try run(
      """
      await pause();
      const place = document.querySelector(location.hash);
      const end = document.documentElement.scrollHeight - innerHeight;
      result.off = scrollY >= end - 1 ? 0 : place.getBoundingClientRect().top;
      """, anchor: anchor)
    #expect(result["errors"] as? [String] == [])
    #expect(abs(try #require(result["off"] as? Double)) <= 50)
  }

  /// A table that is folded away opens when a finding's link to it is followed, and when the page is opened at it.
  @Test(arguments: ["", "#infant-adult-same-faces"])
  func aLinkOpensTheTableThatItPointsTo(anchor: String) throws {
    let result = try run(
      """
      const link = document.querySelector("#findings a[href='#infant-adult-same-faces']");
      const card = document.getElementById("infant-adult-same-faces");
      result.wasOpen = card.open;
      if (!card.open) {
        document.documentElement.style.scrollBehavior = "auto";
        link.click();
      }
      await pause();
      await pause();
      result.isOpen = card.open && card.querySelector("table").getClientRects().length > 0;
      const end = document.documentElement.scrollHeight - innerHeight;
      result.off = scrollY >= end - 1 ? 0 : card.getBoundingClientRect().top;
      """, anchor: anchor)
    #expect(result["errors"] as? [String] == [])
    #expect(result["wasOpen"] as? Bool == !anchor.isEmpty)
    #expect(result["isOpen"] as? Bool == true)
    #expect(abs(try #require(result["off"] as? Double)) <= 50)
  }

  @Test func aFigureIsSavedWithItsKeyAndResolution() throws {
    let result = try run(
      """
      // What files would hold, and what they would be called.
      const made = new Map();
      window.Blob = class extends Blob {
        constructor(parts, options) {
          super(parts, options);
          made.set(options.type, parts.map((part) =>
            typeof part === "string" ? new TextEncoder().encode(part) : new Uint8Array(part)));
        }
      };
      result.names = [];
      HTMLAnchorElement.prototype.click = function () { result.names.push(this.download); };
      const figure = document.getElementById("figure-cross-age");
      for (const button of figure.querySelectorAll(".downloads button")) button.click();
      for (let i = 0; i < 200 && result.names.length < 3; i++) await pause();
      result.names.sort();
      const text = (type) => made.get(type).map((part) => new TextDecoder().decode(part)).join("");
      const drawing = text("image/svg+xml");
      result.isDrawing = new DOMParser().parseFromString(drawing, "image/svg+xml")
        .querySelector("parsererror") === null;
      result.isResolved = !drawing.includes("var(--");
      const [, chunk] = made.get("image/png");
      result.chunk = new TextDecoder().decode(chunk.subarray(4, 8));
      result.dotsPerMetre = new DataView(chunk.buffer).getUint32(8);
      result.rows = text("text/csv").split("\\r\\n").length;
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(result["names"] as? [String] == ["cross-age.csv", "cross-age.png", "cross-age.svg"])
    #expect(result["isDrawing"] as? Bool == true && result["isResolved"] as? Bool == true)
    #expect(result["chunk"] as? String == "pHYs" && result["dotsPerMetre"] as? Int == 11811)
    #expect(try #require(result["rows"] as? Int) > 10)
  }

  /// Tables copy as cells, and sections and figures can be linked to.
  @Test func tablesCopyAsCellsAndPartsHaveLinks() throws {
    let result = try run(
      """
      const copied = [];
      Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => copied.push(text) } });
      const button = document.querySelector("#results .copy.small button");
      const table = document.getElementById(button.dataset.copy);
      button.click();
      for (let i = 0; i < 100 && !copied.length; i++) await pause();
      const lines = copied[0].split("\\n");
      result.rows = lines.length - table.rows.length;
      result.cells = lines.at(-1).split("\\t").length - table.rows[table.rows.length - 1].cells.length;
      const links = [...document.querySelectorAll("a.permalink")];
      result.links = links.length;
      result.lost = links.filter((link) => !document.getElementById(link.hash.slice(1))).length;
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(result["rows"] as? Int == 0 && result["cells"] as? Int == 0)
    #expect(try #require(result["links"] as? Int) > 30 && result["lost"] as? Int == 0)
  }

  /// On paper the page is an article, not a book: the default study's prints on 20 pages at most.
  @Test func printsOnFewPages() throws {
    let folder = try TemporaryFolder()
    let page = try folder.write(
      try ReportPage.html(Demo.input(), bundle: VegaBundle.locate()), to: "page.html")
    let paper = folder.file("page.pdf")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Browser.executable ?? "")
    process.arguments = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--user-data-dir=\(folder.file("profile").path)", "--virtual-time-budget=30000",
      "--no-pdf-header-footer", "--print-to-pdf=\(paper.path)", page.absoluteString,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: paper), as: UTF8.self)
    let pages = text.ranges(of: "/Type /Page\n").count
    // The demonstration has more than a study has: models trained alike, warnings, two sources.
    #expect((8...24).contains(pages), "\(pages) pages")
  }
}
