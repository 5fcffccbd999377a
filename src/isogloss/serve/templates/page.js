// Keys on the list of conflicts, and what mappings do just now. Whatever is done here can be done without this script.
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

// What is at work tells how far it is; once that has ended, the page says that there is more to see.
const lines = new Map([...document.querySelectorAll("[data-live]")].map((line) => [line.dataset.live, line]));
if (lines.size && window.EventSource) {
  const looked = document.getElementById("looked");
  const busy = new Set();
  new EventSource("/live").addEventListener("message", (event) => {
    const now = JSON.parse(event.data);
    for (const [name, line] of lines) {
      if (now[name]) {
        busy.add(name);
        line.textContent = now[name];
      } else if (busy.delete(name)) {
        const again = document.createElement("a");
        again.href = location.pathname;
        again.textContent = looked.dataset.again;
        line.replaceChildren(`${looked.dataset.ended} `, again);
      }
    }
  });
}

// After a decision the next conflict is where the reader is.
const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (target && cards.includes(target)) target.focus();
