// The first time that a section uses a term of the glossary, it links to what the term means, and says it beside
// the word: on hover, on focus and at the first touch, until Escape.
const bubble = document.createElement("div");
bubble.className = "bubble";
bubble.setAttribute("role", "tooltip");
bubble.hidden = true;
document.body.append(bubble);

const definitions = new Map();
for (const name of document.querySelectorAll(".terms dt")) {
  for (const words of name.dataset.words.split("|")) definitions.set(words.toLowerCase(), name.nextElementSibling);
}
const words = [...definitions.keys()].sort((one, other) => other.length - one.length)
  .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
const pattern = new RegExp(`(?<![\\p{L}\\p{N}-])(${words.join("|")})(?![\\p{L}\\p{N}-])`, "giu");
// Where a link would be in the way of something else.
const unmarked = "a, button, h1, h2, h3, summary, code, pre, svg, select, label, nav, .chart, .closer, .terms, .run";

for (const part of words.length ? document.querySelectorAll("header, main section") : []) {
  const seen = new Set();
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (texts.nextNode()) nodes.push(texts.currentNode);
  for (const node of nodes) {
    if (!node.data.trim() || node.parentElement.closest(unmarked)) continue;
    const pieces = [];
    let end = 0;
    for (const match of node.data.matchAll(pattern)) {
      const definition = definitions.get(match[0].toLowerCase());
      if (seen.has(definition)) continue;
      seen.add(definition);
      const link = document.createElement("a");
      link.className = "term";
      link.href = `#${definition.id}`;
      link.setAttribute("aria-describedby", definition.id);
      link.textContent = match[0];
      pieces.push(node.data.slice(end, match.index), link);
      end = match.index + match[0].length;
    }
    if (pieces.length) node.replaceWith(...pieces, node.data.slice(end));
  }
}

let explained = null;
let leaving = 0;
function explain(link) {
  clearTimeout(leaving);
  explained = link;
  bubble.textContent = document.getElementById(link.hash.slice(1)).textContent;
  bubble.hidden = false;
  const place = link.getBoundingClientRect();
  const left = Math.max(8, Math.min(place.left, document.documentElement.clientWidth - bubble.offsetWidth - 8));
  const hasRoom = place.bottom + 6 + bubble.offsetHeight < innerHeight;
  const top = hasRoom ? place.bottom + 6 : place.top - 6 - bubble.offsetHeight;
  bubble.style.left = `${left + scrollX}px`;
  bubble.style.top = `${top + scrollY}px`;
}
function leave() {
  explained = null;
  bubble.hidden = true;
}

let isFirstTouch = false;
for (const link of document.querySelectorAll("a.term")) {
  link.addEventListener("pointerenter", () => explain(link));
  link.addEventListener("pointerleave", () => { leaving = setTimeout(leave, 200); });
  link.addEventListener("focus", () => explain(link));
  link.addEventListener("blur", leave);
  link.addEventListener("pointerdown", (event) => {
    isFirstTouch = event.pointerType === "touch" && document.activeElement !== link;
  });
  link.addEventListener("click", (event) => {
    if (!isFirstTouch) return leave();
    event.preventDefault();
    isFirstTouch = false;
    link.focus();
  });
}
bubble.addEventListener("pointerenter", () => clearTimeout(leaving));
bubble.addEventListener("pointerleave", leave);
addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });
