#!/usr/bin/env bash
# Guess: Markdown made from a paragraph of Draft.js with a link holds every letter of the paragraph.
# Seen in draftjs-to-markdown 0.6.0: the character before a link is gone: "Unser Laden" with "Laden" linked becomes
# "Unser[Laden]", and of 日本語 with 語 linked, 本 is lost. Where the link comes first nothing is. A line break within a
# paragraph becomes the visible letters \s\s.
# Source: its documentation: an editor's content becomes Markdown; nothing of leaving out text.
# For users: texts of this editor that went through Markdown lack a character before each link: mostly a space, which
# joins two words, and in Chinese and Japanese a letter. Look for "[" after a letter. Go by way of HTML.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts draftjs-to-markdown@0.6.0

cat >run.cjs <<'END'
globalThis.window = globalThis; // its bundle asks for the name
const markdown = require("draftjs-to-markdown").default;
const made = (text, ...links) =>
  markdown({
    blocks: [
      {
        key: "a", text, type: "unstyled", depth: 0, inlineStyleRanges: [], data: {},
        entityRanges: links.map(([offset, length]) => ({ offset, length, key: 0 })),
      },
    ],
    entityMap: { 0: { type: "LINK", mutability: "MUTABLE", data: { url: "/x" } } },
  }).trimEnd();
const cases = [
  ["Unser [Laden](/x) heute", "Unser[Laden](/x) heute", made("Unser Laden heute", [6, 5])],
  ["日本[語](/x)です", "日[語](/x)です", made("日本語です", [2, 1])],
  ["[Laden](/x) heute", "[Laden](/x) heute", made("Laden heute", [0, 5])],
  ["Guten  \nTag", "Guten\\s\\s\nTag", made("Guten\nTag")],
];
for (const [expected, , seen] of cases)
  console.log("expected", JSON.stringify(expected), " seen", JSON.stringify(seen));
process.exit(cases.every(([, known, seen]) => seen === known) ? 0 : 1);
END
node run.cjs
