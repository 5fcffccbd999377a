#!/usr/bin/env bash
# Guess: where a French catalog has "one" and "other", i18next shows "other" for a million.
# Seen in i18next 26.7.2: 1000000 and 2000000 are "many" in French, Spanish, Italian, Portuguese and Catalan. Without a
# key that ends in "_many" the text comes from the fallback language, in English amid French, or the bare key is shown.
# 1500000 is "other" and looks right, so a test with any large number does not find it.
# Source: UTS 35, Part 3, "Language Plural Rules": every language has "other", and it is what a missing form falls back
# to.
# For users: catalogs with two forms, as translators of these languages write them, need "_many" as well before a
# number can reach a million.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts i18next@26.7.2

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import i18next from 'i18next';

console.log('i18next', JSON.parse(readFileSync('node_modules/i18next/package.json')).version);
const counts = [2, 1000000, 1500000, 2000000];
const french = {days_one: '{{count}} jour', days_other: '{{count}} jours'};
const english = {days_one: '{{count}} day', days_other: '{{count}} days'};
const spanish = {days_one: '{{count}} día', days_other: '{{count}} días'};

async function said(language, fallback, resources) {
  const instance = i18next.createInstance();
  await instance.init({lng: language, fallbackLng: fallback, resources});
  return counts.map((count) => instance.t('days', {count}));
}

const seen = {
  fr: await said('fr', 'en', {fr: {translation: french}, en: {translation: english}}),
  es: await said('es', false, {es: {translation: spanish}}),
};
console.log('expected', counts.map((count) => `${count} jours`), counts.map((count) => `${count} días`));
console.log('seen    ', seen.fr, seen.es);
const known = {
  fr: ['2 jours', '1000000 days', '1500000 jours', '2000000 days'],
  es: ['2 días', 'days', '1500000 días', 'days'],
};
if (JSON.stringify(seen) !== JSON.stringify(known)) throw new Error('it behaves otherwise now');
END
node guess.js
