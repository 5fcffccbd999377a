#!/usr/bin/env bash
# Guess: editorjs-parser writes the items of a list, as it says of what Editor.js saves.
# Seen in editorjs-parser 1.5.3: an item as @editorjs/list 2 saves it, an object with its content, becomes the words
# "[object Object]", inner items with it. Items of version 1, which are texts, are right. A table's headings become
# ordinary cells.
# Source: its README: "pass the exact EditorJs' output object", with List among the supported blocks; the README of
# @editorjs/list 2.0.9, "Output data": an item has content, meta and items.
# For users: pages with old lists are right until somebody opens one in the newer editor and saves it; from then on each
# item reads "[object Object]" in every language. Give the parser a function of your own for "list".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts editorjs-parser@1.5.3

cat >guess.cjs <<'EOF'
const {readFileSync} = require('node:fs');
const Parser = require('editorjs-parser');

const name = 'editorjs-parser';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const item = (content, ...items) => ({content, meta: {}, items});
const list = (...items) => ({type: 'list', data: {style: 'ordered', meta: {}, items}});
const cases = [
  ['a list of version 1', list('Boil', 'Pour'), '<ol><li>Boil</li><li>Pour</li></ol>'],
  ['a list of version 2', list(item('Boil'), item('Pour')), '<ol><li>[object Object]</li><li>[object Object]</li></ol>'],
  [
    'a table with headings',
    {type: 'table', data: {withHeadings: true, content: [['Day'], ['Monday']]}},
    '<table><tbody><tr><td>Day</td></tr><tr><td>Monday</td></tr></tbody></table>',
  ],
];
for (const [what, block, known] of cases) {
  const seen = new Parser().parse({blocks: [block]});
  console.log(what, 'expected its words and headings, seen', seen);
  if (seen !== known) throw new Error('it behaves otherwise now');
}
EOF
node guess.cjs
