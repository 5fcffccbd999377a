#!/usr/bin/env bash
# Guess: an XLIFF file that moz.l10n reads and writes, unchanged, has the same words and spaces.
# Seen in 0.15.0: in a source, the space between two inline elements is gone: "{first} {last}" becomes "{first}{last}",
# and two linked words become one, with xml:space="preserve" too. In the target the space stays. A target that is there
# and empty is gone as well.
# Source: XLIFF 1.2 on <source>: its content is text and inline elements; XML keeps white space in such content.
# For users: one run of a formatter over the files, and the sources no longer are what the content system knows. Every
# such unit counts as changed, its translation as outdated, and translators see names that are glued together.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lxml==6.1.3 moz.l10n==0.15.0

cat >guess.py <<'EOF'
import re
import sys
from importlib.metadata import version

from moz.l10n.formats import Format
from moz.l10n.resource import parse_resource, serialize_resource

print("moz.l10n", version("moz.l10n"))
file = """<?xml version="1.0" encoding="utf-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
  <file original="a.txt" source-language="en" target-language="de" datatype="plaintext">
    <body>
      <trans-unit id="name" xml:space="preserve">
        <source>Dear <x id="1"/> <x id="2"/></source>
        <target>Hallo <x id="1"/> <x id="2"/></target>
      </trans-unit>
      <trans-unit id="links">
        <source>See <g id="1">Tea</g> <g id="2">Cups</g></source>
      </trans-unit>
      <trans-unit id="suffix">
        <source>pcs</source>
        <target></target>
      </trans-unit>
    </body>
  </file>
</xliff>
"""


def texts(xliff: str) -> list[str]:
    """The sources and targets of a file, with their tags."""
    return re.findall(r"<(?:source|target)>.*?</(?:source|target)>", xliff)


seen = texts("".join(serialize_resource(parse_resource(Format.xliff, file))))
print("expected", *texts(file), sep="\n  ")
print("seen", *seen, sep="\n  ")
if seen != [
    '<source>Dear <x id="1"/><x id="2"/></source>',
    '<target>Hallo <x id="1"/> <x id="2"/></target>',
    '<source>See <g id="1">Tea</g><g id="2">Cups</g></source>',
    "<source>pcs</source>",
]:
    sys.exit("it behaves otherwise now")
EOF
venv/bin/python guess.py
