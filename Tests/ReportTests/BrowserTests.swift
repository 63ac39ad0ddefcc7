import Foundation
import Presentation
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
    #expect(result["charts"] as? Int == 38)
    #expect(result["drawn"] as? Int == 38)
    #expect(result["requests"] as? [String] == [])
  }

  @Test func togglesTheModelsOfTheCrossAgeChart() throws {
    let result = try run(
      """
      const buttons = [...document.querySelectorAll("[data-parameter=shown] button")];
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

  /// What is said beside the chart is of what is switched on in it.
  @Test func wordsFollowTheSwitches() throws {
    let result = try run(
      """
      const shown = () => [...document.querySelectorAll("[data-follows=cross-age] > p")]
        .filter((text) => !text.hidden).map((text) => text.dataset.shown + " " + text.dataset.measure);
      result.shown = [shown()];
      for (const [parameter, value] of [["shown", "adult"], ["measure", "standardised"],
        ["published", "show"], ["shown", "all"]]) {
        document.querySelector(`[data-parameter=${parameter}] [data-value=${value}]`).click();
        result.shown.push(shown());
      }
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(
      result["shown"] as? [[String]] == [
        ["all raw"], ["adult raw"], ["adult standardised"], ["adult standardised"],
        ["all standardised"],
      ])
  }

  @Test func showsThePublishedStudyWhenAsked() throws {
    let result = try run(
      """
      const lines = () => document.querySelectorAll("#chart-cross-age .mark-line path").length;
      const press = async (value) => {
        document.querySelector(`[data-parameter=published] [data-value=${value}]`).click();
        await pause();
      };
      result.lines = [lines()];
      await press("show");
      result.lines.push(lines());
      document.querySelector("[data-parameter=shown] [data-value=infant]").click();
      await pause();
      result.lines.push(lines());
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(result["lines"] as? [Int] == [2, 4, 2])
  }

  /// By mouse, keyboard and touch; a second touch follows the link.
  @Test func saysWhatATermMeans() throws {
    let result = try run(
      """
      const bubble = document.querySelector(".bubble");
      const link = document.querySelector("#results a.term");
      const fire = (type, options) => link.dispatchEvent(new PointerEvent(type, { cancelable: true, ...options }));
      result.isDescribed = document.getElementById(link.getAttribute("aria-describedby")) !== null
        && link.hash.slice(1) === link.getAttribute("aria-describedby");
      const states = [bubble.hidden];
      fire("pointerenter");
      states.push(bubble.hidden);
      dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
      states.push(bubble.hidden);
      link.focus();
      states.push(bubble.hidden);
      link.blur();
      states.push(bubble.hidden);
      const touch = () => {
        fire("pointerdown", { pointerType: "touch" });
        return fire("click", { pointerType: "touch" });
      };
      result.follows = [touch(), touch()];
      result.states = states;
      result.text = bubble.textContent.length > 20;
      const marked = [...document.querySelectorAll("main section")].map((section) => {
        const targets = [...section.querySelectorAll("a.term")].map((term) => term.hash);
        return targets.length === new Set(targets).size;
      });
      result.isOnceASection = marked.every(Boolean);
      result.inside = document.querySelectorAll("h1 .term, h2 .term, button .term, svg .term").length;
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(result["isDescribed"] as? Bool == true && result["text"] as? Bool == true)
    #expect(result["states"] as? [Bool] == [true, false, true, false, true])
    #expect(result["follows"] as? [Bool] == [false, true])
    #expect(result["isOnceASection"] as? Bool == true && result["inside"] as? Int == 0)
  }

  @Test func switchesToOneDistributionOfEmotions() throws {
    let result = try run(
      """
      const points = () => [...document.querySelectorAll("#chart-cross-age .mark-symbol.role-mark path")]
        .map((path) => path.getAttribute("transform")).join();
      const press = async (value) => {
        document.querySelector(`[data-parameter=measure] [data-value=${value}]`).click();
        await pause();
      };
      const before = points();
      await press("standardised");
      const standardised = points();
      await press("raw");
      result.changes = [standardised !== before, points() === before];
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(result["changes"] as? [Bool] == [true, true])
  }

  @Test func switchesToScaledProbabilities() throws {
    let result = try run(
      """
      const points = () => [...document.querySelectorAll("#chart-reliability .mark-symbol.role-mark path")]
        .map((path) => path.getAttribute("transform")).join();
      const before = points();
      document.querySelector("[data-parameter=scaling] [data-value=scaled]").click();
      await pause();
      result.changed = points() !== before;
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(result["changed"] as? Bool == true)
  }

  @Test func switchesTheConfusionMatrices() throws {
    let result = try run(
      """
      const shown = (selector) => [...document.querySelectorAll("#matrices " + selector)]
        .filter((element) => element.getClientRects().length > 0).length;
      const ages = document.querySelector("[data-ages]");
      const state = () => [
        shown("table"), shown(".share") > 0, shown(".count") > 0,
        ages.querySelector("[aria-pressed=true]").textContent,
        [...document.querySelectorAll(".matrix-row")].findIndex((row) => !row.hidden),
      ].join(" ");
      const slide = (value) => ages.querySelector(`[data-value="${value}"]`).click();
      result.states = [state()];
      document.querySelector("#matrices [data-value=counts]").click();
      result.states.push(state());
      slide(4);
      result.states.push(state());
      document.querySelector("#matrices [data-value=shares]").click();
      slide(0);
      result.states.push(state());
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(
      result["states"] as? [String] == [
        "2 true false All ages 0", "2 false true All ages 0",
        "2 false true Teenager 4", "2 true false All ages 0",
      ])
  }

  @Test func movesBetweenCellsWithArrowKeys() throws {
    let result = try run(
      """
      const table = document.querySelector("#matrices table");
      const stops = () => table.querySelectorAll("button[tabindex='0']").length;
      const first = table.querySelector("button[tabindex='0']");
      first.focus();
      const label = () => document.activeElement.getAttribute("aria-label");
      result.labels = [label()];
      for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]) {
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        result.labels.push(label());
      }
      result.stops = stops();
      """)
    #expect(result["errors"] as? [String] == [])
    let labels = try #require(result["labels"] as? [String])
    #expect(labels[0].hasPrefix("anger called anger"))
    #expect(labels[1].hasPrefix("anger called disgust"))
    #expect(labels[2].hasPrefix("disgust called disgust"))
    #expect(labels[3].hasPrefix("disgust called anger"))
    #expect(labels[4] == labels[0])
    #expect(result["stops"] as? Int == 1)
  }

  @Test func showsTheFacesOfACell() throws {
    let result = try run(
      """
      const closer = document.getElementById("closer");
      const state = () => ({
        found: closer.querySelector(".found").textContent,
        cards: closer.querySelectorAll(".judged li").length,
        marked: document.querySelectorAll("#matrices [aria-current]").length,
        labels: new Set([...closer.querySelectorAll(".judged p b")].map((b) => b.textContent)).size,
      });
      document.querySelector("[data-ages] [data-value='5']").click();
      const cell = [...document.querySelectorAll("#matrices td button")].find((button) =>
        button.dataset.cell === "1 4 3 3");
      result.count = Number(cell.querySelector(".count").textContent);
      cell.click();
      result.cell = state();
      result.isFocused = document.activeElement === closer.querySelector(".found");
      const form = closer.querySelector("form");
      form.elements.source.value = "0";
      form.dispatchEvent(new Event("change"));
      result.oneSource = state();
      for (const name of ["group", "emotion", "predicted", "source"]) form.elements[name].value = "";
      form.dispatchEvent(new Event("change"));
      result.everything = state();
      closer.querySelector("[data-more]").click();
      result.more = state();
      form.elements.group.value = "0";
      form.dispatchEvent(new Event("change"));
      result.toddlers = [closer.querySelectorAll(".judged li .hidden-face").length,
        closer.querySelectorAll(".judged img").length];
      """)
    #expect(result["errors"] as? [String] == [])
    let count = try #require(result["count"] as? Int)
    let cell = try #require(result["cell"] as? [String: Any])
    #expect((cell["found"] as? String)?.hasPrefix("\(count) test faces match;") == true)
    #expect(cell["cards"] as? Int ?? 0 >= 4)
    #expect(cell["marked"] as? Int == 1)
    #expect(result["isFocused"] as? Bool == true)
    let oneSource = try #require(result["oneSource"] as? [String: Any])
    #expect(oneSource["cards"] as? Int ?? 99 < cell["cards"] as? Int ?? 0)
    let everything = try #require(result["everything"] as? [String: Any])
    let test = Demo.predictions.rows.count { $0.split == "test" } / 2
    #expect((everything["found"] as? String)?.hasPrefix("\(test) test faces match;") == true)
    #expect(everything["cards"] as? Int == 12)
    #expect((result["more"] as? [String: Any])?["cards"] as? Int == 24)
    let toddlers = try #require(result["toddlers"] as? [Int])
    #expect(toddlers[0] > 0 && toddlers[1] == 0)
  }

  /// Every bar has its name at its foot, whole and inside the face's card.
  @Test func barsOfProbabilitiesHaveNames() throws {
    let result = try run(
      """
      const card = document.querySelector("#closer .judged li");
      const bars = card.querySelector(".bars");
      result.names = [...bars.querySelectorAll(".foot")].map((foot) => foot.textContent);
      const outside = card.getBoundingClientRect();
      const places = [...bars.children].map((bar) =>
        [bar.querySelector("i"), bar.querySelector(".foot")].map((part) => part.getBoundingClientRect()));
      result.isBelow = places.every(([bar, foot]) => foot.top >= bar.bottom
        && Math.abs((foot.left + foot.right) - (bar.left + bar.right)) < 8);
      result.isInside = places.every(([, foot]) => foot.height > 10
        && foot.right <= outside.right + 1 && foot.bottom <= outside.bottom + 1);
      result.bold = bars.querySelectorAll(".label-bar").length;
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(
      result["names"] as? [String] == [
        "anger", "disgust", "fear", "happy", "neutral", "sad", "surprise",
      ])
    #expect(result["isBelow"] as? Bool == true && result["isInside"] as? Bool == true)
    #expect(result["bold"] as? Int == 1)
  }

  @Test func hidesAllFacesAtOnce() throws {
    let result = try run(
      """
      const visible = () => [...document.querySelectorAll("img")]
        .filter((image) => getComputedStyle(image).visibility === "visible").length;
      const button = document.querySelector("[data-hide-faces]");
      result.states = [visible() > 0];
      button.click();
      result.states.push(visible() === 0, button.getAttribute("aria-pressed") === "true");
      button.click();
      result.states.push(visible() > 0);
      """)
    #expect(result["errors"] as? [String] == [])
    #expect(result["states"] as? [Bool] == [true, true, true, true])
  }

  /// With a clipboard of the test's own: the browser's predictions in real time, of which virtual time
  /// leaves too little on a busy machine.
  @Test(arguments: [true, false]) func copiesOrSelects(allowsCopying: Bool) throws {
    let result = try run(
      """
      result.copied = [];
      const writeText = async (text) => {
        if (!\(allowsCopying)) throw new DOMException("forbidden", "NotAllowedError");
        result.copied.push(text);
      };
      Object.defineProperty(navigator, "clipboard", { value: { writeText } });
      result.said = [];
      result.selected = [];
      for (const button of document.querySelectorAll("[data-copy]:not(.small > *)")) {
        button.click();
        const status = button.parentElement.querySelector("[role=status]");
        for (let i = 0; i < 100 && !status.textContent; i++) await pause();
        result.said.push(status.textContent);
        result.selected.push(getSelection().toString().length > 0);
      }
      """)
    #expect(result["errors"] as? [String] == [])
    let said = try #require(result["said"] as? [String])
    #expect(said.count == 3)
    #expect(said.allSatisfy { $0.hasPrefix(allowsCopying ? "Copied" : "Selected") })
    #expect(result["selected"] as? [Bool] == Array(repeating: !allowsCopying, count: 3))
    let copied = try #require(result["copied"] as? [String])
    #expect(copied.count == (allowsCopying ? 3 : 0) && copied.allSatisfy { !$0.isEmpty })
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
    // The page's four and the two of this test.
    #expect(result["scripts"] as? Int == 6)
    #expect(result["isHacked"] as? Bool == false)
    #expect(result["title"] as? String == hostile)
    #expect(result["drawn"] as? Int == 38)
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
