// The confusion matrices: one age group at a time, shares or counts, and arrow keys between cells.
const matrices = document.getElementById("matrices");
if (matrices) {
  onChoice(matrices.querySelector("[data-cells]"), (value) => {
    matrices.classList.toggle("show-counts", value === "counts");
  });

  const rows = [...matrices.querySelectorAll(".matrix-row")];
  const showGroup = (value) => {
    rows.forEach((row, position) => { row.hidden = position !== Number(value); });
  };
  onChoice(matrices.querySelector("[data-ages]"), showGroup);
  showGroup(0);

  // One stop for the tab key in each matrix.
  for (const table of matrices.querySelectorAll("table")) {
    const cells = [...table.querySelectorAll("tbody tr")]
      .map((row) => [...row.querySelectorAll("td:not(.total)")]
        .map((cell) => cell.querySelector("button")));
    const buttons = cells.flat().filter(Boolean);
    buttons.forEach((button, position) => { button.tabIndex = position === 0 ? 0 : -1; });
    const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    table.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (!step) return;
      let row = cells.findIndex((line) => line.includes(event.target));
      if (row < 0) return;
      let column = cells[row].indexOf(event.target);
      do {
        row += step[0];
        column += step[1];
      } while (cells[row] && column in cells[row] && !cells[row][column]);
      const next = cells[row]?.[column];
      if (!next) return;
      event.preventDefault();
      for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
      next.focus();
    });
  }
}
