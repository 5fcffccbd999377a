#!/usr/bin/env bash
# Guess: juice, which writes the style sheet of a mail into its elements, writes a rule for p:lang(ar) or :dir(rtl) into
# the paragraphs it holds for, or leaves it in the style element, as it does with a:hover.
# Seen in juice 11.1.1: the rule is in neither, without a word. One for [lang|=ar] is written into the paragraph.
# Source: its page: rules with pseudo selectors that it ignores (":hover", ":active" and others) are preserved by
# default. Selectors Level 4, "The Language Pseudo-class".
# For users: one template serves all languages, and those that run from right to left, or need a larger or another font,
# are sent with the style of English. Write such rules with attribute selectors, or name ":lang" and ":dir" in
# preservedSelectors.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts juice@11.1.1

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import juice from 'juice';

console.log('juice', JSON.parse(readFileSync('node_modules/juice/package.json')).version);
const text = '<p lang="ar" dir="rtl">شاي</p>';
const kept = {'p:hover': true, '[lang|=ar]': true, 'p:lang(ar)': false, 'p:dir(rtl)': false};
let changed = false;
for (const [selector, known] of Object.entries(kept)) {
  const seen = juice(`<style>${selector} {text-align: right}</style>${text}`);
  changed ||= seen.includes('text-align') !== known;
  console.log(selector, 'expected: text-align somewhere, seen', seen.replace(/\s+/g, ' '));
}
const preserved = juice(`<style>p:lang(ar) {text-align: right}</style>${text}`, {preservedSelectors: [':lang']});
console.log('with preservedSelectors', preserved.replace(/\s+/g, ' '));
if (changed || !preserved.includes('text-align')) throw new Error('it behaves otherwise now');
END
node guess.js
