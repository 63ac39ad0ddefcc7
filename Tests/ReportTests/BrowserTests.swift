import Foundation
import Report
import Testing

/// What the page does in a browser; left out where there is none or the library is missing.
@Suite(
  .serialized, .enabled(if: Browser.executable != nil && (try? VegaBundle.locate()) != nil))
struct BrowserTests {
  private func run(
    _ steps: String, input: ReportInput? = nil, isDark: Bool = false
  ) throws -> [String: Any] {
    let page = try ReportPage.html(input ?? Demo.input(), bundle: VegaBundle.locate())
    return try Browser.run(page, steps: steps, isDark: isDark)
  }

  @Test func drawsItsChartsAndAsksForNothing() throws {
    let result = try run(
      """
      result.charts = document.querySelectorAll(".chart").length;
      result.drawn = document.querySelectorAll(".chart svg").length;
      result.requests = performance.getEntriesByType("resource").map((entry) => entry.name)
        .filter((name) => !name.startsWith("data:"));
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(result["charts"] as? Int == 9)
    #expect(result["drawn"] as? Int == 9)
    #expect(result["requests"] as? [String] == [])
  }

  @Test func togglesTheModelsOfTheCrossAgeChart() throws {
    let result = try run(
      """
      const buttons = [...document.querySelectorAll("[data-chart=cross-age] button")];
      result.points = [];
      result.pressed = [];
      for (const button of [null, ...buttons]) {
        if (button) button.click();
        await pause();
        result.points.push(
          document.querySelectorAll("#chart-cross-age .mark-symbol.role-mark path").length);
        result.pressed.push(buttons.map((b) => b.getAttribute("aria-pressed")).join(" "));
      }
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(result["points"] as? [Int] == [10, 5, 5, 10])
    #expect(
      result["pressed"] as? [String] == [
        "false false true", "true false false", "false true false", "false false true",
      ])
  }

  @Test func switchesTheConfusionMatrices() throws {
    let result = try run(
      """
      const shown = (selector) => [...document.querySelectorAll("#matrices " + selector)]
        .filter((element) => element.getClientRects().length > 0).length;
      const press = (value) => document.querySelector(`#matrices [data-value=${value}]`).click();
      const state = () => [shown("table"), shown(".share") > 0, shown(".count") > 0].join(" ");
      result.states = [state()];
      for (const value of ["counts", "teenager", "shares", "all"]) {
        press(value);
        result.states.push(state());
      }
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(
      result["states"] as? [String] == [
        "10 true false", "10 false true", "2 false true", "2 true false", "10 true false",
      ])
  }

  @Test func showsHostileTextAsText() throws {
    let hostile =
      "<script>window.hacked = 1</script><img src=x onerror='hacked=1'>\"😀 \u{202E}עברית"
    let result = try run(
      """
      result.scripts = document.querySelectorAll("script").length;
      result.isHacked = "hacked" in window;
      result.title = document.querySelector("h1").textContent;
      result.drawn = document.querySelectorAll(".chart svg").length;
      """, input: Demo.hostileInput(hostile))
    #expect(result["errors"] as? [String] == [])
    // The page's three and the two of this test.
    #expect(result["scripts"] as? Int == 5)
    #expect(result["isHacked"] as? Bool == false)
    #expect(result["title"] as? String == hostile)
    #expect(result["drawn"] as? Int == 9)
  }

  @Test(arguments: [false, true])
  func isReadableByEveryone(isDark: Bool) throws {
    let result = try run(Accessibility.checks, isDark: isDark)
    #expect(result["errors"] as? [String] == [])
    #expect(result["isDark"] as? Bool == isDark)
    #expect(result["faults"] as? [String] == [])
    #expect(result["checked"] as? Int ?? 0 > 500)
  }
}
