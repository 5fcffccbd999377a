#!/usr/bin/env bash
# Guess: search(words, params) of ButterCMS's client for JavaScript reads the object that a caller gives it.
# Seen in buttercms 3.0.3: it writes the words into that object as `query`. A list that is asked for with the same object
# afterwards, as an object {locale: 'de'} kept for a whole site is, carries "query=tea".
# Source: its README shows params as what is sent with the one request.
# For users: whether a listing is narrowed by the last search is the service's choice from then on, and what a cache keeps
# by its address it keeps twice. Hand over a copy: search(words, {...params}).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts buttercms@3.0.3

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import Butter from 'buttercms';

console.log('buttercms', JSON.parse(readFileSync('node_modules/buttercms/package.json')).version);
let asked;
globalThis.fetch = async (address) => {
  asked = new URL(address).searchParams;
  return new Response('{"data": []}', {status: 200});
};
const butter = Butter('token');
const german = {locale: 'de'};
await butter.page.search('tea', german);
await butter.page.list('*', german);
asked.delete('auth_token');
console.log('expected locale=de');
console.log('seen    ', String(asked));
if (String(asked) !== 'locale=de&query=tea') throw new Error('it behaves otherwise now');
END
node guess.js
