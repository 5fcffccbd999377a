#!/usr/bin/env bash
# Guess: what properties-parser's editor sets in a .properties file, its reader reads back.
# Seen in properties-parser 0.6.0: colons, line breaks and letters beyond ASCII of a value are quoted, a backslash and a
# space at the beginning are not. "C:\neu" comes back as two lines, "C:" and "eu"; "a\b" as "ab"; " und" as "und".
# Source: the format as java.util.Properties documents it: a backslash in a value is written twice, and a space at its
# beginning after a backslash.
# For users: paths, patterns and fragments that begin with a space (", " and " of ") change with each save by a tool on
# this package. Double the backslashes before setting, or write the file with another one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts properties-parser@0.6.0

cat >run.cjs <<'END'
const { createEditor, parse } = require("properties-parser");
const known = { "C:\\neu": "C:\neu", "a\\b": "ab", " und": "und", "a: b = c": "a: b = c", "Zürich\nBern": "Zürich\nBern" };
let same = true;
for (const [value, wanted] of Object.entries(known)) {
  const editor = createEditor();
  editor.set("key", value);
  const seen = parse(editor.toString()).key;
  same &&= seen === wanted;
  console.log("expected", JSON.stringify(value), " seen", JSON.stringify(seen));
}
process.exit(same ? 0 : 1);
END
node run.cjs
