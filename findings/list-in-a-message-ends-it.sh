#!/usr/bin/env bash
# Guess: a text with lines that begin with an asterisk or a bracket, as a short list has, can be put into a Fluent
# message by program: the serializer quotes what the syntax reads otherwise.
# Seen in fluent.syntax 0.19.0 (Python) and @fluent/syntax 0.19.0 (JavaScript): it is written as it is, without an error.
# Read again, the message ends after its first line and the rest is junk; two spaces at the start are gone, too.
# Source: Fluent's guide, "Special characters": a line that begins with one of [ * . needs a placeable with a string
# literal around that character.
# For users: whoever makes .ftl files from a CMS or from other formats loses all but the first line of such texts. Put a
# StringLiteral in a Placeable for the first character of each of these lines, and parse what was written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fluent.syntax==0.19.0
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @fluent/syntax@0.19.0

cat >run.py <<'END'
from fluent.syntax import ast, parse, serialize

text = ast.Pattern([ast.TextElement("Bring:\n* a hat\n* water")])
written = serialize(ast.Resource([ast.Message(ast.Identifier("packing"), text)]))
read = parse(written).body
print("seen (Python):    ", [type(entry).__name__ for entry in read], repr(read[0].value.elements[0].value))
assert [type(entry).__name__ for entry in read] == ["Message", "Junk"]
assert read[0].value.elements[0].value == "Bring:"
END
cat >run.mjs <<'END'
import { Identifier, Message, Pattern, Resource, TextElement, parse, serialize } from "@fluent/syntax";

const text = new Pattern([new TextElement("Bring:\n* a hat\n* water")]);
const written = serialize(new Resource([new Message(new Identifier("packing"), text)]), {});
const read = parse(written, {}).body;
const seen = [read.map((entry) => entry.type), read[0].value.elements[0].value];
console.log("seen (JavaScript):", JSON.stringify(seen));
process.exit(JSON.stringify(seen) === '[["Message","Junk"],"Bring:"]' ? 0 : 1);
END
echo 'expected: one message, "Bring:\n* a hat\n* water"'
venv/bin/python run.py
node run.mjs
