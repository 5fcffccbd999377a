// What an opened entry shows.
const pair = (left, right) => make("div", { class: "pair" }, left, right);
const headed = (head, inside) => make("div", {}, make("p", { class: "head" }, bdi(head)), inside);

// The ways to look at a change of text: its words woven together, both texts beside each other, and their markup.
const views = {
  words: ["Words", (cell, lang) => (cell.runs.length ? [
    cell.what === "markup changed" ? make("p", { class: "small soft" }, "The words stay; the markup changes:") : null,
    woven(cell.runs, lang),
  ] : [shown(cell.after ?? cell.before, lang, cell.after ? "ins" : "del")])],
  beside: ["Side by side", (cell, lang) => [
    pair(headed("before", half(cell.runs, lang, 1)), headed("after", half(cell.runs, lang, 2)))]],
  source: ["Source", (cell, lang) => {
    const source = (value) => (value === null ? make("p", { class: "soft" }, "nothing")
      : make("p", { class: "content code", dir: "auto", lang }, value.source || value.text));
    return [cell.before && cell.after ? pair(headed("before", source(cell.before)), headed("after", source(cell.after)))
      : source(cell.after ?? cell.before)];
  }],
};
const viewed = (cell, lang, where) => {
  const names = ["words", ...(cell.runs.length ? ["beside"] : []),
    ...((cell.before ?? cell.after).source || (cell.after ?? cell.before).source ? ["source"] : [])];
  const inside = make("div");
  const buttons = names.map((name) => make("button", { type: "button", "data-view": name,
    on: { click: () => { remember("isogloss:view", name); look(name); } } }, views[name][0]));
  const look = (name) => {
    const there = names.includes(name) ? name : "words";
    inside.replaceChildren(...views[there][1](cell, lang).filter(Boolean));
    for (const button of buttons) button.setAttribute("aria-pressed", button.dataset.view === there);
  };
  look(recall("isogloss:view", "words"));
  return names.length > 1 ? [make("div", { class: "views", role: "group", "aria-label": `How ${where} is shown` }, buttons), inside]
    : [inside];
};

const changedTo = (cell, lang) => {
  const { before, after } = cell;
  if (before.file || after.file) return pair(headed("before", shown(before, lang, "del")), headed("after", shown(after, lang, "ins")));
  return make("p", { class: "content" },
    make("bdi", { lang }, make("del", {}, before.text)), before.left ? skipped(before.left) : null, " → ",
    make("bdi", { lang }, make("ins", {}, after.text)), after.left ? skipped(after.left) : null);
};

// The pictures of a list, where the page has any, under the words of it.
const gallery = (value, lang) => make("div", { class: "gallery" }, (value?.files ?? []).filter((each) => each.image).map((each) => fileOf(each, lang)));
const pictured = (value) => value?.files?.some((each) => "picture" in each || "unseen" in each);
const galleries = (cell, lang) => {
  const { before, after } = cell;
  if (!pictured(before) && !pictured(after)) return [];
  return [before && after ? pair(headed("before", gallery(before, lang)), headed("after", gallery(after, lang)))
    : gallery(after ?? before, lang)];
};

const cellOf = (cell, variant, key) => {
  const { lang } = variant;
  const address = addressOf(...key, variant.locale, cell.field);
  const where = `${variant.name} · ${cell.name}`;
  const inside = !cell.runs.length && cell.before && cell.after ? [changedTo(cell, lang)] : viewed(cell, lang, where);
  inside.push(...galleries(cell, lang));
  inside.push(...cell.hints.map((hint) => make("p", { class: "hint" }, make("bdi", { dir: "auto" }, hint))));
  const mark = { "data-cell": address };
  return [
    make("dt", mark, bdi(cell.name), " ", copying(address, `Link to ${where}`)),
    make("dd", mark, ...inside),
  ];
};

const variantOf = (variant, key) => make("section", { class: "variant", "data-locale": variant.locale },
  make("h4", { "data-cell": addressOf(...key, variant.locale) },
    bdi(variant.name), make("span", { class: "soft" }, " on "), bdi(variant.side), " ",
    variant.verbs.map(([verb, word]) => [tag(word, verb), " "]).flat(),
    variant.states ? make("span", { class: "soft small" }, bdi(variant.states)) : null),
  variant.cells.length
    ? make("dl", { class: "cells" }, variant.cells.map((cell) => cellOf(cell, variant, key)).flat()) : null);

const noteOf = (note, key, words) => {
  const address = note.locale ? addressOf(...key, note.locale, ...(note.field ? [note.field] : [])) : null;
  const parts = [make("p", { "data-cell": address },
    make("span", { class: "soft small" }, `${words[note.risk]} `), tag(note.tag, "held"),
    note.where ? [" ", bdi(note.where)] : null, note.id ? [" ", make("code", {}, note.id)] : null)];
  if (note.sides) {
    const [left, right] = note.sides;
    const side = (found, mine) => headed(found.side, found.said ? make("p", {}, bdi(found.said))
      : note.runs.length ? half(note.runs, note.lang, mine) : shown(found.value, note.lang));
    if (note.edits) {
      // Three panes: what both had, and what each side made of it.
      const edited = (found, runs) => headed(`${found.side} now`,
        runs.length ? woven(runs, note.lang) : shown(found.value, note.lang));
      parts.push(make("div", { class: "three" }, headed("both had", shown(note.had, note.lang)),
        edited(left, note.edits[0]), edited(right, note.edits[1])));
    } else parts.push(pair(side(left, 1), side(right, 2)));
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
      make("span", { class: "id" }, bdi(key.join("/"))),
      body.links.filter(([, address]) => /^https?:\/\//.test(address)).map(([side, address]) => [" ", make("a",
        { href: address, target: "_blank", rel: "noopener noreferrer" }, "edit on ", bdi(side))]).flat()),
    ...body.notes.map((note) => noteOf(note, key, words)),
    ...body.variants.map((variant) => variantOf(variant, key)),
  ];
};
