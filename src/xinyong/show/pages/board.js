"use strict";
// Filters of the board: what is chosen stands in the address, so that a link shows the same claims.
const form = document.getElementById("filter");
const cards = [...document.querySelectorAll("article")];
const shown = document.getElementById("shown");
const apply = (remember) => {
  const chosen = Object.fromEntries(new FormData(form));
  let count = 0;
  for (const card of cards) {
    const text = (chosen.text || "").toLowerCase();
    const fits = Object.entries(chosen).every(([name, word]) =>
      word === "" || name === "text" || card.dataset[name].split("|").includes(word));
    card.hidden = !(fits && (text === "" || card.textContent.toLowerCase().includes(text)));
    count += card.hidden ? 0 : 1;
  }
  for (const side of document.querySelectorAll("section.side")) {
    side.hidden = [...side.querySelectorAll("article")].every((card) => card.hidden);
  }
  shown.textContent = `${count} of ${cards.length} claims`;
  if (remember) {
    const told = new URLSearchParams(Object.entries(chosen).filter(([, word]) => word !== ""));
    history.replaceState(null, "", told.size ? `?${told}` : location.pathname);
  }
};
form.hidden = false;
for (const [name, word] of new URLSearchParams(location.search)) {
  if (form.elements[name]) form.elements[name].value = word;
}
form.addEventListener("input", () => apply(true));
form.addEventListener("reset", () => setTimeout(() => apply(true)));
apply(false);
