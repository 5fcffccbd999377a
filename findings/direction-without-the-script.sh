#!/usr/bin/env bash
# Guess: the direction of "pa-Arab" (Punjabi in Pakistan) is right to left and that of "ur-Latn" (Urdu in Latin letters)
# left to right: a tag that names its script says so.
# Seen in rtl-detect 1.1.2: the script is not looked at. "pa-Arab", "uz-Arab" and "ks" are left to right, "ur-Latn" and
# "ug-Cyrl" right to left. Node's own Intl.Locale answers all of these by script.
# Source: RFC 5646, section 2.2.3: a script subtag says in which writing system a text is.
# For users: a page in one of these languages is aligned on the wrong side, with its punctuation at the wrong end. Ask
# Intl.Locale for the text info in place of a list of languages.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts rtl-detect@1.1.2

cat >run.cjs <<'END'
const { getLangDir } = require("rtl-detect");
const plain = { ar: "rtl", de: "ltr" };
const expected = { "pa-Arab": "rtl", "uz-Arab": "rtl", ks: "rtl", "ur-Latn": "ltr", "ug-Cyrl": "ltr", ...plain };
const seen = Object.fromEntries(Object.keys(expected).map((tag) => [tag, getLangDir(tag)]));
console.log("expected:", JSON.stringify(expected));
console.log("seen:    ", JSON.stringify(seen));
const known = { "pa-Arab": "ltr", "uz-Arab": "ltr", ks: "ltr", "ur-Latn": "rtl", "ug-Cyrl": "rtl", ...plain };
process.exit(JSON.stringify(seen) === JSON.stringify(known) ? 0 : 1);
END
node run.cjs
