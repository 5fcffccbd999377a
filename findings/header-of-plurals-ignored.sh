#!/usr/bin/env bash
# Guess: a catalog that Babel makes and node-gettext reads shows the right plural, since the catalog says in its own
# header (Plural-Forms) which number takes which form.
# Seen: node-gettext 3.0.1 does not read that header; it has a table by language. Babel 2.19.0 gives French, Spanish,
# Italian and Portuguese three forms (the second for millions), where the table has two: two days read "millions de
# jours". Latvian has three in both, in another order: every number shows a wrong form. No error is raised.
# Source: the GNU gettext manual, "Additional functions for plural forms": the header of the catalog is the rule. Its
# README says only that it ships plural forms for 136 languages.
# For users: Python and Node behind one site cannot share catalogs in these languages. Look at 0, 1, 2 and 11 in each.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check babel==2.19.0
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts node-gettext@3.0.1 gettext-parser@10.0.0

cat >make.py <<'END'
from importlib.metadata import version
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

print("babel", version("babel"))
FORMS = {"fr": ("jour", "millions de jours", "jours"), "lv": ("dienu", "diena", "dienas")}  # lv: zero, one, other
for language, forms in FORMS.items():
    catalog = Catalog(locale=language)
    assert catalog.num_plurals == len(forms)
    catalog.add(("day", "days"), forms)
    with Path(f"{language}.po").open("wb") as file:
        write_po(file, catalog)
END
venv/bin/python make.py

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import Gettext from 'node-gettext';
import {po} from 'gettext-parser';

console.log('node-gettext', JSON.parse(readFileSync('node_modules/node-gettext/package.json')).version);
const gettext = new Gettext();
const wanted = {fr: {1: 'jour', 2: 'jours', 5: 'jours'}, lv: {1: 'diena', 2: 'dienas', 10: 'dienu'}};
const known = {
  fr: {1: 'jour', 2: 'millions de jours', 5: 'millions de jours'},
  lv: {1: 'dienu', 2: 'diena', 10: 'diena'},
};
for (const [language, expected] of Object.entries(wanted)) {
  const catalog = po.parse(readFileSync(`${language}.po`));
  gettext.addTranslations(language, 'messages', catalog);
  gettext.setLocale(language);
  const numbers = Object.keys(expected).map(Number);
  const seen = Object.fromEntries(numbers.map((n) => [n, gettext.ngettext('day', 'days', n)]));
  console.log(catalog.headers['Plural-Forms']);
  console.log('expected', expected);
  console.log('seen    ', seen);
  if (JSON.stringify(seen) !== JSON.stringify(known[language])) throw new Error('it behaves otherwise now');
}
END
node guess.js
