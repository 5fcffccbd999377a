#!/usr/bin/env bash
# Guess: an address in running text ends before the closing quotation mark or the full stop of any language, as it does
# before a straight one, with any of the usual linkers.
# Seen: linkifyjs 4.4.0 and marked 18.2.1 make “ of German „…“, the Japanese 」 and all words that follow, and 。 with the
# next sentence part of the address. linkify-it 6.1.0 and autolinker 4.1.5 end before each of them.
# Source: GitHub Flavored Markdown, "Autolinks": only ASCII punctuation at the end is left out. RFC 3986 has none of these
# characters in an address, which is why a browser encodes them and the server finds no such page.
# For users: the link of the source works and those of the German and Japanese pages lead to "not found", though each
# text is right; so does the English one whose quotation marks are made curly. Write <https://…> in Markdown.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts linkifyjs@4.4.0 linkify-it@6.1.0 autolinker@4.1.5 marked@18.2.1

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import Autolinker from 'autolinker';
import {LinkifyIt} from 'linkify-it';
import {find} from 'linkifyjs';
import {marked} from 'marked';

const addresses = {
  linkifyjs: (text) => find(text, 'url').map((link) => link.href),
  marked: (text) => [...marked(text).matchAll(/href="([^"]*)"/g)].map((link) => decodeURI(link[1])),
  'linkify-it': (text) => new LinkifyIt().match(text)?.map((link) => link.url),
  autolinker: (text) => Autolinker.parse(text, {urls: true}).map((link) => link.getAnchorHref()),
};
const page = 'https://example.com/faq';
const tails = {[`See "${page}".`]: '', [`Siehe „${page}“.`]: '“', [`「${page}」です`]: '」です', [`参照 ${page}。次に`]: '。次に'};
let changed = false;
for (const [text, tail] of Object.entries(tails)) {
  console.log('of', text, 'expected', page);
  for (const [name, ask] of Object.entries(addresses)) {
    const seen = String(ask(text));
    const joins = name === 'linkifyjs' || name === 'marked';
    changed ||= seen !== page + (joins ? tail : '');
    console.log('  seen', seen, name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
  }
}
if (changed) throw new Error('it behaves otherwise now');
END
node guess.js
