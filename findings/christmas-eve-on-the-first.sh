#!/usr/bin/env bash
# Guess: @portabletext/markdown writes a plain paragraph so that it reads it back as that paragraph; what would be a
# list in Markdown gets a backslash.
# Seen in 1.5.0: nothing is escaped. Two paragraphs of opening hours, "24. Dezember: geschlossen" and "31. Dezember:
# bis 14 Uhr", come back as a numbered list, and Portable Text has no place for a number in it: they read "1.
# Dezember" and "2. Dezember", and are written so the next time. "24 December" and "24.12." stay, as does a heading.
# Source: its page says "Convert Portable Text to Markdown and back again"; CommonMark, "Backslash escapes".
# For users: German, Czech, Danish and Finnish write dates with such a period, and Hungarian floors. A translation
# that goes out as Markdown and comes back untouched has other dates than its source, and English ones are never hit.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @portabletext/markdown@1.5.0

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {markdownToPortableText, portableTextToMarkdown} from '@portabletext/markdown';

const name = '@portabletext/markdown';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const paragraph = (text) => ({
  _type: 'block',
  _key: text,
  style: 'normal',
  markDefs: [],
  children: [{_type: 'span', _key: 'words', text, marks: []}],
});
const twice = (texts) =>
  portableTextToMarkdown(markdownToPortableText(portableTextToMarkdown(texts.map(paragraph))));
let changed = false;
for (const [texts, known] of [
  [['24 December: closed', '31 December: until 2 pm'], '24 December: closed\n\n31 December: until 2 pm'],
  [['24. Dezember: geschlossen', '31. Dezember: bis 14 Uhr'], '1. Dezember: geschlossen\n2. Dezember: bis 14 Uhr'],
]) {
  const seen = twice(texts);
  changed ||= seen !== known;
  console.log('expected', texts.join(' | '));
  console.log('seen    ', seen.split(/\n+/).join(' | '));
}
if (changed) throw new Error('it behaves otherwise now');
END
node guess.js
