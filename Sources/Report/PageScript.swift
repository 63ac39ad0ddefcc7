/// What the page does: draws the charts and answers its buttons.
enum PageScript {
  static let source = """
    "use strict";
    (() => {
      const specs = JSON.parse(document.getElementById("charts").textContent);

      // Drawn from a syntax tree: the page's policy allows no code made from text.
      const options = { actions: false, renderer: "svg", ast: true };
      const views = new Map();
      for (const [name, spec] of Object.entries(specs)) {
        const place = document.getElementById("chart-" + name);
        views.set(name, draw(place, spec));
      }

      async function draw(place, spec) {
        try {
          return (await vegaEmbed(place, spec, options)).view;
        } catch (error) {
          console.error(error);
          place.textContent = "This chart could not be drawn. Its numbers are in the table below.";
          place.classList.add("missing");
          return null;
        }
      }

      Promise.all(views.values()).then(() => {
        document.documentElement.dataset.charts = "drawn";
      });

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

      const matrices = document.getElementById("matrices");
      if (matrices) {
        onChoice(matrices.querySelector("[data-cells]"), (value) => {
          matrices.classList.toggle("show-counts", value === "counts");
        });
        onChoice(matrices.querySelector("[data-groups]"), (value) => {
          for (const row of matrices.querySelectorAll("[data-group]")) {
            row.hidden = value !== "all" && row.dataset.group !== value;
          }
        });
      }

      for (const button of document.querySelectorAll("[data-copy]")) {
        button.addEventListener("click", async () => {
          const source = document.getElementById(button.dataset.copy);
          const status = document.getElementById("copied");
          try {
            await navigator.clipboard.writeText(source.innerText);
            status.textContent = "Copied.";
          } catch {
            getSelection().selectAllChildren(source);
            status.textContent = "Selected: copy it with Ctrl+C.";
          }
        });
      }

      // Paper cannot be clicked: method cards are printed open.
      const cards = [...document.querySelectorAll("details.card")];
      let openCards = [];
      addEventListener("beforeprint", () => {
        openCards = cards.filter((card) => card.open);
        for (const card of cards) card.open = true;
      });
      addEventListener("afterprint", () => {
        for (const card of cards) card.open = openCards.includes(card);
      });
    })();
    """
}
