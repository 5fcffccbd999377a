#!/usr/bin/env bash
# Guess: the two runtimes of Fluent choose one form for a number that is shown with a decimal: English says "1.0 stars".
# Seen: @fluent/bundle 0.19.1 does. fluent.runtime 0.4.0 shows "1.0" and chooses by the bare number: "1.0 star". A whole
# number that is shown without decimals gives one form in both.
# Source: Fluent's guide, "Selectors": with formatting options in the selector, the formatted number chooses the plural
# category; CLDR's rule for English "one" asks for no visible decimals (v = 0).
# For users: ratings, weights and prices ("1.0 kg", "1.00 euros") read differently on a page made by a Python server and
# in the browser, with one and the same catalog and no error in either. Languages such as German, Dutch, Swedish and
# Italian have the same rule.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fluent.runtime==0.4.0
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @fluent/bundle@0.19.1

cat >stars.ftl <<'EOF'
shown-with-decimal = { NUMBER($n, minimumFractionDigits: 1) ->
    [one] { NUMBER($n, minimumFractionDigits: 1) } star
   *[other] { NUMBER($n, minimumFractionDigits: 1) } stars
 }
shown-whole = { $n ->
    [one] { $n } star
   *[other] { $n } stars
 }
EOF
cat >guess.py <<'EOF'
from importlib.metadata import version
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

print("fluent.runtime", version("fluent.runtime"))
bundle = FluentBundle(["en-US"], use_isolating=False)
bundle.add_resource(FluentResource(Path("stars.ftl").read_text()))
for name in ("shown-with-decimal", "shown-whole"):
    text, errors = bundle.format_pattern(bundle.get_message(name).value, {"n": 1})
    assert not errors
    print(text)
EOF
cat >guess.js <<'EOF'
import {readFileSync} from 'node:fs';
import {FluentBundle, FluentResource} from '@fluent/bundle';

const name = '@fluent/bundle';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
const bundle = new FluentBundle('en-US', {useIsolating: false});
bundle.addResource(new FluentResource(readFileSync('stars.ftl', 'utf8')));
for (const id of ['shown-with-decimal', 'shown-whole']) {
  const errors = [];
  console.log(bundle.formatPattern(bundle.getMessage(id).value, {n: 1}, errors));
  if (errors.length) throw errors[0];
}
EOF
venv/bin/python guess.py | tee python.txt
node guess.js | tee node.txt
echo 'expected "1.0 stars" and "1 star" from both'
test "$(tail -n 2 python.txt)" = $'1.0 star\n1 star' || { echo "it behaves otherwise now" >&2; exit 1; }
test "$(tail -n 2 node.txt)" = $'1.0 stars\n1 star' || { echo "it behaves otherwise now" >&2; exit 1; }
