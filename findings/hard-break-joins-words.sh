#!/usr/bin/env bash
# Guess: Contentful's rich-text-from-markdown keeps a hard line break, as a line break or at least as a space, since
# it keeps the weaker ones: the end of a line within a paragraph.
# Seen in 16.2.2: the end of a line becomes "\n" in the text, and so does "<br>", but the hard break of Markdown (two
# spaces or a backslash at the end of the line) vanishes with nothing in its place: "Hauptstraße 5" and "10115 Berlin"
# are one word after it.
# Source: CommonMark, "Hard line breaks". The page of the package does not name them among what it converts or leaves
# out.
# For users: addresses, poems and signatures moved from Markdown into Contentful are joined at the end of each line.
# Most converters from HTML write <br> as just this break. Put <br> in its place first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @contentful/rich-text-from-markdown@16.2.2

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {richTextFromMarkdown} from '@contentful/rich-text-from-markdown';

const name = '@contentful/rich-text-from-markdown';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const guesses = {
  'Hauptstraße 5\n10115 Berlin': 'Hauptstraße 5\n10115 Berlin',
  'Hauptstraße 5<br>10115 Berlin': 'Hauptstraße 5\n10115 Berlin',
  'Hauptstraße 5  \n10115 Berlin': 'Hauptstraße 510115 Berlin',
  'Hauptstraße 5\\\n10115 Berlin': 'Hauptstraße 510115 Berlin',
};
let changed = false;
for (const [markdown, known] of Object.entries(guesses)) {
  const document = await richTextFromMarkdown(markdown);
  const seen = document.content.flatMap((block) => block.content.map((text) => text.value)).join('');
  changed ||= seen !== known;
  console.log('of', JSON.stringify(markdown));
  console.log('  expected', JSON.stringify('Hauptstraße 5\n10115 Berlin'));
  console.log('  seen    ', JSON.stringify(seen));
}
if (changed) throw new Error('it behaves otherwise now');
END
node guess.js
