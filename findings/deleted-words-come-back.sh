#!/usr/bin/env bash
# Guess: words in `del` are struck out in structured text, like those in `s` and `strike`.
# Seen in datocms-html-to-structured-text 6.0.0: `s` and `strike` become the mark "strikethrough"; `del` becomes plain
# text, and so does its partner `ins`.
# Source: the HTML standard, "The del element": a removal from the document. Browsers strike it out; CKEditor and
# Markdown converters write `del` for "~~".
# For users: a price or a sentence that was struck out is part of the text again, with no sign of it. Replace `del` by
# `s` before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts datocms-html-to-structured-text@6.0.0 parse5@7.3.0

cat >run.mjs <<'END'
import { parse } from "parse5";
import { parse5ToStructuredText } from "datocms-html-to-structured-text";

const marks = {};
for (const name of ["s", "strike", "del"]) {
  const { document } = await parse5ToStructuredText(parse(`<p>Now 80 <${name}>100</${name}> CHF</p>`));
  marks[name] = document.children[0].children.find((span) => span.value.includes("100"))?.marks ?? [];
}
console.log("expected:", JSON.stringify({ s: ["strikethrough"], strike: ["strikethrough"], del: ["strikethrough"] }));
console.log("seen:    ", JSON.stringify(marks));
const known = { s: ["strikethrough"], strike: ["strikethrough"], del: [] };
process.exit(JSON.stringify(marks) === JSON.stringify(known) ? 0 : 1);
END
node run.mjs
