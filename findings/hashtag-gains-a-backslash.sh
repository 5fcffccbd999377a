#!/usr/bin/env bash
# Guess: what is converted to MessageFormat by @messageformat/convert or gettext-to-messageformat shows the words of
# before, a "#" among them, in the compiler that both name.
# Seen with @messageformat/core 3.4.1: gettext-to-messageformat 0.4.0 and @messageformat/convert 1.0.0 put a
# backslash before each "#", and the compiler shows it: "Our \#summer", "Room \#5". A brace gets one too, and the compiler
# refuses that text.
# Source: ICU MessageFormat quotes with apostrophes; a backslash is a character like another.
# For users: hashtags, numbers of rooms and tickets and colours appear with a backslash on every page, in all languages,
# while nothing fails. Take the backslash out of the converted texts, and quote the number sign within plurals ('#').
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @messageformat/core@3.4.1 @messageformat/convert@1.0.0
npm install --silent --no-audit --no-fund --ignore-scripts gettext-to-messageformat@0.4.0

cat >guess.js <<'EOF'
import {readFileSync} from 'node:fs';
import convert from '@messageformat/convert';
import MessageFormat from '@messageformat/core';
import gettext from 'gettext-to-messageformat';

for (const name of ['@messageformat/core', '@messageformat/convert', 'gettext-to-messageformat']) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const compiler = new MessageFormat('en');
const rails = convert({
  en: {tag: 'Our #summer', room: {one: 'Room #5, %{count} bed', other: 'Room #5, %{count} beds'}},
}).translations.en;
const catalog = gettext.parsePo('msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "tag"\nmsgstr "Our #summer"\n').translations;
const cases = [
  ['convert', rails.tag, 'Our #summer', 'Our \\#summer'],
  ['convert', rails.room, 'Room #5, 2 beds', 'Room \\#5, 2 beds'],
  ['gettext-to-messageformat', catalog.tag, 'Our #summer', 'Our \\#summer'],
];
for (const [name, message, expected, known] of cases) {
  const seen = compiler.compile(message)({count: 2});
  console.log(`${name}: ${message}: expected "${expected}", seen "${seen}"`);
  if (seen !== known) throw new Error('it behaves otherwise now');
}
EOF
node guess.js
