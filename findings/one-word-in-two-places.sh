#!/usr/bin/env bash
# Guess: tmexchange reads two units of a translation memory that have the same source and another context as two.
# Seen in tmexchange 2.0.6: a unit without a tuid is filed under its source text, so the later one replaces the earlier:
# of Home in a menu and Home in an address one translation is left, and nothing is said.
# Source: TMX 1.4b, "tu": the attribute tuid is optional, and no rule asks that sources differ; a context stands in prop.
# For users: a memory exported by one tool and imported through this one has lost a translation for each short word that
# is used in two senses, and which one stays depends on the order. Give every unit a tuid, and count units before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts tmexchange@2.0.6

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {tmx2js} from 'tmexchange';

console.log('tmexchange', JSON.parse(readFileSync('node_modules/tmexchange/package.json')).version);
const unit = (context, german) => `<tu><prop type="x-context">${context}</prop>
<tuv xml:lang="en"><seg>Home</seg></tuv><tuv xml:lang="de"><seg>${german}</seg></tuv></tu>`;
const header = `<header creationtool="t" creationtoolversion="1" segtype="phrase" o-tmf="t" adminlang="en" srclang="en"
 datatype="plaintext"/>`;
const memory = `<tmx version="1.4">${header}<body>${unit('menu', 'Start')}${unit('address', 'Zuhause')}</body></tmx>`;
const {resources} = await tmx2js(memory);
const seen = Object.values(resources).map(({de}) => de);
console.log('expected', ['Start', 'Zuhause']);
console.log('seen    ', seen);
if (seen.join() !== 'Zuhause') throw new Error('it behaves otherwise now');
END
node guess.js
