// Keys on the list of conflicts. Whatever they do can be done without them, and without this script.
"use strict";

const cards = [...document.querySelectorAll(".card[tabindex]")];
const help = document.getElementById("keys");
document.documentElement.dataset.ready = "";

function at() {
  return cards.findIndex((card) => card.contains(document.activeElement));
}

function go(step) {
  const now = at();
  const next = now < 0 ? (step > 0 ? 0 : cards.length - 1) : now + step;
  if (cards[next]) {
    cards[next].focus({ preventScroll: true });
    cards[next].scrollIntoView({ block: "nearest" });
  }
}

function press(key) {
  const card = cards[at()] || (cards.length === 1 ? cards[0] : undefined);
  const found = card && card.querySelector(`[data-key="${key}"]`);
  if (found) found.click();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || (help && help.open) || !cards.length) return;
  if (event.key === "j" || event.key === "k") go(event.key === "j" ? 1 : -1);
  else if (event.key === "?") help.showModal();
  else if ("123eu".includes(event.key)) press(event.key);
  else return;
  event.preventDefault();
});

if (help) document.getElementById("open-keys")?.addEventListener("click", () => help.showModal());

// After a decision the next conflict is where the reader is.
const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (target && cards.includes(target)) target.focus();
