#!/usr/bin/env bash
# Guess: i18next-conv puts the plural forms of a French JSON file (one, many, other) into the PO file each at its
# place, or says that its PO header has room for two only.
# Seen in 16.0.0: its header has two forms, and "many" lands in the place of the singular: a catalog with one, many and
# other has the text for millions in msgstr[0], and the singular is nowhere. Nothing is said. Of the four forms of
# Russian the last, "other", replaces "many" likewise.
# Source: the package converts i18next JSON to gettext and back; i18next takes its forms from Intl.PluralRules, which
# names one, many and other for French.
# For users: translators get a PO file whose singular reads "{{count}} millions de jours", and back in JSON that is
# what one day is called. Files in French, Spanish, Italian and Portuguese are struck once they were made complete
# for newer i18next versions.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts i18next-conv@16.0.0

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {gettextToI18next, i18nextToPo} from 'i18next-conv';

console.log('i18next-conv', JSON.parse(readFileSync('node_modules/i18next-conv/package.json')).version);
const before = {day_one: 'jour', day_many: 'millions de jours', day_other: 'jours'};
const options = {compatibilityJSON: 'v4'};
const po = (await i18nextToPo('fr', JSON.stringify(before), options)).toString();
const after = JSON.parse((await gettextToI18next('fr', po, options)).toString());
console.log('expected', before);
console.log('seen    ', after);
console.log(po.split('\n').filter((line) => /^"?(msgstr\[|Plural-Forms)/.test(line)).join('\n'));
const ru = {d_one: 'день', d_few: 'дня', d_many: 'дней', d_other: 'дня (дробь)'};
const russian = (await i18nextToPo('ru', JSON.stringify(ru), options)).toString();
if (
  !po.includes('msgstr[0] "millions de jours"\nmsgstr[1] "jours"') || po.includes('"jour"') ||
  after.day_one !== 'millions de jours' || russian.includes('"дней"')
) {
  throw new Error('it behaves otherwise now');
}
END
node guess.js
