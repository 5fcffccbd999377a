#!/usr/bin/env bash
# Guess: of "d'{city}", an elided French preposition with a placeholder, all parsers of ICU MessageFormat make the same,
# right or wrong.
# Seen: intl-messageformat 12.1.5 does so: "Plan d{city}", the apostrophe and the value are gone. @messageformat/core
# 3.4.1 writes "Plan d'Arles". With a second apostrophe later in the message, however far away, both lose the first
# placeholder and both apostrophes: the same phrase is right or wrong by what follows it.
# Source: the ICU guide, "Formatting messages": an apostrophe before a brace begins quoted text, up to the next one.
# For users: a French or Italian message that was right in one library for years breaks when a sentence with an
# apostrophe is added behind it, or when the library changes. A typographic apostrophe (U+2019) is safe in both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts intl-messageformat@12.1.5 @messageformat/core@3.4.1

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {IntlMessageFormat} from 'intl-messageformat';
import MessageFormat from '@messageformat/core';

for (const name of ['intl-messageformat', '@messageformat/core']) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const messages = ["Plan d'{city}", "Plan d'{city}, vu d'en haut", 'Plan d’{city}, vu d’en haut'];
const seen = messages.map((message) => [
  new IntlMessageFormat(message, 'fr').format({city: 'Arles'}),
  new MessageFormat('fr').compile(message)({city: 'Arles'}),
]);
console.log('expected', Array(2).fill('Plan d{city}'), 'of', messages[0]);
seen.forEach((pair, n) => console.log('seen    ', pair, 'of', messages[n]));
const known = [
  ['Plan d{city}', "Plan d'Arles"],
  ['Plan d{city}, vu den haut', 'Plan d{city}, vu den haut'],
  ['Plan d’Arles, vu d’en haut', 'Plan d’Arles, vu d’en haut'],
];
if (JSON.stringify(seen) !== JSON.stringify(known)) throw new Error('it behaves otherwise now');
END
node guess.js
