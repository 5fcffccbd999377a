#!/usr/bin/env bash
# Guess: asked for Ukrainian where there is Russian and English, langcodes and the matcher of FormatJS both say that
# nothing fits, or both fall back alike; both follow the language matching of CLDR.
# Seen: langcodes 3.5.1 answers Russian, within its default limit (distance 24 of 25). @formatjs/intl-localematcher
# 0.10.1 takes the default that it was given. They agree for Belarusian: both answer Russian.
# Source: UTS 35, Part 1, "Language Matching", which both say they follow, with its table built in.
# For users: a page in Russian is served to Ukrainians by a Python server and not by a Node one. And a limit on "what
# a reader understands" is the wrong tool to pair the locales of two sites: Catalan goes to Spanish (20) in the same way.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check langcodes==3.5.1
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @formatjs/intl-localematcher@0.10.1

cat >guess.py <<'END'
from importlib.metadata import version

from langcodes import closest_supported_match, tag_distance

print("langcodes", version("langcodes"), end=":")
for wanted in ("uk", "be"):
    print("", wanted, closest_supported_match(wanted, ["en", "ru"]), tag_distance(wanted, "ru"), end="")
print()
END
cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {match} from '@formatjs/intl-localematcher';

const {version} = JSON.parse(readFileSync('node_modules/@formatjs/intl-localematcher/package.json'));
const found = ['uk', 'be'].map((wanted) => `${wanted} ${match([wanted], ['en', 'ru'], 'en')}`);
console.log(`intl-localematcher ${version}: ${found.join(' ')}`);
END
echo "expected: the same locale for uk from both"
seen=$(venv/bin/python guess.py && node guess.js)
echo "$seen"
[ "$seen" = 'langcodes 3.5.1: uk ru 24 be ru 24
intl-localematcher 0.10.1: uk en be ru' ]
