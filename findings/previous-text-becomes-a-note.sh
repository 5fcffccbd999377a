#!/usr/bin/env bash
# Guess: Babel reads a PO file that msgmerge --previous wrote and writes it with the same meaning: "#|" is the earlier
# source text of a fuzzy entry, and an obsolete entry that was fuzzy stays so.
# Seen in 2.19.0: "#| msgid" becomes "# | msgid", a note of the translator, which no tool ever takes away again. The
# obsolete entry loses its fuzzy mark, so a guess that nobody confirmed counts as a translation once its text is back.
# Source: the GNU gettext manual, "The Format of PO Files": "#|" holds previous text, and "#, fuzzy" asks for revision.
# For users: where Babel and the gettext tools share catalogs, notes of the past pile up in them, and wrong translations
# are published as confirmed ones after a text was removed and came back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check babel==2.19.0

cat >before.po <<'END'
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: fr\n"

#, fuzzy
#| msgid "Open now"
msgid "Open today"
msgstr "Ouvert maintenant"

#, fuzzy
#~ msgid "Closed today"
#~ msgstr "Ouvert maintenant"
END
cat >guess.py <<'END'
import io
import sys
from importlib.metadata import version
from pathlib import Path

from babel.messages.pofile import read_po, write_po

print("babel", version("babel"))
with Path("before.po").open("rb") as file:
    catalog = read_po(file)
written = io.BytesIO()
write_po(written, catalog, omit_header=True)
seen = written.getvalue().decode().strip()
print("expected:", Path("before.po").read_text().split("\n\n", 1)[1], "seen:", seen, sep="\n")
entry = '# | msgid "Open now"\n#, fuzzy\nmsgid "Open today"\nmsgstr "Ouvert maintenant"'
obsolete = '#~ msgid "Closed today"\n#~ msgstr "Ouvert maintenant"'
if [part.strip() for part in seen.split("\n\n")] != [entry, obsolete]:
    sys.exit("it behaves otherwise now")
END
venv/bin/python guess.py
