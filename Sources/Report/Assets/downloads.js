// Buttons below each figure that save it: as it is seen (SVG, and PNG of 300 dots per inch), and its numbers (CSV).
const dotsPerInch = 300;
for (const figure of document.querySelectorAll("figure[id^=figure-]")) {
  const table = figure.querySelector("table");
  if (!figure.querySelector(".chart") || !table) continue;
  const name = figure.id.slice("figure-".length);
  const line = document.createElement("p");
  line.className = "downloads";
  line.append("Save ");
  for (const [label, content] of [
    ["SVG", () => new Blob([drawing(figure).text], { type: "image/svg+xml" })],
    ["PNG", () => bitmap(drawing(figure))],
    ["CSV", () => new Blob([cells(table)], { type: "text/csv" })],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-label", `Save ${name} as ${label}`);
    button.addEventListener("click", async () => save(await content(), `${name}.${label.toLowerCase()}`));
    line.append(button);
  }
  figure.querySelector("details").before(line);
}

function save(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// All drawings of a figure with their key and the titles of panels, in one SVG; colours as the page has them now.
function drawing(figure) {
  const style = getComputedStyle(document.documentElement);
  const resolved = (text) => text.replace(/var\((--[\w-]+)\)/g, (whole, name) => style.getPropertyValue(name).trim());
  const frame = figure.getBoundingClientRect();
  const place = (element) => {
    const box = element.getBoundingClientRect();
    return { x: box.left - frame.left, y: box.top - frame.top, width: box.width, height: box.height };
  };
  const parts = [];
  let bottom = 0;
  for (const drawing of figure.querySelectorAll(".key svg, .chart svg")) {
    const { x, y, width, height } = place(drawing);
    const copy = drawing.cloneNode(true);
    for (const [key, value] of Object.entries({ x, y, width, height })) copy.setAttribute(key, value);
    parts.push(resolved(new XMLSerializer().serializeToString(copy)));
    bottom = Math.max(bottom, y + height);
  }
  const namespace = figure.querySelector(".chart svg").namespaceURI;
  const writer = document.createElementNS(namespace, "text");
  for (const words of figure.querySelectorAll(".key li, .panel-title")) {
    const { x, y, height } = place(words);
    const drawing = words.querySelector("svg");
    const font = getComputedStyle(words);
    writer.textContent = words.textContent.trim();
    writer.setAttribute("x", drawing ? place(drawing).x + place(drawing).width + 6 : x);
    writer.setAttribute("y", y + height / 2);
    writer.setAttribute("dominant-baseline", "central");
    writer.setAttribute("fill", font.color);
    writer.setAttribute("font-family", font.fontFamily.replaceAll('"', "'"));
    writer.setAttribute("font-size", font.fontSize);
    parts.push(new XMLSerializer().serializeToString(writer));
  }
  const [width, height] = [Math.ceil(frame.width), Math.ceil(bottom)];
  const text = `<svg xmlns="${namespace}" width="${width}" height="${height}" `
    + `viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" `
    + `fill="${style.getPropertyValue("--surface").trim()}"/>${parts.join("")}</svg>`;
  return { text, width, height };
}

async function bitmap({ text, width, height }) {
  const scale = dotsPerInch / 96;
  const image = new Image();
  await new Promise((done, failed) => {
    image.onload = done;
    image.onerror = failed;
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const content = atob(canvas.toDataURL("image/png").split(",")[1]);
  return withResolution(Uint8Array.from(content, (letter) => letter.charCodeAt(0)));
}

// Without it, programs take an image of 300 dots per inch for one of 72, four times as large: the chunk pHYs of
// PNG (dots per metre), after the header, which ends at byte 33.
function withResolution(bytes) {
  const chunk = new DataView(new ArrayBuffer(21));
  const dotsPerMetre = Math.round(dotsPerInch / 0.0254);
  chunk.setUint32(0, 9);
  [..."pHYs"].forEach((letter, place) => chunk.setUint8(4 + place, letter.charCodeAt(0)));
  chunk.setUint32(8, dotsPerMetre);
  chunk.setUint32(12, dotsPerMetre);
  chunk.setUint8(16, 1);
  let sum = -1;
  for (let place = 4; place < 17; place++) {
    sum ^= chunk.getUint8(place);
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  chunk.setUint32(17, ~sum);
  return new Blob([bytes.subarray(0, 33), chunk.buffer, bytes.subarray(33)], { type: "image/png" });
}

function cells(table) {
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [...table.rows].map((row) =>
    [...row.cells].map((cell) => quoted(cell.textContent.trim())).join(",")).join("\r\n") + "\r\n";
}
