#!/usr/bin/env bash
# Guess: a filter that is given to Agility's client for JavaScript as property, operator and value reaches the server as
# it was given, whatever letters the value has.
# Seen in @agility/content-fetch 2.0.11: the value is written into the address as it is. Of "Tom & Jerry" the server is
# asked for "Tom ", of "C# für alle" for "C", and of "1+1" for "1 1". The same filter as filterString arrives whole.
# Source: its page: "Query a content list using a filter syntax"; the URL standard, "application/x-www-form-urlencoded".
# For users: a lookup by title or by a slug of another language finds nothing or, with "contains" and an ampersand, too
# much, and a sync takes that for what is there. Use filterString, or encode the value first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @agility/content-fetch@2.0.11

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import agility from '@agility/content-fetch';

const name = '@agility/content-fetch';
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
let asked;
const server = createServer((request, response) => {
  asked = new URL(request.url, 'http://localhost').searchParams.get('filter');
  response.setHeader('Content-Type', 'application/json');
  response.end('{"items": [], "totalCount": 0}');
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const really = globalThis.fetch;
const here = `http://127.0.0.1:${server.address().port}/`;
globalThis.fetch = (address, options) => really(String(address).replace(/^https:\/\/[^/]+\//, here), options);

const client = agility.getApi({guid: 'g-u', apiKey: 'key', isPreview: false});
const list = {referenceName: 'posts', languageCode: 'de-de'};
const guesses = {'Tom & Jerry': 'Tom ', 'C# für alle': 'C', '1+1': '1 1', 'Tee und Kaffee': 'Tee und Kaffee'};
let changed = false;
for (const [value, known] of Object.entries(guesses)) {
  await client.getContentList({...list, filters: [{property: 'fields.title', operator: 'eq', value}]});
  const seen = asked;
  await client.getContentList({...list, filterString: `fields.title[eq]${value}`});
  changed ||= seen !== `fields.title[eq]${known}` || asked !== `fields.title[eq]${value}`;
  console.log('expected', [`fields.title[eq]${value}`], 'seen', [seen], 'as filterString', [asked]);
}
server.close();
server.closeAllConnections();
if (changed) throw new Error('it behaves otherwise now');
END
node guess.js
