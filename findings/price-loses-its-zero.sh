#!/usr/bin/env bash
# Guess: texts come back from json-2-csv as they were, since it writes them and reads them back itself.
# Seen in 5.6.0: the text "1.10" comes back as the number 1.1, "1e5" as 100000, "true" as a truth value, "null" as
# nothing and "[1]" as a list, quoted or not. A text that is missing from one row is written as the word undefined, and
# nothing as the word null.
# Source: its README: by default, the reader attempts to convert a string "back to its original value" (JSON.parse).
# For users: prices, numbers of versions and sizes ("2.0", "1.10") lose their last digit on the way through a table; a
# translator sees "undefined" where a text is missing, and other readers import that word. Pass a parseValue that keeps
# text, and an emptyFieldValue.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts json-2-csv@5.6.0

cat >guess.js <<'EOF'
import {readFileSync} from 'node:fs';
import {csv2json, json2csv} from 'json-2-csv';

console.log('json-2-csv', JSON.parse(readFileSync('node_modules/json-2-csv/package.json')).version);
const texts = ['1.10', '1e5', 'true', 'null', '[1]', '007', 'Tea'];
const table = json2csv(texts.map((text) => ({text})));
const quoted = table.replace(/^(?!text$)(.*)$/gm, '"$1"');
console.log('expected', JSON.stringify(texts));
for (const file of [table, quoted]) {
  const seen = JSON.stringify(csv2json(file).map((row) => row.text));
  console.log('seen    ', seen);
  if (seen !== '[1.1,100000,true,null,[1],"007","Tea"]') throw new Error('it behaves otherwise now');
}
const rows = json2csv([{en: 'Tea', de: 'Tee'}, {en: 'Cup'}, {en: 'Pot', de: null}], {keys: ['en', 'de']});
console.log('expected empty cells, seen', JSON.stringify(rows));
if (rows !== 'en,de\nTea,Tee\nCup,undefined\nPot,null') throw new Error('it behaves otherwise now');
EOF
node guess.js
