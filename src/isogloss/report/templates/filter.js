// Which rows are shown. A row: kind, name, label, verbs as bits, locales by number, risks as bits.
const [KIND, NAME, LABEL, VERBS, LOCALES, RISKS] = [0, 1, 2, 3, 4, 5];
const NOTHING = 1 << 30; // asked for: no verb, or any risk

const plainly = (text) => text.normalize("NFKC").toLowerCase();

// For each row, what the text is looked for in: made once, when somebody first types.
let haystack = null;
const haystackOf = (data) => {
  haystack ??= data.rows.map((row) => plainly(`${row[LABEL]} ${data.kinds[row[KIND]]}/${row[NAME]}`));
  return haystack;
};

const bitOf = (value, count) => (value === "" ? 0 : Number(value) < count ? 1 << Number(value) : NOTHING);

const wordsIn = (text) => plainly(text).split(/\s+/).filter(Boolean);

const passing = (data, wanted) => {
  const words = wordsIn(wanted.text);
  const texts = words.length ? haystackOf(data) : null;
  const kind = wanted.kind === "" ? -1 : Number(wanted.kind);
  const locale = wanted.locale === "" ? -1 : Number(wanted.locale);
  const verb = bitOf(wanted.verb, data.verbs.length), risk = bitOf(wanted.risk, data.risks.length);
  const found = [];
  data.rows.forEach((row, n) => {
    if (kind >= 0 && row[KIND] !== kind) return;
    if (verb && (verb === NOTHING ? row[VERBS] : !(row[VERBS] & verb))) return;
    if (risk && (risk === NOTHING ? !row[RISKS] : !(row[RISKS] & risk))) return;
    if (locale >= 0 && !row[LOCALES].includes(locale)) return;
    if (texts && !words.every((word) => texts[n].includes(word))) return;
    found.push(n);
  });
  return found;
};

// What rows of one kind come to: how many, and how many meet each verb.
const totalled = (data, rows) => {
  const counts = data.verbs.map(() => 0);
  let none = 0;
  for (const n of rows) {
    const bits = data.rows[n][VERBS];
    if (!bits) none += 1;
    else for (let verb = 0; verb < counts.length; verb += 1) counts[verb] += (bits >> verb) & 1;
  }
  const said = counts.map((count, verb) => (count ? `${number(count)} ${data.verbs[verb][1]}` : "")).filter(Boolean);
  if (none) said.push(`${number(none)} with nothing to write`);
  return `${many(rows.length, "entry", "entries")}: ${said.join(", ")}`;
};

// The boxes above the list; ``changed`` is told what is wanted, each time that it is something else.
const filterBar = (data, changed) => {
  const counts = { kind: [], verb: [0], risk: [0], locale: [] };
  const count = (name, at) => { counts[name][at] = (counts[name][at] ?? 0) + 1; };
  for (const row of data.rows) {
    count("kind", row[KIND]);
    for (const locale of row[LOCALES]) count("locale", locale);
    for (let n = 0; n < data.verbs.length; n += 1) if ((row[VERBS] >> n) & 1) count("verb", n);
    for (let n = 0; n < data.risks.length; n += 1) if ((row[RISKS] >> n) & 1) count("risk", n);
    if (!row[VERBS]) count("verb", data.verbs.length);
    if (row[RISKS]) count("risk", data.risks.length);
  }
  const wanted = { kind: "", locale: "", verb: "", risk: "", text: "" };
  const set = (name, value) => { wanted[name] = value; changed(wanted); };
  const chooser = (name, title, any, words) => {
    const there = words.map((word, n) => [word, n]).filter(([, n]) => counts[name][n]);
    if (name === "locale") there.sort(([one], [other]) => (one < other ? -1 : 1));
    const select = make("select", { id: `by-${name}`, on: { change: () => set(name, select.value) } },
      make("option", { value: "" }, any),
      there.map(([word, n]) => make("option", { value: n }, `${word} (${number(counts[name][n])})`)));
    return make("label", { for: `by-${name}` }, make("span", {}, title), select);
  };
  const verbs = [...data.verbs.map(([, word]) => word), "nothing to write"];
  const risks = [...data.risks.map(([, word]) => word), "any"];
  const search = make("input", { id: "by-text", type: "search", autocomplete: "off", spellcheck: "false",
    placeholder: "title, key or words of a text", on: { input: () => set("text", search.value) } });
  const bar = make("form", { class: "bar", role: "search", "aria-label": "Filter entries", on: { submit: (event) => event.preventDefault() } },
    make("label", { for: "by-text" }, make("span", {}, "Text"), search),
    chooser("kind", "Kind", "all", data.kinds),
    chooser("verb", "What happens", "anything", verbs),
    chooser("locale", "Locale", "all", data.locales.map(([, word]) => word)),
    chooser("risk", "To look at", "everything", risks));
  const put = (asked) => {
    Object.assign(wanted, { kind: "", locale: "", verb: "", risk: "", text: "" }, asked);
    for (const [name, value] of Object.entries(wanted)) bar.querySelector(`#by-${name}`).value = value;
    changed(wanted);
  };
  return { bar, put, wanted };
};
