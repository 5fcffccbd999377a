#!/usr/bin/env bash
# Guess: strings-file reads every text of a .strings file, whatever its layout.
# Seen in strings-file 0.0.5: a text over two lines, an empty one, and the last one of a file that does not end in a line
# feed are not read, without a word; and a line that is commented out with // is read, under a key that begins with it.
# Source: Apple's .strings files are property lists of the old form: white space between tokens is free, a string may
# hold line breaks, and // and /* */ are comments.
# For users: texts go missing between an app and the place where it is translated, and retired ones come back as new
# keys to be translated. Count the keys on both sides, and let the file end in a line feed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts strings-file@0.0.5

cat >guess.cjs <<'END'
const {readFileSync} = require('node:fs');
const {parse} = require('strings-file');

console.log('strings-file', JSON.parse(readFileSync('node_modules/strings-file/package.json')).version);
const lines = [
  '"title" = "Tee";',
  '"address" = "Lange Gasse 1',
  'Wien";',
  '"none" = "";',
  '// "old" = "alt";',
  '"last" = "Ende";',
];
const seen = Object.keys(parse(lines.join('\n'))).map((key) => key.trim());
console.log('expected', ['title', 'address', 'none', 'last']);
console.log('seen    ', seen);
if (seen.join() !== 'title,// "old"') throw new Error('it behaves otherwise now');
END
node guess.cjs
