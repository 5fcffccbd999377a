#!/usr/bin/env bash
# Guess: to tell @sindresorhus/slugify that a title is Turkish makes its slug better, or leaves it as it was.
# Seen in 3.0.1: with the locale "tr" letters vanish: "Isparta" becomes "sparta", "İzmir" "zmir", "IĞDIR" "gd-r". It
# changes letters to ASCII first and lowers their case by the locale after: a plain I becomes a dotless ı, which no
# later step knows, and is cut out. Without the locale all three are right.
# Source: the README, section "locale": for language-specific transliteration.
# For users: Turkish and Azerbaijani pages get wrong addresses, and two titles that differ in their I alone get one
# ("Isparta" and "Sparta"). Do not pass these two locales, or lower the case of the title before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @sindresorhus/slugify@3.0.1

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import slugify from '@sindresorhus/slugify';

const name = '@sindresorhus/slugify';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const titles = ['Isparta', 'İzmir', 'IĞDIR', 'Sparta'];
const plain = titles.map((title) => slugify(title));
const seen = titles.map((title) => slugify(title, {locale: 'tr'}));
console.log('expected', plain, 'as without a locale');
console.log('seen    ', seen);
if (plain.join(' ') !== 'isparta izmir igdir sparta' || seen.join(' ') !== 'sparta zmir gd-r sparta') {
  throw new Error('it behaves otherwise now');
}
END
node guess.js
