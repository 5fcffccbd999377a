#!/usr/bin/env bash
# Guess: the npm package xliff writes a text with an inline element as it read it; xml:space="preserve" says that its
# spaces count.
# Seen in 6.4.0: the file is laid out with line breaks and indents, and it does so inside <source> and <target> as
# soon as they hold an element: Japanese text without any space gets a line break and ten spaces before the element and
# at its end. A text without an element stays as it was.
# Source: XLIFF 1.2 on xml:space ("preserve": white space is a part of the text).
# For users: spaces appear in the middle of Chinese, Japanese and Thai words where something is bold or a link, and
# translation memories no longer find a text that nobody changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts xliff@6.4.0

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import xliff from 'xliff';

console.log('xliff', JSON.parse(readFileSync('node_modules/xliff/package.json')).version);
const plain = '<target>新茶です</target>';
const rich = '<target>今年の<g id="1">新茶</g>です</target>';
const file = `<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="page" source-language="en" target-language="ja" datatype="html"><body>
<trans-unit id="a" xml:space="preserve"><source>New tea</source>${plain}</trans-unit>
<trans-unit id="b" xml:space="preserve"><source>This year's <g id="1">new tea</g></source>${rich}</trans-unit>
</body></file></xliff>`;
const journey = async (text) => xliff.jsToXliff12(await xliff.xliff12ToJs(text));
const once = await journey(file);
console.log('expected', rich);
const last = once.slice(once.lastIndexOf('<target>'));
console.log('seen    ', JSON.stringify(last.slice(0, last.indexOf('</target>') + '</target>'.length)));
if (!once.includes(plain) || !/<target>今年の\n {10}<g id="1">新茶<\/g>です\n +<\/target>/.test(once)) {
  throw new Error('it behaves otherwise now');
}
END
node guess.js
