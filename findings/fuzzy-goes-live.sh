#!/usr/bin/env bash
# Guess: gettext-converter makes JSON from a PO file that i18next shows right, and a translation marked as fuzzy, which
# gettext itself leaves out of a program, is left out.
# Seen in gettext-converter 1.3.4 with i18next 26.7.2: the plural is written as "day_plural", which i18next has not read
# since version 21 without an older format set, so five days are shown with the singular; and the fuzzy translation is
# there as if somebody had approved it.
# Source: the guides of i18next on JSON formats, and the manual of gettext on fuzzy entries.
# For users: unfinished text goes live, and numbers are wrong in every language, with no error on the way. Remove fuzzy
# entries first, and set the JSON format by name.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts gettext-converter@1.3.4 i18next@26.7.2

cat >run.cjs <<'END'
const { po2i18next } = require("gettext-converter");
const { createInstance } = require("i18next");
const po = [
  'msgid ""', 'msgstr ""', '"Language: de\\n"', '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"', "",
  'msgid "day"', 'msgid_plural "days"', 'msgstr[0] "Tag"', 'msgstr[1] "Tage"', "",
  "#, fuzzy", 'msgid "Close"', 'msgstr "Öffnen"', "",
].join("\n");
(async () => {
  const texts = await po2i18next(po, "de");
  const shown = createInstance();
  await shown.init({ lng: "de", resources: { de: { translation: texts } } });
  const seen = [shown.t("day", { count: 1 }), shown.t("day", { count: 5 }), shown.t("Close")];
  console.log("made:    ", JSON.stringify(texts));
  console.log("expected:", JSON.stringify(["Tag", "Tage", "Close"]));
  console.log("seen:    ", JSON.stringify(seen));
  process.exit(JSON.stringify(seen) === JSON.stringify(["Tag", "Tag", "Öffnen"]) ? 0 : 1);
})();
END
node run.cjs
