// Tables of numbers that belong to no figure can be copied into a spreadsheet.
for (const [place, region] of [...document.querySelectorAll("main .scroll")].entries()) {
  const table = region.querySelector("table:not(.provenance):not(.facts)");
  if (!table || region.closest("figure")) continue;
  table.id ||= `table-${place}`;
  const line = document.createElement("p");
  line.className = "copy small";
  line.innerHTML = '<button type="button">Copy table</button><span role="status"></span>';
  line.firstChild.dataset.copy = table.id;
  region.after(line);
}

// Copies an element's text; where the browser forbids that, selects it.
for (const button of document.querySelectorAll("[data-copy]")) {
  const status = button.parentElement.querySelector("[role=status]");
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const text = source.matches("table")
      ? [...source.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join("\t")).join("\n")
      : source.innerText;
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(source);
      status.textContent = "Selected: copy it with Ctrl+C.";
    }
  });
}
