#!/usr/bin/env bash
# Guess: android-string-resource writes a file of strings that it read as it was in meaning: read, write, read is the same.
# Seen in android-string-resource 2.3.10: a link whose address has two parameters is written with a bare ampersand, and
# the file is no XML any more; a text whose spaces are kept by quotation marks is written without the marks, so they are
# lost at the next reading; \@ at the beginning becomes @, which Android takes for the name of a resource.
# Source: the guide to string resources of Android: quotation marks keep white space, and @ at the beginning is quoted.
# For users: one link with "?a=1&b=2" in one text, and the whole language does not build. Check that the file parses, and
# compare it with its first reading, before it is committed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts android-string-resource@2.3.10

cat >run.cjs <<'END'
const { asr2js, js2asr } = require("android-string-resource");
const { writeFileSync } = require("node:fs");
const written = async (text) => js2asr(await asr2js(`<resources><string name="a">${text}</string></resources>`));
(async () => {
  const link = 'Mehr <a href="https://example.com/?a=1&amp;b=2">hier</a>';
  writeFileSync("link.xml", await written(link));
  writeFileSync("plain.xml", await written("Fisch &amp; Brot"));
  const spaced = await asr2js(await written('"zwei   weit"'));
  const first = await asr2js('<resources><string name="a">"zwei   weit"</string></resources>');
  const at = /<string name="a">(.*)<\/string>/.exec(await written("\\@anna"))[1];
  console.log("expected:", JSON.stringify([first.a, "\\@anna"]));
  console.log("seen:    ", JSON.stringify([spaced.a, at]));
  process.exit(first.a === "zwei   weit" && spaced.a === "zwei weit" && at === "@anna" ? 0 : 1);
})();
END
node run.cjs
parses() { python3 -c 'import sys, xml.etree.ElementTree as tree; tree.parse(sys.argv[1])' "$1" 2>/dev/null; }
parses plain.xml
if parses link.xml; then
  echo "it behaves otherwise now: the file with the link is XML"
  exit 1
fi
echo "expected: the file with the link is XML;  seen: it is not:"
grep href link.xml
