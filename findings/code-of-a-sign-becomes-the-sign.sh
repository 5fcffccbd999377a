#!/usr/bin/env bash
# Guess: text that shows the code of a sign, as in a lesson on HTML ("write &copy; for it"), comes back from Markdown as
# it was: what Markdown would read otherwise is escaped.
# Seen in prosemirror-markdown 1.13.9: asterisks, brackets and numbers at the start are escaped, an ampersand is not. The
# paragraph "&copy;" comes back as "©", and "&nbsp;" as a space that does not break.
# Source: CommonMark 0.31, section 2.5, "Entity and numeric character references": they are read everywhere but in code.
# For users: saving such a text twice in an editor that keeps Markdown changes its words. Escape ampersands before a
# name and a semicolon in `text` of a serializer of your own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts prosemirror-markdown@1.13.9

cat >run.mjs <<'END'
import { defaultMarkdownParser, defaultMarkdownSerializer, schema } from "prosemirror-markdown";

const again = (text) => {
  const doc = schema.node("doc", null, [schema.node("paragraph", null, [schema.text(text)])]);
  return defaultMarkdownParser.parse(defaultMarkdownSerializer.serialize(doc)).textContent;
};
const given = ["Write &copy; for it", "5 * 3 [a] _b_", "1. Mai", "R&D"];
const seen = given.map(again);
console.log("expected:", JSON.stringify(given));
console.log("seen:    ", JSON.stringify(seen));
const known = ["Write © for it", ...given.slice(1)];
process.exit(JSON.stringify(seen) === JSON.stringify(known) ? 0 : 1);
END
node run.mjs
