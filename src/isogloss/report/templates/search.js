// Words in the texts of entries. Titles and keys are at hand; the texts are packed, so they are looked into piece by
// piece, in the time between what a reader does.
const bodyWords = (body) => {
  const found = [];
  const take = (value) => { if (value) found.push(value.text, value.alt ?? ""); };
  for (const note of body.notes) {
    found.push(...note.said, note.id ?? "");
    take(note.value); take(note.had);
    for (const side of note.sides ?? []) take(side.value);
  }
  for (const variant of body.variants) for (const cell of variant.cells) { take(cell.before); take(cell.after); }
  return plainly(found.join("\n"));
};

// What was looked for is marked in what is there: as ranges of the browser's own, so that nothing in the page changes.
const marker = window.Highlight && window.CSS?.highlights ? new Highlight() : null;
if (marker) CSS.highlights.set("sought", marker);
const MARKED = 2000; // at most so many places at once
const markWords = (holder, words) => {
  if (!marker) return;
  marker.clear();
  const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  for (let node = words.length ? walker.nextNode() : null; node; node = walker.nextNode()) {
    const text = node.data.toLowerCase();
    if (text.length !== node.data.length) continue; // letters of another length: no place would be right
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        if (marker.size >= MARKED) return; // as they are: a range that followed changes would slow each of them down
        marker.add(new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + word.length }));
      }
    }
  }
};

const REMEMBERED = 60_000_000; // letters of texts that are kept once they were unpacked
const remembered = new Map();
let letters = 0;
const textsOf = async (piece) => {
  const known = remembered.get(piece);
  if (known) return known;
  const texts = (await unpack(pieces[piece])).map(bodyWords);
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  if (letters + size <= REMEMBERED) { remembered.set(piece, texts); letters += size; }
  return texts;
};

const PAUSE = 250; // milliseconds of rest before anything is unpacked
const TURN = 40; // milliseconds of work at a time
const rest = (time = 0) => new Promise((done) => { setTimeout(done, time); });

// Those of some rows, in order, whose title, key and texts hold all words; null where nobody wants to know any more.
const lookInto = async (data, words, rowsOf, wanted, told) => {
  await rest(PAUSE);
  if (!wanted()) return null;
  const titles = haystackOf(data), rows = rowsOf(), found = [];
  let at = 0, began = performance.now();
  for (let piece = 0; piece < pieces.length && at < rows.length; piece += 1) {
    const begin = data.begins[piece], end = data.begins[piece + 1] ?? data.rows.length;
    if (rows[at] >= end) continue;
    if (!wanted()) return null;
    const texts = await textsOf(piece);
    for (; at < rows.length && rows[at] < end; at += 1) {
      const row = rows[at];
      if (words.every((word) => titles[row].includes(word) || texts[row - begin].includes(word))) found.push(row);
    }
    if (performance.now() - began > TURN) { told(at / rows.length, found.length); await rest(); began = performance.now(); }
  }
  return wanted() ? found : null;
};
