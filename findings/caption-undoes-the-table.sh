#!/usr/bin/env bash
# Guess: markdownify writes a table with a caption as the caption and the table.
# Seen in markdownify 1.2.3: where the rows stand in the table itself, without a tbody, and a caption or a colgroup
# precedes them, the line of dashes is left out. Without it that is no table: a paragraph with bars in it is shown.
# Source: GitHub Flavored Markdown, "Tables": a header row and a delimiter row are what makes one. HTML permits a caption
# first, and leaving out tbody.
# For users: a price list turns into a line of words and bars as soon as somebody gives it a caption, in one language or
# in all. Count the lines of dashes after converting, or put the rows into a tbody first.
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
caption = "<caption>Prices</caption>"
rows = "<tr><th>Tea</th><th>Euro</th></tr><tr><td>green</td><td>3</td></tr>"
seen = []
for inside in (rows, f"{caption}<tbody>{rows}</tbody>", caption + rows):
    lines = markdownify(f"<table>{inside}</table>").strip().splitlines()
    seen.append("| --- | --- |" in lines)
    print(inside[:24], lines)
print("a line of dashes? expected", [True, True, True])
print("a line of dashes? seen    ", seen)
if seen != [True, True, False]:
    sys.exit("it behaves otherwise now")
END
venv/bin/python guess.py
