#!/usr/bin/env bash
# Guess: a Fluent file that fluent_conv reads into JSON and writes again says what it said.
# Seen in fluent_conv 3.3.0: what a message hands to a term is dropped, so "des Kleinen Ladens" is shown as "des Kleiner
# Laden". The cases of the term itself are kept, and nothing asks for them any more.
# Source: the guide of Fluent, "Terms": arguments to a term are how a message chooses its grammatical case.
# For users: each journey through JSON, as translation services make it, puts every brand into its nominative, in German,
# Czech, Finnish and all others that have cases. Compare with what was sent, by a parser of Fluent, before merging.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts fluent_conv@3.3.0 @fluent/bundle@0.19.1

cat >guess.ftl <<'END'
-brand = { $case ->
   *[nominative] Kleiner Laden
    [genitive] Kleinen Ladens
}
title = Die Seite des { -brand(case: "genitive") }
END
cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {FluentBundle, FluentResource} from '@fluent/bundle';
import {ftl2js, js2ftl} from 'fluent_conv';

console.log('fluent_conv', JSON.parse(readFileSync('node_modules/fluent_conv/package.json')).version);
const shown = (text) => {
  const bundle = new FluentBundle('de', {useIsolating: false});
  bundle.addResource(new FluentResource(text));
  return bundle.formatPattern(bundle.getMessage('title').value);
};
const before = readFileSync('guess.ftl', 'utf8');
const seen = shown(await js2ftl(await ftl2js(before)));
console.log('expected', shown(before));
console.log('seen    ', seen);
if (seen !== 'Die Seite des Kleiner Laden') throw new Error('it behaves otherwise now');
END
node guess.js
