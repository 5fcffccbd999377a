#!/usr/bin/env bash
# Guess: the end of a line inside a paragraph of HTML is a space, as in every browser.
# Seen in @kontent-ai/rich-text-resolver 3.0.2: it is nothing. "Guten\nTag" becomes the one word "GutenTag", and a bold
# and an italic word on two lines become one, too; a `br` becomes a line break.
# Source: the HTML and CSS standards, "white space processing": a line feed collapses into a space.
# For users: HTML that some tool wrapped at 80 columns loses one space a line. Join its lines with spaces before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @kontent-ai/rich-text-resolver@3.0.2

cat >run.mjs <<'END'
import { transformToPortableText } from "@kontent-ai/rich-text-resolver";

const text = (html) => transformToPortableText(html).map((block) => block.children.map((span) => span.text).join(""));
const seen = [
  text("<p>Guten\nTag</p>"),
  text("<p><strong>Guten</strong>\n<em>Tag</em></p>"),
  text("<p>Guten Tag</p>"),
  text("<p>Guten<br>Tag</p>"),
].flat();
console.log("expected:", JSON.stringify(["Guten Tag", "Guten Tag", "Guten Tag", "Guten\nTag"]));
console.log("seen:    ", JSON.stringify(seen));
const known = ["GutenTag", "GutenTag", "Guten Tag", "Guten\nTag"];
process.exit(JSON.stringify(seen) === JSON.stringify(known) ? 0 : 1);
END
node run.mjs
