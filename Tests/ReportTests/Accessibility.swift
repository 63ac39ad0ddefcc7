/// Checks that run in the browser: contrast of text as WCAG 2 defines it (at least 4.5 : 1),
/// names for what is operated or seen, and heads for tables.
enum Accessibility {
  static let checks = #"""
    result.faults = [];
    result.isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (color) => {
      paint.clearRect(0, 0, 1, 1);
      paint.fillStyle = color;
      paint.fillRect(0, 0, 1, 1);
      return [...paint.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (color) => {
      const [r, g, b] = color.slice(0, 3).map((byte) => {
        const c = byte / 255;
        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const background = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const color = rgba(getComputedStyle(at).backgroundColor);
        if (color[3] === 255) return color;
      }
      return [255, 255, 255];
    };
    for (const details of document.querySelectorAll("details")) details.open = true;
    const isText = (node) => node.nodeType === 3 && node.textContent.trim() !== "";
    const texts = [...document.querySelectorAll("body *")].filter((element) =>
      element.getClientRects().length > 0 && [...element.childNodes].some(isText));
    for (const element of texts) {
      const style = getComputedStyle(element);
      const ink = rgba(element.namespaceURI.endsWith("svg") ? style.fill : style.color);
      const lights = [luminance(ink), luminance(background(element))].sort((a, b) => b - a);
      const contrast = (lights[0] + 0.05) / (lights[1] + 0.05);
      if (contrast < 4.5) {
        result.faults.push(`contrast ${contrast.toFixed(2)}: ${element.textContent.slice(0, 30)}`);
      }
    }
    result.checked = texts.length;
    const require = (selector, name, isFine) => {
      for (const element of document.querySelectorAll(selector)) {
        if (!isFine(element)) result.faults.push(`${name}: ${element.outerHTML.slice(0, 80)}`);
      }
    };
    require("img", "no alternative text", (image) => image.alt);
    require("[role=img], [role=region], [role=group]", "no label",
      (element) => element.getAttribute("aria-label"));
    require("button, summary, a", "no name",
      (element) => element.textContent.trim() || element.getAttribute("aria-label"));
    require("select, input", "no label", (control) => control.labels.length > 0);
    require("[aria-labelledby]", "no such label",
      (element) => document.getElementById(element.getAttribute("aria-labelledby")));
    const identifiers = [...document.querySelectorAll("[id]")].map((element) => element.id);
    for (const twice of identifiers.filter((id, place) => identifiers.indexOf(id) !== place)) {
      result.faults.push("the identifier " + twice + " twice");
    }
    const levels = [...document.querySelectorAll("h1, h2, h3")]
      .filter((heading) => heading.getClientRects().length > 0).map((h) => Number(h.localName[1]));
    levels.forEach((level, place) => {
      if (place > 0 && level > levels[place - 1] + 1) result.faults.push("a heading level is skipped");
    });
    if (document.documentElement.lang !== "en") result.faults.push("no language");
    require("table", "no caption", (table) => table.caption);
    require("th", "no scope", (head) => head.scope);
    require(".scroll", "not reachable by keyboard", (element) => element.tabIndex === 0);
    """#
}
