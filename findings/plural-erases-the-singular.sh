#!/usr/bin/env bash
# Guess: when a message gains or loses a plural in the source, merge() of polib keeps its translation and marks it as
# fuzzy, as Babel's update() does.
# Seen in polib 1.2.0: where it gains one, all forms are empty, and the old translation is neither a fuzzy nor an obsolete
# entry; once the file is saved it is nowhere. Where it loses one, the forms are written under a message without a
# plural, which msgfmt refuses, and which polib itself reads as untranslated. Babel 2.19.0 keeps the text and says fuzzy.
# Source: the text of POFile.merge: "It behaves exactly as the gettext msgmerge utility"; msgmerge 0.21 does as Babel.
# For users: developers add plurals to many messages at once ("%d file" to "%d file / %d files"), and the same night all
# of these are in the source language on every site, with no old text for the translators to begin from. Keep the file
# of before the merge.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check polib==1.2.0 babel==2.19.0

cat >guess.py <<'EOF'
import sys
from importlib.metadata import version

import polib
from babel.messages.catalog import Catalog

print("polib", version("polib"), "babel", version("babel"))


def merged(old: polib.POEntry, new: polib.POEntry) -> tuple[str, dict[int, str]]:
    """The translation and its plural forms, as they are read again after the merge."""
    german, source = polib.POFile(), polib.POFile()
    german.append(old)
    source.append(new)
    german.merge(source)
    [entry] = polib.pofile(str(german))
    return entry.msgstr, entry.msgstr_plural if entry.msgid_plural else {}


forms = {0: "%d Datei", 1: "%d Dateien"}
empty = {0: "", 1: ""}
cases = {
    "unchanged": merged(polib.POEntry(msgid="%d file", msgstr="%d Datei"), polib.POEntry(msgid="%d file")),
    "gains a plural": merged(
        polib.POEntry(msgid="%d file", msgstr="%d Datei"),
        polib.POEntry(msgid="%d file", msgid_plural="%d files", msgstr_plural=empty),
    ),
    "loses its plural": merged(
        polib.POEntry(msgid="%d file", msgid_plural="%d files", msgstr_plural=forms),
        polib.POEntry(msgid="%d file"),
    ),
}
for name, seen in cases.items():
    print(name, "expected the word Datei, seen", seen)

german, source = Catalog(locale="de"), Catalog()
german.add("%d file", "%d Datei")
source.add(("%d file", "%d files"))
german.update(source)
message = german.get("%d file")
print("Babel keeps", message.string, "fuzzy:", message.fuzzy)
known = [("%d Datei", {}), ("", {0: "", 1: ""}), ("", {})]
if list(cases.values()) != known or message.string[0] != "%d Datei" or not message.fuzzy:
    sys.exit("it behaves otherwise now")
EOF
venv/bin/python guess.py
