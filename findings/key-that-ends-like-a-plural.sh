#!/usr/bin/env bash
# Guess: translate-toolkit reads a JSON file of i18next and writes it unchanged, whatever its keys are called.
# Seen in 3.20.4: any key that ends in _zero, _one, _two, _few, _many or _other is taken for a plural, even alone. The
# forms that the file's language lacks are thrown away, and missing ones are added empty: "item_two": "Second item" is
# gone, with "item_one": "" and "item_other": "" in its place. The text of "item_three" stays.
# Source: the i18next documentation, "Plurals": a key is a plural where a count is asked for; the format tells nothing
# of it by itself.
# For users: an ordinary text is lost by loading and saving, and the site shows its bare key, or another language. Number
# your keys with digits (item_2), or keep such files out of tools that write them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check translate-toolkit==3.20.4

cat >guess.py <<'END'
import json
import sys
from importlib.metadata import version

from translate.storage.jsonl10n import I18NextV4File

print("translate-toolkit", version("translate-toolkit"))
before = {"item_two": "Second item", "item_three": "Third item"}
store = I18NextV4File()
store.settargetlanguage("en")
store.parse(json.dumps(before).encode())
seen = json.loads(bytes(store))
print("expected", before)
print("seen    ", seen)
if seen != {"item_one": "", "item_other": "", "item_three": "Third item"}:
    sys.exit("it behaves otherwise now")
END
venv/bin/python guess.py
