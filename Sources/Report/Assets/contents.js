// Each section and figure has a link to itself.
for (const part of document.querySelectorAll("main section, figure[id]")) {
  const place = part.matches("section") ? part.querySelector("h2") : part.querySelector("figcaption");
  if (!place || !part.id) continue;
  const link = document.createElement("a");
  link.className = "permalink";
  link.href = `#${part.id}`;
  link.textContent = "#";
  link.setAttribute("aria-label", `Link to ${part.matches("section") ? "this section" : "this figure"}`);
  place.append(" ", link);
}

// A table that a link points to opens.
function openTable() {
  const part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (part?.matches("details")) part.open = true;
}
addEventListener("hashchange", openTable);
openTable();

// Marks the section being read in the contents.
const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link]));
const reading = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((each) => each.isIntersecting)) {
    for (const link of links.values()) link.removeAttribute("aria-current");
    links.get(entry.target.id)?.setAttribute("aria-current", "true");
  }
}, { rootMargin: "-20% 0px -70% 0px" });
for (const section of document.querySelectorAll("main section")) reading.observe(section);
