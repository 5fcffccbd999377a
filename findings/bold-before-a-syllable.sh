#!/usr/bin/env bash
# Guess: what is bold in HTML is bold again after a journey through Markdown with turndown and markdown-it.
# Seen in turndown 7.2.5 with markdown-it 15.0.3: not where the bold text ends in a bracket, a quotation mark or a full
# stop and the next word follows without a space, as Chinese, Japanese and Korean are written: the asterisks stand in
# the text. In Western languages a space or the end of a line nearly always follows there.
# Source: CommonMark 0.31, "Emphasis and strong emphasis": a closing run that has punctuation before it must have a space
# or punctuation behind it. turndown writes the asterisks there all the same, and escapes or separates nothing.
# For users: rich text that is kept as Markdown shows ** to readers in these languages only. Compare the rendered
# page, not the Markdown, after such a conversion.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts turndown@7.2.5 markdown-it@15.0.3

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import Turndown from 'turndown';
import MarkdownIt from 'markdown-it';

for (const name of ['turndown', 'markdown-it']) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const journey = (html) => new MarkdownIt().render(new Turndown().turndown(html)).trim();
const kept = ['<p><strong>"Tea"</strong> is new.</p>', '<p><strong>新茶</strong>です</p>'];
const lost = [
  '<p><strong>「新茶」</strong>です</p>',
  '<p><strong>注意：</strong>熱い</p>',
  '<p><strong>서울(Seoul)</strong>은</p>',
  '<p>これは<em>「本」</em>だ</p>',
];
for (const html of kept) console.log('kept    ', journey(html));
for (const html of lost) console.log('expected', html, '\nseen    ', journey(html));
if (
  kept.some((html) => journey(html).replaceAll('&quot;', '"') !== html) ||
  lost.some((html) => /<(strong|em)>/.test(journey(html)) || !/\*\*|_/.test(journey(html)))
) {
  throw new Error('it behaves otherwise now');
}
END
node guess.js
