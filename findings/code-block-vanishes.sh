#!/usr/bin/env bash
# Guess: draftjs-to-html writes every type of block that Draft.js itself has, and a list inside a list leaves the
# numbers of the outer one alone.
# Seen in draftjs-to-html 0.9.1: a block of the type "code-block", Draft.js's own name for it, becomes an empty line; its
# words are gone without an error (it knows "code"). A bullet list inside a numbered one ends it: what was number 2 is
# number 1 again.
# Source: the list of block types in the documentation of Draft.js.
# For users: code and quoted commands of articles vanish on the way to HTML. Rename the type before the conversion, and
# count words before and after.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts draftjs-to-html@0.9.1

cat >run.cjs <<'END'
const html = require("draftjs-to-html");
const block = (text, type, depth = 0) =>
  ({ key: text, text, type, depth, inlineStyleRanges: [], entityRanges: [], data: {} });
const made = (...blocks) => html({ blocks, entityMap: {} }).replace(/\s+/g, " ").trim();
const code = made(block("Vorher", "unstyled"), block("git push", "code-block"), block("Nachher", "unstyled"));
const list = made(
  block("eins", "ordered-list-item"), block("Punkt", "unordered-list-item", 1), block("zwei", "ordered-list-item"),
);
console.log("expected: git push between the paragraphs; one numbered list");
console.log("seen:    ", code);
console.log("seen:    ", list);
const lost = code === "<p>Vorher</p> <p>Nachher</p>";
const anew = list === "<ol> <li>eins</li> </ol> <ul> <li>Punkt</li> </ul> <ol> <li>zwei</li> </ol>";
process.exit(lost && anew ? 0 : 1);
END
node run.cjs
