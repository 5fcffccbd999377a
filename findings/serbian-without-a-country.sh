#!/usr/bin/env bash
# Guess: node-polyglot knows the plurals of a language by its tag with a country and by its tag without one.
# Seen in 2.6.0: Serbian and Bosnian are known as sr-RS, bs-Latn-BA and bs-Cyrl-BA alone. As "sr", "sr-Latn" or "bs" they
# get the two forms of English without a word: 5 and 21 hours are "сата" (for "сати" and "сат"). Croatian, Ukrainian and
# Polish are right either way.
# Source: its README: the locale is "language and region" and the setting is used for plurals alone; CLDR has one rule
# for sr in all its scripts and countries.
# For users: sites name their Serbian "sr" or "sr-Latn" far more often than "sr-RS". All forms are translated, and the
# third one is never shown. Give the full tag to this library, or a rule of your own (pluralRules).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts node-polyglot@2.6.0

cat >guess.cjs <<'EOF'
const {readFileSync} = require('node:fs');
const Polyglot = require('node-polyglot');

const name = 'node-polyglot';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const hours = 'сат |||| сата |||| сати';
const known = {
  'sr-RS': 'сат сата сати сат',
  sr: 'сат сата сата сата',
  'sr-Latn': 'сат сата сата сата',
  bs: 'сат сата сата сата',
  hr: 'сат сата сати сат',
  uk: 'сат сата сати сат',
};
for (const [locale, words] of Object.entries(known)) {
  const polyglot = new Polyglot({locale, phrases: {hours}});
  const seen = [1, 2, 5, 21].map((count) => polyglot.t('hours', count)).join(' ');
  console.log(locale, 'expected сат сата сати сат, seen', seen);
  if (seen !== words) throw new Error('it behaves otherwise now');
}
EOF
node guess.cjs
