#!/usr/bin/env bash
# Guess: a text that PyYAML wrote is a text again for any reader of YAML; it puts quotes where they are needed, as it
# does for "07" and "no".
# Seen: PyYAML 6.0.4 writes "08", "09", "1e3" and "65e2" without quotes, since none is a number in YAML 1.1 as it reads
# it (08 is no octal number, a float needs a point). By YAML 1.2 all four are numbers: ruamel.yaml 0.19.1 and the npm
# package yaml 2.9.1 read 8, 9, 1000 and 6500.
# Source: the YAML 1.2 specification, core schema, on integers and floats; safe_dump quotes what PyYAML itself would
# read as something else.
# For users: front matter and exports with months, postcodes, SKUs or short ids are right from January to July, and for
# nearly every id; the rest reach a site on Node as other values. Quote all texts (default_style) where another reader
# than PyYAML comes next.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyYAML==6.0.4 ruamel.yaml==0.19.1
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts yaml@2.9.1

cat >guess.py <<'END'
import json
from importlib.metadata import version
from pathlib import Path

import yaml
from ruamel.yaml import YAML

texts = ["07", "no", "08", "09", "1e3", "65e2"]
Path("texts.yaml").write_text(yaml.safe_dump(texts), encoding="utf-8")
assert yaml.safe_load(Path("texts.yaml").read_text(encoding="utf-8")) == texts
print("PyYAML", version("PyYAML"))
print("ruamel.yaml", version("ruamel.yaml"), json.dumps(YAML(typ="safe").load(Path("texts.yaml"))))
END
cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {parse} from 'yaml';

const {version} = JSON.parse(readFileSync('node_modules/yaml/package.json'));
console.log('yaml', version, JSON.stringify(parse(readFileSync('texts.yaml', 'utf-8'))));
END
echo 'expected: ["07","no","08","09","1e3","65e2"]'
seen=$(venv/bin/python guess.py && node guess.js)
echo "$seen"
[ "$seen" = 'PyYAML 6.0.4
ruamel.yaml 0.19.1 ["07", "no", 8, 9, 1000.0, 6500.0]
yaml 2.9.1 ["07","no",8,9,1000,6500]' ]
