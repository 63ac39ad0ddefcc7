// Draws the charts, from the top of the page, one after the other with time between them for the
// reader. From a syntax tree: the page's policy allows no code made from text.
const specs = JSON.parse(document.getElementById("charts").textContent);
const views = new Map();
let turn = Promise.resolve();
for (const place of document.querySelectorAll(".chart")) {
  const name = place.id.slice("chart-".length);
  turn = turn.then(() => new Promise((next) => setTimeout(next))).then(() => draw(place, specs[name]));
  views.set(name, turn);
}
// Charts push down what stands below them: a link into the page is followed again when all are there, unless the
// reader has gone elsewhere.
let isReading = false;
for (const event of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  addEventListener(event, () => { isReading = true; }, { once: true, passive: true });
}
turn.then(() => {
  if (isReading || !location.hash) return;
  document.getElementById(decodeURIComponent(location.hash.slice(1)))
    ?.scrollIntoView({ behavior: "instant" });
}).then(() => {
  document.documentElement.dataset.charts = "drawn";
});

async function draw(place, spec) {
  // The library would describe the drawing in words of its own.
  spec = { ...spec, description: place.getAttribute("aria-label") };
  try {
    return (await vegaEmbed(place, spec, { actions: false, renderer: "svg", ast: true })).view;
  } catch (error) {
    console.error(error);
    place.textContent = "This chart could not be drawn. Its numbers are in the table below.";
    place.classList.add("missing");
    return null;
  }
}
