#!/usr/bin/env bash
# Guess: a line break inside bold text stays one in Markdown, as it does outside.
# Seen in node-html-markdown 2.0.0: outside, two spaces and the end of the line are written, which Markdown reads as a
# break; in bold, italic and struck-out text one space, which it reads as a space. In a heading, what follows the break
# is a paragraph of its own.
# Source: CommonMark 0.31, sections 6.7 and 6.8: two spaces or more make a hard line break; fewer make a soft one. 4.2: a
# heading with # ends with its line.
# For users: addresses and verses in bold run into one line, and the second line of a title becomes text. Put each line
# into its own `strong` before, and a space for a break in a heading.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-html-markdown@2.0.0 markdown-it@15.0.3

cat >run.cjs <<'END'
const { NodeHtmlMarkdown } = require("node-html-markdown");
const markdownIt = require("markdown-it");

const given = ["<p>Gate 4<br>Bern</p>", "<p><strong>Gate 4<br>Bern</strong></p>", "<h2>Gate 4<br>Bern</h2>"];
const read = (markdown) => (markdownIt.default ?? markdownIt)().render(markdown).trim();
const seen = given.map((html) => read(NodeHtmlMarkdown.translate(html)).replaceAll("\n", " "));
console.log("expected: Gate 4 and Bern on two lines, in a paragraph, in bold, in a heading");
console.log("seen:    ", seen.join("\n          "));
const known = [
  "<p>Gate 4<br> Bern</p>",
  "<p><strong>Gate 4</strong> <strong>Bern</strong></p>",
  "<h2>Gate 4</h2> <p>Bern</p>",
];
process.exit(JSON.stringify(seen) === JSON.stringify(known) ? 0 : 1);
END
node run.cjs
