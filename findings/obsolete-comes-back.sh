#!/usr/bin/env bash
# Guess: an obsolete entry of a PO file ("#~": its text is gone from the program, its translation is kept aside) does
# not go through XLIFF, or is obsolete again when it comes back.
# Seen in translate-toolkit 3.20.4: po2xliff writes it as a translated, approved unit like any other, and xliff2po makes
# a living entry of it.
# Source: the GNU gettext manual, "The Format of PO Files": obsolete entries are commented out, and no longer used.
# For users: translators are given texts that no page has any more, and each journey through XLIFF brings all deleted
# texts back to life. Drop them before (msgattrib --no-obsolete).
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

msgid "Open"
msgstr "Ouvrir"

#~ msgid "Summer sale"
#~ msgstr "Soldes d'été"
END
venv/bin/po2xliff --version
venv/bin/po2xliff --progress=none -i before.po -o between.xlf
venv/bin/xliff2po --progress=none -i between.xlf -o after.po
echo 'expected: no "Summer sale", or one behind "#~"'
echo "seen:"
grep -A 1 'Summer sale' after.po
grep -q 'approved="yes"' between.xlf
grep -qx 'msgid "Open"' after.po
grep -qx 'msgid "Summer sale"' after.po
