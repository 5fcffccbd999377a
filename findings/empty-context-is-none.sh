#!/usr/bin/env bash
# Guess: an entry of a PO file with an empty context stays apart from the one without any, through load and save.
# Seen: gettext-parser 10.0.0 keeps one of the two: the translation of the other is gone, without a word. Babel 2.19.0
# reads both and writes both without the context, which makes a catalog with two entries of one text; what it reads back
# from that is one. polib 1.2.0 and translate-toolkit 3.20.4 keep both.
# Source: the GNU gettext manual, "PO Files": an empty context string and an absent msgctxt line are not the same.
# For users: systems that export their own key or note as the context write an empty one where they have none. Beside a
# hand-made entry of the same text, one of the two translations does not survive a build step.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Babel==2.19.0 polib==1.2.0 translate-toolkit==3.20.4
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts gettext-parser@10.0.0

cat >de.po <<'END'
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: de\n"

msgid "Open"
msgstr "Öffnen"

msgctxt ""
msgid "Open"
msgstr "Offen"
END

cat >guess.js <<'END'
import {readFileSync, writeFileSync} from 'node:fs';
import {po} from 'gettext-parser';

writeFileSync('gettext-parser.po', po.compile(po.parse(readFileSync('de.po'))));
END
node guess.js

cat >guess.py <<'END'
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.pofile import read_po, write_po
from translate.storage.po import pofile

saved = BytesIO()
write_po(saved, read_po(BytesIO(Path("de.po").read_bytes())), omit_header=True)
files = {
    "gettext-parser 10.0.0": Path("gettext-parser.po").read_text(),
    f"Babel {version('Babel')}": saved.getvalue().decode(),
    f"polib {version('polib')}": str(polib.pofile("de.po")),
    f"translate-toolkit {version('translate-toolkit')}": bytes(pofile.parsefile("de.po")).decode(),
}
seen = {}
for name, text in files.items():
    entries = [line for line in text.splitlines() if line.startswith(("msgctxt", "msgstr")) and line != 'msgstr ""']
    again = read_po(BytesIO(text.encode()))
    seen[name.split()[0]] = (entries, sorted(each.string for each in again if each.id))
    print(f"{name}: saved {entries}, read back {seen[name.split()[0]][1]}")
both = ['msgstr "Öffnen"', 'msgctxt ""', 'msgstr "Offen"']
print("expected: saved", both)
assert seen == {
    "gettext-parser": (['msgstr "Offen"'], ["Offen"]),
    "Babel": (['msgstr "Öffnen"', 'msgstr "Offen"'], ["Öffnen"]),
    "polib": (both, ["Offen", "Öffnen"]),
    "translate-toolkit": (both, ["Offen", "Öffnen"]),
}, "it behaves otherwise now"
END
venv/bin/python guess.py
