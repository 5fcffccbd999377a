#!/usr/bin/env bash
# Guess: to pofile an entry with the flags "python-format, fuzzy" is fuzzy, in whatever order they stand.
# Seen in pofile 1.1.4: only the first flag of a line is known by its name. The second keeps the space before it, so the
# list has " fuzzy" and flags.fuzzy is undefined: the entry counts as approved.
# Source: the GNU gettext manual writes "#, FLAG..." as a list with commas and spaces, and says of no order; its README
# asks `item.flags.fuzzy`.
# For users: what a translator left unsure is shipped as done, by every tool that asks for the flag by its name. What
# msgmerge writes is safe (it puts fuzzy first); after a hand or another library sorted the flags it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts pofile@1.1.4

cat >guess.cjs <<'END'
const {readFileSync} = require('node:fs');
const PO = require('pofile');

console.log('pofile', JSON.parse(readFileSync('node_modules/pofile/package.json')).version);
const fuzzy = (flags) => {
  const entry = `#, ${flags}\nmsgid "%d left"\nmsgstr "%d links"\n`;
  return PO.parse(`msgid ""\nmsgstr ""\n"Language: de\\n"\n\n${entry}`).items[0].flags.fuzzy;
};
const seen = ['fuzzy, python-format', 'python-format, fuzzy'].map(fuzzy);
console.log('expected', [true, true]);
console.log('seen    ', seen);
if (seen[0] !== true || seen[1] !== undefined) throw new Error('it behaves otherwise now');
END
node guess.cjs
