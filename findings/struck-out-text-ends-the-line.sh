#!/usr/bin/env bash
# Guess: the plain text of a DatoCMS paragraph is its text: a mark such as bold or strikethrough adds nothing.
# Seen in datocms-structured-text-to-plain-text 5.1.16: text that is struck out ends its line. "Now 49 € 39 € a month"
# with the old price struck out becomes two lines. All other marks add nothing. The renderer keeps a list of what is
# inline, with "del" in it, while strikethrough is written as "s", so it counts as a block.
# Source: in Structured Text a mark belongs to a span, which is always inside a block.
# For users: descriptions, search indexes and word counts made from such a text break a sentence in two at each old
# price, and a comparison of plain texts says that two locales differ in their lines.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts datocms-structured-text-to-plain-text@5.1.16

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {render} from 'datocms-structured-text-to-plain-text';

const name = 'datocms-structured-text-to-plain-text';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const span = (value, ...marks) => ({type: 'span', value, marks});
let changed = false;
for (const mark of ['strong', 'emphasis', 'underline', 'highlight', 'code', 'strikethrough']) {
  const children = [span('Now '), span('49 €', mark), span(' 39 € a month')];
  const seen = render({type: 'root', children: [{type: 'paragraph', children}]});
  const known = mark === 'strikethrough' ? 'Now 49 €\n 39 € a month' : 'Now 49 € 39 € a month';
  changed ||= seen !== known;
  console.log('expected', JSON.stringify('Now 49 € 39 € a month'), 'seen', JSON.stringify(seen), mark);
}
if (changed) throw new Error('it behaves otherwise now');
END
node guess.js
