#!/usr/bin/env bash
# Guess: Contentful's renderer for Python writes the words of a link to an entry, or raises because it does not know it.
# Seen in rich_text_renderer 0.2.8: a node that it does not know inside another one is skipped without a word, and with
# it all words in it. A link to an entry (entry-hyperlink) is such a node; one to an asset is known.
# Source: its README says that unknown node types are treated as errors and raise; Contentful's rich text has
# entry-hyperlink among its own node types, with text as its content.
# For users: "Read our terms first." is served as "Read  first." wherever an editor linked to a page and not to an
# address. Give the renderer a class for entry-hyperlink and embedded-entry-inline, and compare words, not blocks.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rich_text_renderer==0.2.8

cat >guess.py <<'END'
import sys
from importlib.metadata import version

from rich_text_renderer import RichTextRenderer

print("rich_text_renderer", version("rich_text_renderer"))


def text(value):
    return {"nodeType": "text", "value": value, "marks": [], "data": {}}


def link(kind, data):
    return {"nodeType": kind, "data": data, "content": [text("our terms")]}


def shown(node):
    line = {"nodeType": "paragraph", "data": {}, "content": [text("Read "), node, text(" first.")]}
    return RichTextRenderer().render({"nodeType": "document", "data": {}, "content": [line]})


entry = {"target": {"sys": {"id": "terms", "type": "Link", "linkType": "Entry"}}}
address = shown(link("hyperlink", {"uri": "/terms"}))
seen = shown(link("entry-hyperlink", entry))
print("a link to an address:", address)
print("expected: the words, or an error that names entry-hyperlink")
print("seen:    ", seen)
if "our terms" not in address or seen != "<p>Read  first.</p>":
    sys.exit("it behaves otherwise now")
END
venv/bin/python guess.py
