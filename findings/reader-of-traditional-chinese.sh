#!/usr/bin/env bash
# Guess: a reader who asks for zh-Hant-TW is given the Traditional Chinese of a site that has zh-Hant, and one who asks for
# sr-Latn-RS its sr-Latn, as one who asks for de-AT is given de.
# Seen: negotiator 1.1.0 (what Express uses) and Babel 2.19.0 both give the second choice, English; without one, nothing.
# Both look at the whole tag and then at its first part alone. To "zh-Hant" alone, negotiator does not give zh-Hant-TW
# either.
# Source: RFC 4647, section 3.4, "Lookup": the tag is cut from its end part by part, and zh-Hant comes before zh.
# For users: applications that send on the language of a telephone ask with all three parts, so people in Taiwan, Hong
# Kong and Serbia are given the English pages of a site that is translated for them. List such languages with their
# countries too (zh-Hant-TW, zh-Hant-HK).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Babel==2.19.0
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts negotiator@1.1.0

cat >guess.js <<'EOF'
import {readFileSync} from 'node:fs';
import Negotiator from 'negotiator';

console.log('negotiator', JSON.parse(readFileSync('node_modules/negotiator/package.json')).version);
const cases = [
  ['de-AT,en;q=0.5', ['en', 'de'], 'de', 'de'],
  ['zh-Hant-TW,en;q=0.5', ['en', 'zh-Hant'], 'zh-Hant', 'en'],
  ['sr-Latn-RS,en;q=0.5', ['en', 'sr-Latn'], 'sr-Latn', 'en'],
  ['zh-Hant-TW', ['en', 'zh-Hant'], 'zh-Hant', undefined],
];
for (const [asked, site, expected, known] of cases) {
  const seen = new Negotiator({headers: {'accept-language': asked}}).language(site);
  console.log(`asked for ${asked}, the site has ${site}: expected ${expected}, seen ${seen}`);
  if (seen !== known) throw new Error('it behaves otherwise now');
}
EOF
node guess.js
cat >guess.py <<'EOF'
import sys
from importlib.metadata import version

from babel import negotiate_locale

print("Babel", version("Babel"))
cases = [
    (["de_AT", "en"], ["en", "de"], "de", "de"),
    (["zh_Hant_TW", "en"], ["en", "zh_Hant"], "zh_Hant", "en"),
    (["sr_Latn_RS", "en"], ["en", "sr_Latn"], "sr_Latn", "en"),
    (["zh_Hant_TW"], ["en", "zh_Hant"], "zh_Hant", None),
]
for asked, site, expected, known in cases:
    seen = negotiate_locale(asked, site)
    print(f"asked for {asked}, the site has {site}: expected {expected}, seen {seen}")
    if seen != known:
        sys.exit("it behaves otherwise now")
EOF
venv/bin/python guess.py
