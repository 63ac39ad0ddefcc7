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

for (const group of document.querySelectorAll("[data-chart][data-parameter]")) {
  onChoice(group, async (value) => {
    const view = await views.get(group.dataset.chart);
    if (view) await view.signal(group.dataset.parameter, value).runAsync();
  });
}
