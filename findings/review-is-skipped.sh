#!/usr/bin/env bash
# Guess: a String Catalog of Xcode comes through locize-xcstrings and back with the state of each translation.
# Seen in locize-xcstrings 2.0.0: every state becomes "translated", also "needs_review" and "new". shouldTranslate: false
# is gone, so that the name of a product asks for a translation; and so is the comment for translators wherever the key
# is the source text, as Xcode writes it. Where a source text stands beside the key, its comment stays.
# Source: its README shows the way to its own format and back; in a String Catalog the state stands beside each value,
# and Xcode marks by it what is left to review.
# For users: one journey approves all that nobody had looked at, in every language, and nothing asks for a review any
# more. Take the values alone out of what comes back, and put them into the catalog that you sent.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts locize-xcstrings@2.0.0

cat >guess.js <<'EOF'
import {readFileSync} from 'node:fs';
import {locize2xcstrings, xcstrings2locize} from 'locize-xcstrings';

const name = 'locize-xcstrings';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const german = (state, value) => ({localizations: {de: {stringUnit: {state, value}}}});
const catalog = {
  sourceLanguage: 'en',
  version: '1.0',
  strings: {
    Open: {comment: 'An adjective', ...german('needs_review', 'Öffnen')},
    Tea: german('translated', 'Tee'),
    Draft: german('new', 'Entwurf'),
    Sencha: {shouldTranslate: false},
  },
};
const back = JSON.parse(locize2xcstrings(xcstrings2locize(JSON.stringify(catalog)))).strings;
const state = (key) => back[key].localizations.de.stringUnit.state;
const seen = [state('Open'), state('Draft'), back.Open.comment, back.Sencha.shouldTranslate].map(String).join(', ');
console.log('expected needs_review, new, An adjective, false');
console.log('seen    ', seen);
if (back.Tea.localizations.de.stringUnit.value !== 'Tee') throw new Error('the value is another one now');
if (seen !== 'translated, translated, undefined, undefined') throw new Error('it behaves otherwise now');
EOF
node guess.js
