// What an opened entry shows.
const pair = (left, right) => make("div", { class: "pair" }, left, right);
const headed = (head, inside) => make("div", {}, make("p", { class: "head" }, bdi(head)), inside);

const cellOf = (cell, variant, key, sides) => {
  const { lang } = variant;
  const address = addressOf(...key, variant.locale, cell.field);
  const where = `${variant.name} · ${cell.name}`;
  const inside = [];
  if (cell.runs.length) {
    if (cell.what === "markup changed") {
      inside.push(make("p", { class: "small soft" }, "The words stay; the markup changes:"));
    }
    inside.push(woven(cell.runs, lang));
  } else if (cell.what === "set") {
    inside.push(shown(cell.after, lang, "ins"));
  } else if (cell.what === "cleared") {
    inside.push(shown(cell.before, lang, "del"));
  } else {
    const [before, after] = [cell.before, cell.after];
    inside.push(make("p", { class: "content" },
      make("bdi", { lang }, make("del", {}, before.text)), before.left ? skipped(before.left) : null, " → ",
      make("bdi", { lang }, make("ins", {}, after.text)), after.left ? skipped(after.left) : null));
  }
  inside.push(...cell.hints.map((hint) => make("p", { class: "hint" }, make("bdi", { dir: "auto" }, hint))));
  const mark = { "data-cell": address };
  return [
    make("dt", mark, bdi(cell.name), " ", copying(address, `Link to ${where}`)),
    make("dd", mark, ...inside),
  ];
};

const variantOf = (variant, key, sides) => make("section", { class: "variant", "data-locale": variant.locale },
  make("h4", { "data-cell": addressOf(...key, variant.locale) },
    bdi(variant.name), make("span", { class: "soft" }, " on "), bdi(variant.side), " ",
    variant.verbs.map(([verb, word]) => [tag(word, verb), " "]).flat(),
    variant.states ? make("span", { class: "soft small" }, bdi(variant.states)) : null),
  variant.cells.length
    ? make("dl", { class: "cells" }, variant.cells.map((cell) => cellOf(cell, variant, key, sides)).flat()) : null);

const noteOf = (note, key, words) => {
  const address = note.locale ? addressOf(...key, note.locale, ...(note.field ? [note.field] : [])) : null;
  const parts = [make("p", { "data-cell": address },
    make("span", { class: "soft small" }, `${words[note.risk]} `), tag(note.tag, "held"),
    note.where ? [" ", bdi(note.where)] : null, note.id ? [" ", make("code", {}, note.id)] : null)];
  if (note.sides) {
    const [left, right] = note.sides;
    const side = (found, mine) => headed(found.side, found.said ? make("p", {}, bdi(found.said))
      : note.runs.length ? half(note.runs, note.lang, mine) : shown(found.value, note.lang));
    parts.push(pair(side(left, 1), side(right, 2)));
  }
  if (note.value) parts.push(shown(note.value, note.lang));
  parts.push(...note.said.map((each) => make("p", { class: "small" }, make("bdi", { dir: "auto" }, each))));
  return make("div", { class: `note${note.gone ? " gone" : ""}${["remark", "match", "decision"].includes(note.risk) ? " plain" : ""}` },
    ...parts.flat());
};

const entryOf = (body, key, data) => {
  const words = Object.fromEntries(data.risks);
  return [
    make("p", { class: "links small" }, copying(addressOf(...key), "Link to this entry"), " ",
      make("span", { class: "id" }, bdi(key.join("/")))),
    ...body.notes.map((note) => noteOf(note, key, words)),
    ...body.variants.map((variant) => variantOf(variant, key, data.sides)),
  ];
};
