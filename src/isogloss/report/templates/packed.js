// What is packed into the page: unpacked by the browser itself, a piece at a time, once it is looked at.
const unpack = async (element) => {
  const letters = atob(element.textContent);
  const bytes = new Uint8Array(letters.length);
  for (let n = 0; n < letters.length; n += 1) bytes[n] = letters.charCodeAt(n);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
};

const pieces = document.querySelectorAll("script.bodies");
const kept = new Map();
const KEPT = 48; // pieces in memory at once

// The body of a row: where it begins is noted for each piece.
const bodyOf = async (begins, row) => {
  let low = 0, high = begins.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (begins[middle] <= row) low = middle; else high = middle - 1;
  }
  let piece = kept.get(low);
  kept.delete(low);
  if (piece === undefined) piece = unpack(pieces[low]);
  kept.set(low, piece);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  return (await piece)[row - begins[low]];
};

// What a reader ticked or chose, kept in this browser for this plan; where that is forbidden, for as long as it is open.
const memory = new Map();
const remember = (name, value) => {
  memory.set(name, value);
  try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* a page from a disk may not */ }
};
const recall = (name, other) => {
  try {
    const found = localStorage.getItem(name);
    if (found !== null) return JSON.parse(found);
  } catch { /* as above */ }
  return memory.has(name) ? memory.get(name) : other;
};
