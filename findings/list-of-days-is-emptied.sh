#!/usr/bin/env bash
# Guess: laravelphp reads a list in a language file of Laravel as a list, or as an object with the numbers as its keys.
# Seen in 2.0.4: the list is an empty object: the names of days, numbered steps and lists of sections are gone without a
# word, and so is a text that is put together with a dot. The file that is written next has an empty array there.
# Source: PHP's manual, "Arrays": the key is optional and may be a number; Laravel's language files are PHP arrays.
# For users: through a translation system and back, every list of a site is empty in all languages, the source too where
# it goes along. Write the keys as words ('d1' => ...) before such a file is read with this package.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts laravelphp@2.0.4

cat >guess.js <<'EOF'
import {readFileSync} from 'node:fs';
import laravelphp from 'laravelphp';

console.log('laravelphp', JSON.parse(readFileSync('node_modules/laravelphp/package.json')).version);
const file = `<?php
return [
  'days' => ['Montag', 'Dienstag'],
  'steps' => [1 => 'Bestellen', 2 => 'Bezahlen'],
  'faq' => [['q' => 'Wann?', 'a' => 'Morgen.']],
  'long' => 'Ein langer ' . 'Satz',
  'menu' => ['home' => 'Start'],
];
`;
const seen = await laravelphp.laravel2js(file);
const written = await laravelphp.js2laravel(seen);
console.log('expected days, steps, questions, the long sentence and the menu of', file);
console.log('seen', JSON.stringify(seen));
console.log('written', written);
const known = '{"days":{},"steps":{},"faq":{},"menu":{"home":"Start"}}';
if (JSON.stringify(seen) !== known || /Montag|Bezahlen|Morgen|Satz/.test(written)) {
  throw new Error('it behaves otherwise now');
}
EOF
node guess.js
