#!/usr/bin/env bash
# Guess: nh3 keeps what cannot do harm and bears meaning: the direction of a paragraph beside its language, and the number
# of a list item beside the one that its list begins with.
# Seen in nh3 0.3.8: lang stays and dir goes, except on bdo; start of a list stays and value of an item goes, so that items
# 5 and 9 are 5 and 6.
# Source: its page names ALLOWED_ATTRIBUTES as what is kept by default, and not what is in it; the HTML standard, "The dir
# attribute", urges authors to mark direction with it and not with a style sheet.
# For users: Arabic and Hebrew that was cleaned runs from left to right, with its full stops at the wrong end, and an item
# that others cite by its number has another one. Add dir to what is allowed for "*", and value for li.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check nh3==0.3.8

cat >guess.py <<'END'
import sys
from importlib.metadata import version

import nh3

print("nh3", version("nh3"))
changed = False
for html, known in {
    '<p dir="rtl" lang="ar">شاي.</p>': '<p lang="ar">شاي.</p>',
    '<bdo dir="rtl">شاي</bdo>': '<bdo dir="rtl">شاي</bdo>',
    '<ol start="5"><li>Tea</li><li value="9">Milk</li></ol>': '<ol start="5"><li>Tea</li><li>Milk</li></ol>',
}.items():
    seen = nh3.clean(html)
    print("expected", html, "seen", seen)
    changed = changed or seen != known
if changed:
    sys.exit("it behaves otherwise now")
END
venv/bin/python guess.py
