#!/usr/bin/env bash
# Guess: two ranges of hours in one sentence, "09:00~18:00, 10:00~14:00", are plain text in Markdown: what is struck out
# stands between two tildes on each side, as in the specification of GitHub's Markdown.
# Seen in remark-gfm 4.0.1 and marked 18.2.1: what lies between the two ranges is struck out, and both tildes are gone:
# "18:00, 10:00". markdown-it 15.0.3 shows the sentence as it is.
# Source: GitHub Flavored Markdown, "Strikethrough", permits one tilde or two; no rule keeps one between digits apart.
# remark-gfm has singleTilde: false; its page calls single tildes technically prohibited, and takes them by default.
# For users: Korean and Japanese write ranges of hours, prices and days with a tilde. The same text is right in English,
# where the range has a dash, and says in Korean that the shop is closed. Write \~, or the wave dash, before it is shown.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts unified@11.0.5 remark-parse@11.0.0 remark-gfm@4.0.1
npm install --silent --no-audit --no-fund --ignore-scripts remark-rehype@11.1.2 rehype-stringify@10.0.1 marked@18.2.1 markdown-it@15.0.3

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import markdownIt from 'markdown-it';
import {marked} from 'marked';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import {unified} from 'unified';

const remark = unified().use(remarkParse).use(remarkGfm).use(remarkRehype).use(rehypeStringify);
const shown = {
  'remark-gfm': (markdown) => String(remark.processSync(markdown)),
  marked: (markdown) => marked(markdown),
  'markdown-it': (markdown) => markdownIt().render(markdown),
};
const known = {
  'remark-gfm': '<p>영업시간 09:00<del>18:00, 주말 10:00</del>14:00</p>',
  marked: '<p>영업시간 09:00<del>18:00, 주말 10:00</del>14:00</p>',
  'markdown-it': '<p>영업시간 09:00~18:00, 주말 10:00~14:00</p>',
};
let changed = false;
console.log('expected', known['markdown-it']);
for (const [name, show] of Object.entries(shown)) {
  const seen = show('영업시간 09:00~18:00, 주말 10:00~14:00').trim();
  changed ||= seen !== known[name];
  console.log('seen    ', seen, name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
if (changed) throw new Error('it behaves otherwise now');
END
node guess.js
