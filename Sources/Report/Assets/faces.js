// The faces behind the numbers: filters, and the cells of the matrices, choose which are shown.
const closer = document.getElementById("closer");
if (closer) {
  const data = JSON.parse(document.getElementById("judged-faces").textContent);
  const filters = closer.querySelector("form");
  const list = closer.querySelector(".judged");
  const found = closer.querySelector(".found");
  const more = closer.querySelector("[data-more]");
  // What a cell of a matrix stands for, in the order of its data.
  const cellChoices = ["model", "group", "emotion", "predicted"];
  const page = 12;
  let limit = page;
  const count = (number) => number.toLocaleString("en-GB");

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  // Text from data keeps its own writing direction.
  const isolated = (text) => element("bdi", "", text);

  const image = (face) => {
    const place = element("div", "image");
    if (!face.image) {
      place.append(element("span", "hidden-face", face.isHidden ? "not shown" : "no image"));
      return place;
    }
    const image = element("img");
    image.src = face.image;
    image.width = image.height = 64;
    image.alt = "Face labelled " + data.emotions[face.emotion];
    place.append(image);
    return place;
  };

  // The most probable label in words, then a bar for each with its name at its foot.
  const prediction = (face, model) => {
    const [predicted, ...perMille] = face.predictions[model];
    const line = element("div", "prediction");
    const bars = element("span", "bars " + data.models[model].style);
    const percent = (value) => (value / 10).toFixed(0) + "%";
    const words = data.emotions.map((name, index) => name + " " + percent(perMille[index]));
    bars.setAttribute("role", "img");
    bars.setAttribute("aria-label", data.models[model].name + ": " + words.join(", "));
    bars.title = words.join(", ");
    perMille.forEach((value, index) => {
      const place = element("span", index === face.emotion ? "label-bar" : "");
      const bar = element("i");
      bar.style.height = Math.max(4, value / 10) + "%";
      const track = element("span", "track");
      track.append(bar);
      place.append(track, element("span", "foot", data.emotions[index]));
      bars.append(place);
    });
    const text = element("span");
    text.append(element("span", "soft", data.models[model].short + ": "),
      element("b", "", data.emotions[predicted]), " " + percent(perMille[predicted]));
    line.append(text, bars);
    return line;
  };

  const card = (face) => {
    const item = element("li");
    const about = element("div");
    const facts = element("p");
    facts.append("labelled ", element("b", "", data.emotions[face.emotion]));
    const details = element("p", "soft");
    details.append(face.age === null ? "age unknown" : face.age.toFixed(1) + " years");
    if (face.source !== null) details.append(" · ", isolated(data.sources[face.source]));
    about.append(facts, details);
    face.predictions.forEach((given, model) => { if (given) about.append(prediction(face, model)); });
    item.append(image(face), about);
    return item;
  };

  // An empty choice matches everything.
  const chosen = () => Object.fromEntries(new FormData(filters));
  const matches = (choice, model, group, source, emotion, predicted) =>
    Number(choice.model) === model && (choice.group === "" || Number(choice.group) === group)
    && (!choice.source || Number(choice.source) === source)
    && (choice.emotion === "" || Number(choice.emotion) === emotion)
    && (choice.predicted === "" || (choice.predicted === "right" ? predicted === emotion
      : choice.predicted === "wrong" ? predicted !== emotion
      : Number(choice.predicted) === predicted));

  function show() {
    const choice = chosen();
    const model = Number(choice.model);
    const faces = data.faces.filter((face) => face.predictions[model]
      && matches(choice, model, face.group, face.source, face.emotion, face.predictions[model][0]));
    const total = data.counts.reduce((sum, [of, group, source, emotion, predicted, number]) =>
      sum + (matches(choice, of, group, source, emotion, predicted) ? number : 0), 0);
    found.textContent = total === 0 ? "No test face matches."
      : `${count(total)} test ${total === 1 ? "face matches" : "faces match"}; `
        + (faces.length === total ? "all are shown."
          : `${count(faces.length)} ${faces.length === 1 ? "is" : "are"} shown (random sample).`);
    list.replaceChildren(...faces.slice(0, limit).map(card));
    more.hidden = faces.length <= limit;
    for (const button of document.querySelectorAll("#matrices td button")) {
      const cell = button.dataset.cell?.split(" ");
      const isShown = cell && cellChoices.every((name, place) => cell[place] === choice[name]);
      if (isShown) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  const again = () => {
    limit = page;
    show();
  };
  filters.addEventListener("change", again);
  filters.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => {
    limit += page;
    show();
  });
  document.getElementById("matrices").addEventListener("click", (event) => {
    const button = event.target.closest("td button");
    if (!button) return;
    const cell = button.dataset.cell.split(" ");
    cellChoices.forEach((name, place) => { filters.elements[name].value = cell[place]; });
    if (filters.elements.source) filters.elements.source.value = "";
    again();
    closer.scrollIntoView({ block: "nearest" });
    found.focus({ preventScroll: true });
  });
  again();
}

for (const button of document.querySelectorAll("[data-hide-faces]")) {
  button.addEventListener("click", () => {
    const isHidden = document.body.classList.toggle("faces-hidden");
    for (const each of document.querySelectorAll("[data-hide-faces]")) {
      each.setAttribute("aria-pressed", String(isHidden));
    }
  });
}
