#!/usr/bin/env bash
# Guess: translate-toolkit keeps the columns of a CSV file that it does not know as they are when it saves the file.
# Seen in 3.20.4: it keeps their heads and empties their cells. Of a table with id, source, target, a column of the
# longest length and one called "comments", the last two are empty after one translation was set, in every row. Where
# source and target have other heads, as "source (en)" and "target (fr)", all but the id is gone, and no error is told.
# Source: its class csvfile reads the columns of a file from its first row, whichever there are, and writes them again.
# For users: notes, lengths and addresses that were put beside the texts for translators do not come back from tools
# that are built on it, and a table with a language in its heads comes back empty. Keep the table that was sent, and
# take the column target alone from the one that came back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check translate-toolkit==3.20.4

cat >guess.py <<'END'
import csv
import io
from importlib.metadata import version

from translate.storage.csvl10n import csvfile

print("translate-toolkit", version("translate-toolkit"))


def saved(rows):
    """The table, opened, one translation set, and saved."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    store = csvfile.parsestring(out.getvalue().encode())
    for unit in store.units:
        if unit.source == "Cup":
            unit.target = "Tasse"
    return list(csv.reader(io.StringIO(bytes(store).decode())))


head = ["id", "source", "target", "max length", "comments"]
rows = [head, ["a1", "Tea", "Thé", "40", "the menu"], ["a2", "Cup", "", "20", "on a button"]]
seen = saved(rows)
print("expected", [head, rows[1], ["a2", "Cup", "Tasse", "20", "on a button"]])
print("seen    ", seen)
named = [["id", "source (en)", "target (fr)"], ["a1", "Tea", "Thé"]]
other = saved(named)
print("expected", named)
print("seen    ", other)
if seen != [head, ["a1", "Tea", "Thé", "", ""], ["a2", "Cup", "Tasse", "", ""]]:
    raise SystemExit("it behaves otherwise now")
if other != [named[0], ["a1", "", ""]]:
    raise SystemExit("it behaves otherwise now")
END
venv/bin/python guess.py
