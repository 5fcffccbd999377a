#!/usr/bin/env bash
# Guess: the context of a PO entry (msgctxt), which tells two texts with the same words apart, goes through XLIFF and
# back as it was.
# Seen in translate-toolkit 3.20.4: it does not go at all, and the place in the source comes back as the context:
# msgctxt "verb" at menu.html:4 is msgctxt "menu.html:4" afterwards.
# Source: the two tools are documented as converters from PO to XLIFF and back; the gettext manual, "Using contexts for
# solving ambiguities", makes msgctxt a part of what a text is looked up by.
# For users: no program finds these translations any more, since they are looked up by their context, and a line added
# to a source file makes each of them another entry. Translators see "Open" twice with nothing to tell verb from
# adjective.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check translate-toolkit==3.20.4

cat >before.po <<'END'
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: fr\n"

#: menu.html:4
msgctxt "verb"
msgid "Open"
msgstr "Ouvrir"

#: shop.html:9
msgctxt "adjective"
msgid "Open"
msgstr "Ouvert"
END
venv/bin/po2xliff --version
venv/bin/po2xliff --progress=none -i before.po -o between.xlf
venv/bin/xliff2po --progress=none -i between.xlf -o after.po
echo 'expected: msgctxt "verb" and msgctxt "adjective"'
echo "seen:"
grep msgctxt after.po
[ "$(grep msgctxt after.po)" = 'msgctxt "menu.html:4"
msgctxt "shop.html:9"' ]
grep -qx 'msgstr "Ouvert"' after.po
