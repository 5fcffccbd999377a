// The page: the list with its filter, links to places in it, and steps to tick off.
const app = document.getElementById("app");

// Steps are ticked off here, for as long as this browser remembers; what was done is seen by the next run.
const tickable = () => {
  const name = `isogloss:steps:${document.documentElement.dataset.plan}`;
  const done = new Set(recall(name, []));
  const steps = [...document.querySelectorAll("article.step")];
  const said = make("p", { class: "soft", role: "status" });
  const count = () => { said.textContent = `${number(steps.filter((each) => each.classList.contains("done")).length)} of ${number(steps.length)} ticked off in this browser.`; };
  for (const step of steps) {
    const words = step.querySelector("h3").textContent;
    const box = make("input", { type: "checkbox", on: { change: () => {
      done[box.checked ? "add" : "delete"](words);
      step.classList.toggle("done", box.checked);
      remember(name, [...done]);
      count();
    } } });
    box.checked = done.has(words);
    step.classList.toggle("done", box.checked);
    step.prepend(make("label", { class: "tick small soft" }, box, " done"));
  }
  if (steps.length) { steps[0].before(said); count(); }
};

const start = async () => {
  if (app === null) return; // there is no entry
  const data = await unpack(document.getElementById("data"));
  const holder = make("div", { id: "rows", tabindex: "-1" });
  const told = make("p", { id: "told", role: "status", class: "soft small" });
  app.replaceChildren(told, holder); // in its place before it is measured
  let sought = [], marking = 0;
  const list = listOf(data, holder, () => {
    cancelAnimationFrame(marking);
    marking = requestAnimationFrame(() => markWords(holder, sought));
  });
  const found = make("p", { id: "found", role: "status" });
  const clear = make("button", { type: "button", hidden: true, on: { click: () => filter.put({}) } }, "Clear the filter");
  const looking = make("progress", { max: "1", value: "0", hidden: true, "aria-label": "Looking into the texts" });
  let shownRows = [], turn = 0;
  const counted = (rows, more = "") => (rows.length === data.rows.length ? `All ${many(rows.length, "entry", "entries")}`
    : rows.length || more ? `${number(rows.length)} of ${many(data.rows.length, "entry", "entries")}${more}` : "No entry is so.");
  const filter = filterBar(data, async (wanted) => {
    const mine = turn += 1, locale = wanted.locale === "" ? "" : data.locales[Number(wanted.locale)][0];
    const words = sought = wordsIn(wanted.text), named = shownRows = passing(data, wanted);
    clear.hidden = !Object.values(wanted).some(Boolean);
    list.put(named, locale);
    // What is found begins at the top of the list, wherever its reader was.
    if (holder.getBoundingClientRect().top < 0) app.scrollIntoView({ block: "start", behavior: "instant" });
    looking.hidden = !words.length;
    looking.value = 0;
    found.textContent = counted(named, words.length ? "; looking into the texts" : "");
    if (!words.length) return;
    const others = () => { // as they are now: nothing else is wanted meanwhile, or nobody wants to know
      const there = new Set(named);
      return passing(data, { ...wanted, text: "" }).filter((row) => !there.has(row));
    };
    const more = await lookInto(data, words, others, () => mine === turn, (part, count) => {
      looking.value = part;
      found.textContent = counted(named, `; ${number(count)} more so far by their texts`);
    });
    if (more === null) return;
    looking.hidden = true;
    shownRows = [...named, ...more].sort((one, other) => one - other);
    found.textContent = counted(shownRows, more.length ? `, ${number(more.length)} of them by their texts` : "");
    if (more.length) list.put(shownRows, locale, true);
  });
  const every = (open, words) => make("button", { type: "button", on: { click: () => list.openAll(open) } }, words);
  app.prepend(
    make("p", { class: "soft small searched" }, "Text is looked for in titles and keys at once, and then in what each text was and will be and in what is said of it."),
    make("div", { class: "sticky" }, filter.bar, make("div", { class: "bar" }, found, looking, clear,
      make("span", { class: "end" }, every(true, "Expand all"), " ", every(false, "Collapse all")))));
  filter.put({});
  // Where a section quotes a part, the rest is in the list.
  data.risks.forEach(([risk], n) => {
    for (const more of document.querySelectorAll(`p.more[data-risk="${risk}"]`)) {
      if (more.textContent.trim()) more.append(" ", make("button", { type: "button", on: { click: () => {
        filter.put({ risk: String(n) });
        document.getElementById("changes").scrollIntoView();
      } } }, "Show all of them"));
    }
  });

  const byKey = new Map(data.rows.map((_, row) => [list.keyOf(row).join("\n"), row]));
  // To the middle of the window; of what is higher than that, its beginning, below the bar that stays.
  const bring = (node, place) => {
    const last = [...node.querySelectorAll(".cells .target, .body .target")].at(-1);
    const height = last.getBoundingClientRect().bottom - place.getBoundingClientRect().top;
    const covered = list.covered();
    place.style.scrollMarginTop = `${covered + 12}px`;
    place.scrollIntoView({ block: height > window.innerHeight - covered ? "start" : "center", behavior: "instant" });
  };
  const go = async () => {
    if (!location.hash.startsWith("#/")) return;
    let parts;
    try { parts = location.hash.slice(2).split("/").map(decodeURIComponent); } catch { return; }
    const [kind, name, ...cell] = parts;
    const row = byKey.get(`${kind}\n${name}`);
    if (row === undefined) { tell("This plan has no entry of that name."); return; }
    if (!shownRows.includes(row)) filter.put({});
    const address = addressOf(kind, name, ...cell);
    list.mark(address);
    const node = await list.reach(row);
    const place = node.querySelector(".cells .target") ?? node.querySelector(".body .target");
    if (cell.length && !place) {
      list.mark(addressOf(kind, name));
      tell("Nothing changes in that place of the entry.");
    }
    place?.setAttribute("tabindex", "-1");
    (place ?? node.querySelector("summary")).focus({ preventScroll: true });
    if (place) bring(node, place);
  };
  window.addEventListener("hashchange", go);
  (window.requestIdleCallback ?? setTimeout)(() => haystackOf(data));
  await go();
};

// What a link leads to is open.
const unfold = () => {
  const place = location.hash.startsWith("#/") ? null : document.getElementById(location.hash.slice(1));
  if (place?.tagName === "DETAILS") place.open = true;
};
window.addEventListener("hashchange", unfold);
unfold();
tickable();
start().then(
  () => { document.documentElement.dataset.ready = Math.round(performance.now()); },
  (error) => { app?.replaceChildren(make("p", { class: "hint" }, `This browser cannot unpack the entries (${error}). Open the page in a newer one, or ask for a report as JSON.`)); },
);
