#!/usr/bin/env bash
# Guess: a message with two plurals is kept whole by @lingui/format-po-gettext, as messages are that it cannot express as
# a plural of gettext, or it warns.
# Seen in 5.9.0: where a message begins and ends with a plural, only the first one is written: "2 adults, 1 child" is
# "2 adults" in the file and in what is read back, translation and all, and nothing is said. So is a name or a select
# that ends the message. With words before or behind, the message is kept.
# Source: its documentation names select, selectordinal and nested plurals as what it cannot do, and warns of these.
# For users: "{adults}, {children}", "{hours} {minutes}" and "{files} in {folders}" are the usual shapes of a message with
# two numbers. The second number is on no page after the next extraction. Put a word or a full stop around such messages.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @lingui/format-po-gettext@5.9.0

cat >guess.js <<'EOF'
import {readFileSync} from 'node:fs';
import {formatter} from '@lingui/format-po-gettext';

const name = '@lingui/format-po-gettext';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const said = [];
console.warn = (...words) => said.push(words.join(' '));
const format = formatter();
const about = {locale: 'en', sourceLocale: 'en', filename: 'en.po', existing: null};
const adults = '{adults, plural, one {# adult} other {# adults}}';
const children = '{children, plural, one {# child} other {# children}}';
const known = {
  [`${adults}, ${children}`]: adults,
  [`${adults}, {name}`]: adults,
  [`${adults}, ${children}.`]: `${adults}, ${children}.`,
  [`For ${adults}, ${children}`]: `For ${adults}, ${children}`,
};
for (const [message, left] of Object.entries(known)) {
  const file = await format.serialize({guests: {message, translation: message, origin: []}}, about);
  const seen = (await format.parse(file, about)).guests.translation;
  console.log('expected', message);
  console.log('seen    ', seen);
  if (seen !== left) throw new Error('it behaves otherwise now');
}
console.log('said', said);
if (said.length) throw new Error('it warns now');
EOF
node guess.js
