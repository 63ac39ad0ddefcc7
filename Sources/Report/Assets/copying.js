// Copies an element's text; where the browser forbids that, selects it.
for (const button of document.querySelectorAll("[data-copy]")) {
  const status = button.parentElement.querySelector("[role=status]");
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.innerText);
      status.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(source);
      status.textContent = "Selected: copy it with Ctrl+C.";
    }
  });
}
