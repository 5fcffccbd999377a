#!/usr/bin/env bash
# Guess: Hygraph's converter from HTML reads b as strong and i as em; browsers write the short names when somebody types.
# Seen in @graphcms/html-to-slate-ast 0.14.1: i, em, strong, u, code and a span that is bold by its style keep what they
# mean; b alone becomes plain text, without a word. Nothing is refused, and the words are all there.
# Source: HTML gives b and strong the same look; editors and mail programs write either.
# For users: content that goes into that system by it loses its bold in silence wherever the source wrote b, and a
# comparison of the words alone calls both sides equal. Write b as strong before converting, and count marks after.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @graphcms/html-to-slate-ast@0.14.1 jsdom@24.1.3

cat >guess.cjs <<'END'
const {readFileSync} = require('node:fs');
const {htmlToSlateAST} = require('@graphcms/html-to-slate-ast');

const name = '@graphcms/html-to-slate-ast';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const spans = {
  strong: ['<strong>', '</strong>'],
  em: ['<em>', '</em>'],
  i: ['<i>', '</i>'],
  u: ['<u>', '</u>'],
  'span, bold by style': ['<span style="font-weight: bold">', '</span>'],
  b: ['<b>', '</b>'],
};
(async () => {
  const kept = [];
  for (const [tag, [open, close]] of Object.entries(spans)) {
    const [paragraph] = await htmlToSlateAST(`<p>Tea is ${open}green${close} here</p>`);
    const marks = paragraph.children.flatMap(({text, ...mark}) => Object.keys(mark));
    console.log(tag, 'expected one mark, seen', JSON.stringify(marks));
    if (marks.length) kept.push(tag);
  }
  if (kept.join() !== 'strong,em,i,u,span, bold by style') throw new Error('it behaves otherwise now');
})();
END
node guess.cjs
