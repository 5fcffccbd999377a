// Elements out of text. Content comes in as text alone: nothing here reads markup.
const make = (name, facts = {}, ...inside) => {
  const element = document.createElement(name);
  for (const [fact, value] of Object.entries(facts)) {
    if (fact === "class") element.className = value ?? "";
    else if (fact === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (value !== null && value !== false) element.setAttribute(fact, value === true ? "" : value);
  }
  element.append(...inside.flat().filter((each) => each !== null && each !== ""));
  return element;
};
const number = (count) => count.toLocaleString("en");
const many = (count, one, more = `${one}s`) => `${number(count)} ${count === 1 ? one : more}`;
const bdi = (text) => make("bdi", {}, text);
const skipped = (count, more = "") => make("bdi", { class: "skipped", lang: "en" }, ` [… ${many(count, "character")}${more}] `);
const content = (lang, ...inside) => make("p", { class: "content", dir: "auto", lang }, ...inside);

// A word diff in one text. how: 0 stays, 1 goes, 2 comes.
const woven = (runs, lang) => content(lang, runs.map(([how, text, left, markup]) => [
  text === "" ? null
    : how === 2 ? make("ins", { class: markup ? "code" : null }, text)
    : how === 1 ? make("del", { class: markup ? "code" : null }, text)
    : markup ? make("span", { class: "code" }, text) : text,
  left ? skipped(left) : null,
]).flat());

// One of the two texts of a word diff, with what sets it apart.
const half = (runs, lang, mine) => content(lang, runs.filter(([how]) => how === 0 || how === mine).map(
  ([how, text, left]) => [text === "" ? null : how === 0 ? text : make("mark", {}, text), left ? skipped(left) : null],
).flat());

// A picture, where it is in the page; else why it is not. What it is, and its letters, are ours.
const packedPictures = document.querySelectorAll("script.pictures");
const unseen = (why) => make("p", { class: "small hint" }, "The picture is not here: ", bdi(why), ".");
const thumbnail = (value) => {
  if (value.unseen) return unseen(value.unseen);
  const packed = packedPictures[value.picture];
  if (!packed) return null;
  const image = make("img", { src: `data:${packed.dataset.sort};base64,${packed.textContent}`, alt: "",
    on: { error: () => image.replaceWith(unseen("this browser cannot show it")) } });
  return image;
};

// A file by its name, with its alternative text and its address; the address is text on purpose.
const fileOf = (value, lang, tag) => make("div", { class: "file" },
  make("p", {}, tag ? make(tag, { class: "whole" }, bdi(value.file)) : bdi(value.file)),
  thumbnail(value),
  value.alt ? make("p", { class: "small" }, "alternative text: ", make("bdi", { lang, dir: "auto" }, value.alt))
    : make("p", { class: "small soft" }, "no alternative text"),
  make("p", { class: "id" }, bdi(value.address)));

// Of a long text the beginning, and the rest for whoever asks.
const AT_ONCE = 1500;
const longOf = (value, lang, tag) => {
  const end = value.text.slice(0, AT_ONCE).search(/\s\S*$/);
  const begin = value.text.slice(0, end > 0 ? end : [...value.text.slice(0, AT_ONCE + 1)].slice(0, -1).join("").length);
  const holder = make("div");
  const more = make("button", { type: "button", on: { click: () => holder.replaceChildren(textOf(value, lang, tag)) } },
    `Show all ${many(value.text.length, "character")}`);
  holder.append(textOf({ text: begin, left: value.text.length - begin.length + (value.left ?? 0) }, lang, tag), more);
  return holder;
};
const textOf = (value, lang, tag) => content(
  lang, tag ? make(tag, { class: "whole" }, value.text) : value.text, value.left ? skipped(value.left, " more") : null,
);

const shown = (value, lang, tag = "") => {
  if (value === null) return make("p", { class: "soft" }, "nothing");
  if (value.file) return fileOf(value, lang, tag);
  if (value.text.length > 2 * AT_ONCE) return longOf(value, lang, tag);
  return textOf(value, lang, tag);
};
const tag = (word, sort) => make("span", { class: `tag ${sort}` }, word);
const tell = (words) => { document.getElementById("told").textContent = words; };

const addressOf = (...parts) => `#/${parts.map(encodeURIComponent).join("/")}`;
const copying = (address, label) => make("a", {
  class: "anchor", href: address, "aria-label": label, title: "Link to here; a click copies it",
  on: { click: () => copy(address) },
}, "#");
const copy = async (address) => {
  const whole = `${location.href.split("#")[0]}${address}`;
  try {
    await navigator.clipboard.writeText(whole);
    tell("The link is copied.");
  } catch {
    tell("The link is in the address bar.");
  }
};
