#!/usr/bin/env bash
# Guess: quill-delta-to-html writes the alternative text of a picture, as it writes its width and its link.
# Seen in 0.12.1: an image with the attributes alt, width and link keeps width and link, and loses alt.
# Source: Quill's own image format reads and writes alt, height and width as attributes of the picture.
# For users: pages made from Quill's data on a server have no alternative texts, in no language, while the editor shows
# them. A sync that compares such HTML with another side takes them for deleted by somebody.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts quill-delta-to-html@0.12.1

cat >guess.js <<'END'
const {QuillDeltaToHtmlConverter} = require('quill-delta-to-html');

console.log('quill-delta-to-html', require('./node_modules/quill-delta-to-html/package.json').version);
const picture = {insert: {image: 'https://example.com/tea.png'}};
picture.attributes = {alt: '新茶', width: '200', link: 'https://example.com/tea'};
const seen = new QuillDeltaToHtmlConverter([picture, {insert: '\n'}], {}).convert();
console.log('expected', 'a picture with alt="新茶" and width="200" in a link');
console.log('seen    ', seen);
if (seen.includes('alt') || !seen.includes('width="200"') || !seen.includes('href="https://example.com/tea"')) {
  throw new Error('it behaves otherwise now');
}
END
node guess.js
