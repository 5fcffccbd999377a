#!/usr/bin/env bash
# Guess: gettext-merger keeps a translation that is written over several lines, and a fuzzy entry stays fuzzy.
# Seen in 1.2.1: each line becomes a plural form of its own, under a message without a plural, and the first form is the
# word "undefined". The mark of the fuzzy entry is gone. A translation on one line and a message over several are kept.
# Source: the GNU gettext manual, "PO Files": strings next to each other are one string, and msgmerge, xgettext and polib
# fold whatever is longer than a line.
# For users: most catalogs have such entries: all long paragraphs are broken in one step, GNU tools refuse the file, and
# looser readers show "undefined" to visitors. What nobody has reviewed goes live. Give it catalogs that were written with
# --no-wrap, and put texts with line breaks aside.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts gettext-merger@1.2.1

cat >de.po <<'EOF'
msgid "one line"
msgstr "eine Zeile"

msgid "folded"
msgstr ""
"ein langer Satz, "
"der umbrochen ist"

#, fuzzy
msgid "old"
msgstr "alt"
EOF
cat >guess.js <<'EOF'
import {readFileSync} from 'node:fs';
import {mergePotFile} from 'gettext-merger';

const name = 'gettext-merger';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const [, merged] = await mergePotFile(['de.po']);
const seen = Object.fromEntries(merged.blocks.map((each) => [each.msgid, each.toStr()]));
const known = {
  'one line': 'msgid "one line"\nmsgstr "eine Zeile"',
  folded: 'msgid "folded"\nmsgstr[0] "undefined"\nmsgstr[1] "ein langer Satz, "\nmsgstr[2] "der umbrochen ist"',
  old: 'msgid "old"\nmsgstr "alt"',
};
console.log('expected the entries of');
console.log(readFileSync('de.po', 'utf8'));
console.log('seen');
for (const [id, text] of Object.entries(known)) {
  console.log(seen[id] + '\n');
  if (seen[id] !== text) throw new Error('it behaves otherwise now');
}
EOF
node guess.js
