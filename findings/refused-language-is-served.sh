#!/usr/bin/env bash
# Guess: what reads the header Accept-Language orders languages by their weight and leaves out those of weight 0.
# Seen: @fluent/langneg 0.7.0 drops the weights: the languages stay in the order in which they are written, and one that
# is refused is the second choice. accept-language-parser 1.5.0 sorts, and picks a refused language where nothing else
# is offered. negotiator 1.1.0 does what was guessed.
# Source: RFC 9110, section 12.5.4, and 12.4.2: a weight of 0 means "not acceptable".
# For users: browsers send languages by falling weight, so nobody notices; whatever builds the header from settings (an
# app, a proxy, a crawler that asks for each translation) is served another language than the one it prefers.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @fluent/langneg@0.7.0 accept-language-parser@1.5.0 negotiator@1.1.0

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {acceptedLanguages, negotiateLanguages} from '@fluent/langneg';
import parser from 'accept-language-parser';
import Negotiator from 'negotiator';

for (const name of ['@fluent/langneg', 'accept-language-parser', 'negotiator']) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const all = ['en', 'fr', 'de'];
const cases = [['fr;q=0.5, en;q=0, de;q=0.8', all], ['en;q=0', ['en']]];
const seen = cases.map(([header, offered]) => ({
  '@fluent/langneg': negotiateLanguages(acceptedLanguages(header), offered, {strategy: 'filtering'}),
  'accept-language-parser': parser.pick(offered, header),
  negotiator: new Negotiator({headers: {'accept-language': header}}).languages(offered),
}));
seen.forEach((each, n) => console.log(`${cases[n][0]} of ${cases[n][1]}:`, each));
console.log('expected: de, then fr; and nothing');
const known = [
  {'@fluent/langneg': ['fr', 'en', 'de'], 'accept-language-parser': 'de', negotiator: ['de', 'fr']},
  {'@fluent/langneg': ['en'], 'accept-language-parser': 'en', negotiator: []},
];
if (JSON.stringify(seen) !== JSON.stringify(known)) throw new Error('it behaves otherwise now');
END
node guess.js
