#!/usr/bin/env bash
# Guess: quill-delta-from-html makes a line of each paragraph; in a Delta a line ends with a line end of its own.
# Seen in quill-delta-from-html 1.0.6: only the last paragraph before a block of another kind ends. "<p>one</p><p>two</p>"
# becomes the single line "onetwo", with a line end between the tags as well. `div` and headings are parted, and so are
# paragraphs with an empty one between them, as Quill itself writes a blank line.
# Source: Quill's page on Delta: "Line Formatting" and "Embeds" call a line what ends with \n; its README lists <p> as
# supported.
# For users: an article of any CMS comes into Quill as one block in which the last word of each paragraph and the first of
# the next are one. Put an empty paragraph or a `div` between before converting, or count the lines after it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts quill-delta-from-html@1.0.6

cat >guess.cjs <<'EOF'
const {readFileSync} = require('node:fs');
const {HtmlToDelta} = require('quill-delta-from-html');

const name = 'quill-delta-from-html';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const known = {
  '<div>Green tea</div><div>Black tea</div>': 'Green tea\nBlack tea\n',
  '<h2>Green tea</h2><p>Black tea</p>': 'Green tea\nBlack tea\n',
  '<p>Green tea</p><p>Black tea</p>': 'Green teaBlack tea\n',
  '<p>Green tea</p>\n<p>Black tea</p>': 'Green teaBlack tea\n',
};
for (const [html, text] of Object.entries(known)) {
  const seen = new HtmlToDelta().convert(html).ops.map((op) => op.insert).join('');
  console.log(JSON.stringify(html), 'expected "Green tea\\nBlack tea\\n", seen', JSON.stringify(seen));
  if (seen !== text) throw new Error('it behaves otherwise now');
}
EOF
node guess.cjs
