// The list of entries; ``shown`` is called whenever something was put up. Only what is near the window is there, and what is away keeps the height that it had.
const FEW = 300;
const listOf = (data, holder, shown) => {
  const above = make("div"), below = make("div");
  holder.append(above, below);
  const nodes = new Map(); // of items that are there, by item: a row's number, or ~kind for the head of a kind
  const sizes = new Map(); // of items that were there
  const opened = new Set(), closed = new Set();
  let everyOpen = data.open, items = [], rowsOf = new Map(), tops = new Float64Array(1), printing = false;
  let usual = { row: 44, head: 56, body: 320 };
  let locale = "";

  const isOpen = (row) => (everyOpen ? !closed.has(row) : opened.has(row));
  const keyOf = (row) => [data.kinds[data.rows[row][KIND]], data.rows[row][NAME]];
  const sizeOf = (item) => sizes.get(item) ?? (item < 0 ? usual.head : isOpen(item) ? usual.row + usual.body : usual.row);
  const measure = () => {
    tops = new Float64Array(items.length + 1);
    for (let n = 0; n < items.length; n += 1) tops[n + 1] = tops[n] + sizeOf(items[n]);
  };
  // The item at a height, counted from the top of the list.
  const itemAt = (height) => {
    let low = 0, high = items.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (tops[middle] <= height) low = middle; else high = middle - 1;
    }
    return low;
  };

  // What is there is as high as it is; that is asked before anything is put elsewhere by it.
  const weigh = () => {
    let moved = false;
    for (const [item, node] of nodes) {
      const size = node.getBoundingClientRect().height;
      if (size && sizes.get(item) !== size) { sizes.set(item, size); moved = true; }
    }
    if (moved) measure();
    return moved;
  };
  const watch = new ResizeObserver(() => { if (!printing && weigh()) space(); });

  const headOf = (kind) => make("div", { class: "kind" },
    make("h3", {}, bdi(data.kinds[kind]), " ",
      make("span", { class: "soft small" }, totalled(data, rowsOf.get(kind)))));

  const fill = async (node, row) => {
    node.filled = true;
    const inside = node.querySelector(".body");
    try {
      inside.replaceChildren(...entryOf(await bodyOf(data.begins, row), keyOf(row), data));
    } catch (error) {
      inside.replaceChildren(make("p", { class: "hint" }, `This browser cannot unpack the entry (${error}).`));
    }
    narrow(inside);
    light(node);
    inside.style.minHeight = "";
    shown();
  };
  // The place that a link led to, marked for as long as no other is.
  let target = "";
  const light = (node) => {
    for (const each of node.querySelectorAll("[data-cell]")) each.classList.toggle("target", each.dataset.cell === target);
    node.classList.toggle("target", node.dataset.key === target);
  };
  const mark = (address) => {
    target = address;
    for (const [item, node] of nodes) if (item >= 0) light(node);
  };
  // Of an entry that is filtered by locale, that locale and what all share.
  const narrow = (inside) => {
    let hidden = 0;
    for (const section of inside.querySelectorAll("section.variant")) {
      section.hidden = locale !== "" && !["*", locale].includes(section.dataset.locale);
      hidden += section.hidden;
    }
    inside.querySelector(".hidden")?.remove();
    if (hidden) inside.append(make("p", { class: "hidden soft small" }, `${many(hidden, "variant")} in other locales not shown.`));
  };

  const rowOf = (row) => {
    const [kind, name, label, verbs, locales, risks] = data.rows[row];
    const words = data.verbs.filter((_, n) => (verbs >> n) & 1);
    const warns = data.risks.filter((_, n) => (risks >> n) & 1);
    const node = make("details", { class: "entry", open: isOpen(row), "data-key": addressOf(data.kinds[kind], name) },
      make("summary", {},
        make("h3", { class: "title" }, make("bdi", { dir: "auto" }, label || name)),
        make("span", { class: "id" }, bdi(`${data.kinds[kind]}/${name}`)),
        make("span", { class: "tags" },
          words.map(([verb, word]) => [tag(word, verb), " "]).flat(),
          warns.map(([risk, word]) => [tag(word, `held ${risk}`), " "]).flat()),
        make("span", { class: "where soft small" }, bdi(locales.map((each) => data.locales[each][1]).sort().join(", ")))),
      make("div", { class: "body" }));
    node.addEventListener("toggle", () => turn(row, node.open));
    light(node);
    return node;
  };
  const turn = (row, open) => {
    const node = nodes.get(row);
    if (open !== isOpen(row)) {
      opened[open ? "add" : "delete"](row);
      closed[open ? "delete" : "add"](row);
      sizes.delete(row);
      measure();
    }
    if (node && open && !node.filled) {
      if (sizes.has(row)) node.querySelector(".body").style.minHeight = `${Math.max(0, sizes.get(row) - usual.row)}px`;
      node.whole = fill(node, row);
    }
  };

  const space = () => {
    const there = [...nodes.keys()];
    if (!there.length) { above.style.height = below.style.height = "0"; return; }
    above.style.height = `${tops[first]}px`;
    below.style.height = `${Math.max(0, tops[items.length] - tops[last + 1])}px`;
  };
  let first = 0, last = -1;

  const show = (from, to) => {
    first = from; last = to;
    const wanted = new Set(items.slice(from, to + 1));
    for (const [item, node] of nodes) {
      if (wanted.has(item)) continue;
      if (node.contains(document.activeElement)) holder.focus({ preventScroll: true });
      watch.unobserve(node);
      node.remove();
      nodes.delete(item);
    }
    let at = above;
    for (const item of wanted) {
      let node = nodes.get(item);
      if (!node) {
        node = item < 0 ? headOf(~item) : rowOf(item);
        node.item = item;
        nodes.set(item, node);
        at.after(node);
        if (item >= 0 && isOpen(item)) turn(item, true);
        watch.observe(node);
      } else if (at.nextSibling !== node) {
        at.after(node);
      }
      at = node;
    }
    space();
    shown();
  };

  // Put up what is near the window: as much again above and below it. Few are there all the time, to be found by the
  // browser's own search.
  const look = () => {
    if (printing) return;
    if (!items.length) { show(0, -1); return; }
    weigh();
    if (items.length <= FEW) { show(0, items.length - 1); return; }
    const top = -holder.getBoundingClientRect().top;
    const near = Math.max(window.innerHeight, 400);
    show(itemAt(top - near), itemAt(top + 2 * near));
  };
  let asked = false;
  const soon = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; look(); });
  };

  // stay: the first row that is seen stays where it is, though others come before it.
  const put = (rows, inLocale, stay = false) => {
    const seen = stay ? items.slice(first, last + 1).find((item) => item >= 0 && nodes.get(item).getBoundingClientRect().bottom > 0) : undefined;
    const height = seen === undefined ? 0 : nodes.get(seen).getBoundingClientRect().top;
    rowsOf = Map.groupBy ? Map.groupBy(rows, (row) => data.rows[row][KIND]) : grouped(rows);
    items = [...rowsOf].flatMap(([kind, found]) => [~kind, ...found]);
    for (const [item, node] of nodes) if (item < 0) { watch.unobserve(node); node.remove(); nodes.delete(item); }
    if (locale !== inLocale) {
      locale = inLocale;
      for (const [item, node] of nodes) if (item >= 0) narrow(node.querySelector(".body"));
    }
    measure();
    look();
    const at = seen !== undefined && holder.getBoundingClientRect().top < 0 ? items.indexOf(seen) : -1;
    if (at >= 0) {
      window.scrollBy({ top: holder.getBoundingClientRect().top + tops[at] - height, behavior: "instant" });
      look();
    }
  };
  const grouped = (rows) => {
    const found = new Map();
    for (const row of rows) {
      const kind = data.rows[row][KIND];
      if (!found.has(kind)) found.set(kind, []);
      found.get(kind).push(row);
    }
    return found;
  };

  const openAll = (open) => {
    everyOpen = open;
    opened.clear(); closed.clear(); sizes.clear();
    for (const [item, node] of nodes) if (item >= 0) node.open = open;
    measure();
    look();
  };

  // How much of the window the bar covers that stays at its top.
  const covered = () => {
    const bar = document.querySelector(".sticky");
    return bar && getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
  };

  // Bring a row to the window and open it; resolves once it is filled.
  const reach = async (row) => {
    if (!isOpen(row)) { opened.add(row); closed.delete(row); sizes.delete(row); measure(); }
    const n = items.indexOf(row);
    if (n < 0) return null;
    const top = holder.getBoundingClientRect().top + window.scrollY + tops[n];
    window.scrollTo({ top: top - covered() - 12, behavior: "instant" });
    look();
    const node = nodes.get(row);
    node.open = true;
    turn(row, true);
    await node.whole;
    return node;
  };

  // On paper there is no window: as many rows as anybody prints, and the rest is counted.
  const PRINTED = 3000;
  const print = () => {
    printing = true;
    show(0, Math.min(items.length, PRINTED) - 1);
    above.style.height = below.style.height = "0";
    if (items.length > PRINTED) below.append(make("p", {}, `${number(items.length - PRINTED)} lines more are not printed; filter what you want on paper.`));
    if (items.length > PRINTED) below.style.height = "";
  };
  const printed = () => { printing = false; below.replaceChildren(); look(); };

  // Up and down go from row to row.
  holder.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.target.tagName !== "SUMMARY") return;
    const n = items.indexOf(event.target.parentNode.item);
    const step = event.key === "ArrowDown" ? 1 : -1;
    let next = n + step;
    if (items[next] < 0) next += step;
    const node = nodes.get(items[next]);
    if (!node) return;
    event.preventDefault();
    const summary = node.querySelector("summary");
    summary.focus({ preventScroll: true });
    summary.scrollIntoView({ block: "nearest" });
  });
  let width = window.innerWidth;
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", () => {
    if (width !== window.innerWidth) { width = window.innerWidth; sizes.clear(); gauge(); measure(); }
    soon();
  });
  window.addEventListener("beforeprint", print);
  window.addEventListener("afterprint", printed);

  // How high a closed row and a head are here.
  const gauge = () => {
    if (!data.rows.length) return;
    const row = rowOf(0), head = make("div", { class: "kind" }, make("h3", {}, "k"));
    row.open = false;
    holder.append(row, head);
    usual = { ...usual, row: row.getBoundingClientRect().height || 44, head: head.getBoundingClientRect().height || 56 };
    row.remove(); head.remove();
  };
  gauge();
  return { put, openAll, reach, mark, keyOf, covered };
};
