#!/usr/bin/env bash
# Guess: setting the target of a unit of XLIFF in translate-toolkit gives it another translation.
# Seen in 3.20.4: only the words before the first inline code (bold, a link, a placeholder) are replaced; the code and
# all that follows it stay: "Kaufen" set for "Jetzt <x/> kaufen" makes "Kaufen<x/> kaufen". Of a target without codes
# the whole text is replaced.
# Source: translate-toolkit's own documentation of a unit: target is the translation, and setting it replaces it.
# For users: a script that fills in or corrects translations leaves the end of the old sentence behind the new one, in
# just those texts that hold markup; all codes are whole, so no check of codes notices. Look at what it wrote before it
# goes back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check translate-toolkit==3.20.4 lxml==6.1.3

cat >guess.py <<'END'
from importlib.metadata import version

from translate.storage.xliff import xlifffile

FILE = """<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
<file original="f" source-language="en" target-language="de" datatype="plaintext"><body>
<trans-unit id="coded"><source>Buy <x id="1"/> now</source><target>Jetzt <x id="1"/> kaufen</target></trans-unit>
<trans-unit id="plain"><source>Buy now</source><target>Jetzt kaufen</target></trans-unit>
</body></file></xliff>"""
print("translate-toolkit", version("translate-toolkit"))
store = xlifffile.parsestring(FILE.encode())
for unit in store.units:
    unit.target = "Kaufen"
again = {unit.xmlelement.get("id"): unit for unit in xlifffile.parsestring(bytes(store)).units}
seen = {name: "".join(unit.xmlelement.find("{*}target").itertext()) for name, unit in again.items()}
print("expected", {"coded": "Kaufen", "plain": "Kaufen"})
print("seen    ", seen)
assert seen["plain"] == "Kaufen", "it behaves otherwise now"
assert seen["coded"] == "Kaufen kaufen", "it behaves otherwise now"
END
venv/bin/python guess.py
