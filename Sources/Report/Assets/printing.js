// Paper cannot be clicked: cards are printed open.
const cards = [...document.querySelectorAll("details.card")];
let openCards = [];
addEventListener("beforeprint", () => {
  openCards = cards.filter((card) => card.open);
  for (const card of cards) card.open = true;
});
addEventListener("afterprint", () => {
  for (const card of cards) card.open = openCards.includes(card);
});
