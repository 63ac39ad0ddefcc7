// In a group of buttons one is pressed.
function onChoice(group, act) {
  group.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (!chosen) return;
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button === chosen));
    }
    act(chosen.dataset.value);
  });
}

// Words beside a chart follow its switches: each paragraph names the choices that it is about.
const chosen = new Map();
function follow(chart) {
  for (const text of document.querySelectorAll(`[data-follows="${chart}"] > *`)) {
    text.hidden = Object.entries(chosen.get(chart)).some(([parameter, value]) =>
      parameter in text.dataset && text.dataset[parameter] !== value);
  }
}

for (const group of document.querySelectorAll("[data-chart][data-parameter]")) {
  const { chart, parameter } = group.dataset;
  if (!chosen.has(chart)) chosen.set(chart, {});
  chosen.get(chart)[parameter] = group.querySelector("[aria-pressed=true]").dataset.value;
  onChoice(group, async (value) => {
    chosen.get(chart)[parameter] = value;
    follow(chart);
    const view = await views.get(group.dataset.chart);
    if (view) await view.signal(group.dataset.parameter, value).runAsync();
  });
}
