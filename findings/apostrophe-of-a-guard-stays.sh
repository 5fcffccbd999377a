#!/usr/bin/env bash
# Guess: what po2csv puts before a text that a spreadsheet would take for a formula, csv2po takes away again.
# Seen in translate-toolkit 3.20.4: po2csv writes an apostrophe before "+41 44 …", "-20 %" and "@home", and csv2po keeps
# it: it is part of the translation then, and of the source text, which no longer matches.
# Source: translate-toolkit's page on csv2po: it converts what po2csv made back into PO files.
# For users: telephone numbers, discounts and names of accounts gain an apostrophe on the page. Compare with what was
# sent, and strip it where the original had none.
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
"Language: de\n"

msgid "Phone"
msgstr "+41 44 000 00 00"

msgid "-20 %"
msgstr "-20 %"

msgid "Home"
msgstr "Zu Hause"
END
venv/bin/po2csv --progress=none -i before.po -o between.csv
venv/bin/csv2po --progress=none -i between.csv -o after.po
echo 'expected: "+41 44 000 00 00", "-20 %", "Zu Hause"'
echo "seen:"
grep -A 1 -E '^msgid "(Phone|Home|.?-20 %)"' after.po
grep -qx "msgstr \"'+41 44 000 00 00\"" after.po
grep -qx "msgid \"'-20 %\"" after.po
grep -qx 'msgstr "Zu Hause"' after.po
