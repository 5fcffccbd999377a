#!/usr/bin/env bash
# Guess: quill-delta-to-markdown writes what Markdown has: strikethrough, lists inside lists, and two paragraphs as two.
# Seen in quill-delta-to-markdown 0.6.0: text that is struck out becomes plain text, so that both prices of "49 € 39 €"
# stand there; an item one level deeper comes out on the first level; and paragraphs are parted by one line end, which
# any reader of Markdown takes for one paragraph. Ticks of a checklist are written.
# Source: CommonMark 0.31: a paragraph ends at a blank line; GitHub's extension has ~~ for strikethrough.
# For users: a withdrawn price or a cancelled date is shown as valid. Compare plain words *and* marks before the old
# text is let go.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts quill-delta-to-markdown@0.6.0 markdown-it@15.0.3

cat >run.cjs <<'END'
const { deltaToMarkdown } = require("quill-delta-to-markdown");
const loaded = require("markdown-it");
const read = (loaded.default ?? loaded)();
const shown = (...ops) => read.render(deltaToMarkdown(ops)).replace(/\n/g, "");
const cases = [
  ["<p><s>49 €</s> 39 €</p>", "<p>49 € 39 €</p>", shown({ insert: "49 €", attributes: { strike: true } }, { insert: " 39 €\n" })],
  ["<p>Guten Tag</p><p>Wie geht es?</p>", "<p>Guten TagWie geht es?</p>", shown({ insert: "Guten Tag\nWie geht es?\n" })],
  [
    "<ul><li>Obst<ul><li>Birne</li></ul></li></ul>", "<ul><li>Obst</li><li>Birne</li></ul>",
    shown(
      { insert: "Obst" }, { insert: "\n", attributes: { list: "bullet" } },
      { insert: "Birne" }, { insert: "\n", attributes: { list: "bullet", indent: 1 } },
    ),
  ],
];
for (const [expected, , seen] of cases) console.log("expected", expected, "\nseen    ", seen);
process.exit(cases.every(([, known, seen]) => seen === known) ? 0 : 1);
END
node run.cjs
