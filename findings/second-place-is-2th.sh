#!/usr/bin/env bash
# Guess: the two runtimes of Fluent choose the forms of ordinal numbers as the guide of Fluent shows it, with
# NUMBER($place, type: "ordinal"): 1st, 2nd, 3rd, 4th, 21st, 22nd.
# Seen: neither does. @fluent/bundle 0.19.1 ignores the type without an error and takes the plural of counting: 1st,
# 2th, 3th, 21th. fluent.runtime 0.4.0 always takes the default variant, so 1th too; only its list of errors speaks of
# it.
# Source: Fluent's guide, "Selectors", whose example this is. The option is not in the list that either allows.
# For users: the catalog is valid and passes every check of its syntax, and most ranks and dates in it are wrong, in a
# way that differs between server and browser. Catalan, Italian, Swedish and Welsh have such forms too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fluent.runtime==0.4.0
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @fluent/bundle@0.19.1

cat >rank.ftl <<'END'
rank = { NUMBER($place, type: "ordinal") ->
    [one] {$place}st
    [two] {$place}nd
    [few] {$place}rd
   *[other] {$place}th
}
END
cat >guess.py <<'END'
from importlib.metadata import version
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

bundle = FluentBundle(["en"], use_isolating=False)
bundle.add_resource(FluentResource(Path("rank.ftl").read_text(encoding="utf-8")))
rank = bundle.get_message("rank").value
places = [bundle.format_pattern(rank, {"place": place}) for place in (1, 2, 3, 4, 21, 22)]
print(f"fluent.runtime {version('fluent.runtime')}:", *[text for text, _ in places])
assert all(len(errors) == 1 for _, errors in places)
END
cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {FluentBundle, FluentResource} from '@fluent/bundle';

const {version} = JSON.parse(readFileSync('node_modules/@fluent/bundle/package.json'));
const bundle = new FluentBundle('en', {useIsolating: false});
bundle.addResource(new FluentResource(readFileSync('rank.ftl', 'utf8')));
const rank = bundle.getMessage('rank').value;
const errors = [];
const places = [1, 2, 3, 4, 21, 22].map((place) => bundle.formatPattern(rank, {place}, errors));
console.log(`@fluent/bundle ${version}: ${places.join(' ')}`);
if (errors.length) throw errors[0];
END
echo "expected: 1st 2nd 3rd 4th 21st 22nd from both"
seen=$(venv/bin/python guess.py && node guess.js)
echo "$seen"
[ "$seen" = 'fluent.runtime 0.4.0: 1th 2th 3th 4th 21th 22th
@fluent/bundle 0.19.1: 1st 2th 3th 4th 21th 22th' ]
