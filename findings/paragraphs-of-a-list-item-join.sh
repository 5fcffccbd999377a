#!/usr/bin/env bash
# Guess: Sanity's converter from HTML parts two paragraphs inside one list item as it parts those of a quotation.
# Seen in @portabletext/block-tools 1.1.7: of a quotation, a line break stands between the two; of a list item nothing
# does, and "Boil water." and "Pour it." become "Boil water.Pour it.". So do a term and its definition of a dl. Cells of
# a table become blocks of their own.
# Source: HTML lets a list item hold paragraphs, and editors that work on a document tree write every item so.
# For users: the last word of each paragraph of such an item runs into the first of the next, in every language, and no
# character is missing that a count would find but white space. Part them before converting, with a br or as items.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @portabletext/block-tools@1.1.7 @sanity/schema@3.99.0 jsdom@24.1.3

cat >guess.cjs <<'END'
const {readFileSync} = require('node:fs');
const {htmlToBlocks} = require('@portabletext/block-tools');
const {Schema} = require('@sanity/schema');
const {JSDOM} = require('jsdom');

const name = '@portabletext/block-tools';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const body = {name: 'body', type: 'array', of: [{type: 'block'}]};
const schema = Schema.compile({name: 'tea', types: [{name: 'post', type: 'object', fields: [body]}]});
const type = schema.get('post').fields[0].type;
const parseHtml = (html) => new JSDOM(html).window.document;
let changed = false;
for (const [html, known] of [
  ['<blockquote><p>Boil water.</p><p>Pour it.</p></blockquote>', 'Boil water.\nPour it.'],
  ['<ul><li><p>Boil water.</p><p>Pour it.</p></li></ul>', 'Boil water.Pour it.'],
  ['<dl><dt>Oolong</dt><dd>half oxidized</dd></dl>', 'Oolonghalf oxidized'],
]) {
  const seen = htmlToBlocks(html, type, {parseHtml})
    .map((block) => block.children.map(({text}) => text).join(''))
    .join(' | ');
  changed ||= seen !== known;
  console.log(html, 'seen', JSON.stringify(seen));
}
if (changed) throw new Error('it behaves otherwise now');
END
node guess.cjs
