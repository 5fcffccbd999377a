#!/usr/bin/env bash
# Guess: what Tiptap's MarkdownManager writes, it reads back with the same marks, on a server too.
# Seen in @tiptap/markdown 3.35.0: where bold and italic overlap without one being inside the other, it writes the
# rest of the second one with an HTML tag. A server has no DOM, and without one its own reader takes a tag for text:
# "Nur heute neu" comes back as "Nur heute <em>neu</em>", shown so to every reader. Where there is a DOM, the tag is
# read.
# Source: its documentation calls the manager stand-alone, and parses HTML inside of Markdown.
# For users: a job that carries texts of this editor as Markdown, for translation say, puts tags into sentences where
# an editor made two marks meet. Nested marks are fine. Compare what was written with what is read before it is
# stored.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @tiptap/markdown@3.35.0 @tiptap/pm@3.35.0 @tiptap/starter-kit@3.35.0

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {MarkdownManager} from '@tiptap/markdown';
import StarterKit from '@tiptap/starter-kit';

const name = '@tiptap/markdown';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const manager = new MarkdownManager({extensions: [StarterKit]});
const text = (words, ...marks) => ({type: 'text', text: words, marks: marks.map((type) => ({type}))});
let changed = false;
for (const [content, known] of [
  [[text('Nur ', 'bold'), text('heute', 'bold', 'italic'), text(' neu', 'bold')], 'Nur heute neu'],
  [[text('Nur ', 'bold'), text('heute', 'bold', 'italic'), text(' neu', 'italic')], 'Nur heute <em>neu</em>'],
]) {
  const markdown = manager.serialize({type: 'doc', content: [{type: 'paragraph', content}]});
  const seen = manager.parse(markdown).content[0].content.map((node) => node.text).join('');
  changed ||= seen !== known;
  console.log('written ', markdown);
  console.log('expected', 'Nur heute neu');
  console.log('seen    ', seen);
}
if (changed) throw new Error('it behaves otherwise now');
END
node guess.js
