#!/usr/bin/env bash
# Guess: markdownify writes the words that follow an inner list as words of the outer item, below it.
# Seen in markdownify 1.2.3: they are put onto the last line of the inner list, without even a space: "Sugar" and "Serve
# hot" become the inner item "SugarServe hot".
# Source: an li holds flow content (HTML standard), so words after an inner list are valid, and editors make them.
# For users: two words become one that no search finds, and the sentence says something of the wrong item, in each
# language alike, so that comparing the languages shows nothing. Put the words into a paragraph of their own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdownify==1.2.3

cat >guess.py <<'END'
import sys
from importlib.metadata import version

from markdownify import markdownify

print("markdownify", version("markdownify"))
inner = "<ul><li>Lemon</li><li>Sugar</li></ul>"
plain = markdownify(f"<ul><li>Tea with{inner}Serve hot</li></ul>")
paragraph = markdownify(f"<ul><li>Tea with{inner}<p>Serve hot</p></li></ul>")
print("in a paragraph:", paragraph.splitlines())
print('expected: "Serve hot" on a line of its own')
print("seen:          ", plain.splitlines())
if "SugarServe hot" not in plain or "SugarServe" in paragraph:
    sys.exit("it behaves otherwise now")
END
venv/bin/python guess.py
