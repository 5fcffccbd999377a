#!/usr/bin/env bash
# Guess: contentful-rich-text-to-markdown writes a table of rich text as a table, or at least its words.
# Seen in contentful-rich-text-to-markdown 0.1.5: in place of the table stands an HTML comment that names the type, which
# no reader sees; all words of its cells are gone, and the call succeeds. Text that is struck out becomes plain text.
# Source: Contentful's own list of rich text types, which has tables and their cells.
# For users: opening hours and price lists vanish from a page that otherwise looks right. Count words before and after,
# or look for "Fallback" in what was made.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts contentful-rich-text-to-markdown@0.1.5

cat >run.cjs <<'END'
const { documentToMarkdown } = require("contentful-rich-text-to-markdown");
const node = (nodeType, ...content) => ({ nodeType, content, data: {} });
const text = (value, ...marks) => ({ nodeType: "text", value, marks: marks.map((type) => ({ type })), data: {} });
const cell = (kind, words) => node(kind, node("paragraph", text(words)));
const made = documentToMarkdown(
  node(
    "document",
    node("paragraph", text("Offen")),
    node(
      "table",
      node("table-row", cell("table-header-cell", "Tag"), cell("table-header-cell", "Zeit")),
      node("table-row", cell("table-cell", "Montag"), cell("table-cell", "9 bis 17 Uhr")),
    ),
    node("paragraph", text("49 €", "strikethrough"), text(" 39 €")),
  ),
).content;
const seen = ["Offen", "Montag", "9 bis 17 Uhr", "~~49 €~~", "49 € 39 €"].filter((words) => made.includes(words));
console.log("made:    ", JSON.stringify(made));
console.log("expected:", JSON.stringify(["Offen", "Montag", "9 bis 17 Uhr", "~~49 €~~"]));
console.log("seen:    ", JSON.stringify(seen));
process.exit(JSON.stringify(seen) === JSON.stringify(["Offen", "49 € 39 €"]) ? 0 : 1);
END
node run.cjs
