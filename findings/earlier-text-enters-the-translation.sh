#!/usr/bin/env bash
# Guess: pofile reads a fuzzy entry with its earlier source text ("#| msgid") and writes it back as it was, or without it.
# Seen in pofile 1.1.4: the line "#|" is taken for one more line of the text before it. Behind a plural entry the next
# fuzzy one gets a second form, "undefinedOld title" with the word undefined in it, and is written as msgstr[0] and
# msgstr[1] of an entry that has no plural.
# Source: the GNU gettext manual, "The Format of PO Files", gives "#| msgid" as a comment; msgmerge --previous writes it.
# For users: a catalog that msgmerge has seen and a tool built on it wrote anew is refused by msgfmt ("missing
# 'msgid_plural' section"), and a translator reads the word undefined. Take the lines out first:
# `msgattrib --clear-previous`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts pofile@1.1.4

cat >guess.po <<'END'
msgid ""
msgstr ""
"Language: de\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "%d page"
msgid_plural "%d pages"
msgstr[0] "%d Seite"
msgstr[1] "%d Seiten"

#, fuzzy
#| msgid "Old title"
msgid "New title"
msgstr "Alter Titel"
END
cat >guess.cjs <<'END'
const {readFileSync} = require('node:fs');
const PO = require('pofile');

console.log('pofile', JSON.parse(readFileSync('node_modules/pofile/package.json')).version);
const catalog = PO.parse(readFileSync('guess.po', 'utf8'));
const seen = catalog.items[1].msgstr;
console.log('expected', JSON.stringify(['Alter Titel']));
console.log('seen    ', JSON.stringify(seen));
const written = catalog.toString().split('\n').filter((line) => /title|Titel/.test(line));
console.log(written.join('\n'));
if (seen.join() !== 'Alter Titel,undefinedOld title') throw new Error('it behaves otherwise now');
if (!written.includes('msgstr[1] "undefinedOld title"')) throw new Error('it behaves otherwise now');
END
node guess.cjs
