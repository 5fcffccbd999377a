#!/usr/bin/env bash
# Guess: cancelRequest() of ButterCMS's client for JavaScript cancels what is pending, and the next request goes its way.
# Seen in buttercms 3.0.3: after one cancellation every later request of that resource is rejected at once with "Request
# cancelled", however long ago it was; and once a request has come to its end, cancelRequest() throws a TypeError and
# what is pending goes on.
# Source: its README: "This will cancel all pending requests for that resource type."
# For users: a page that cancels a listing when its reader moves on shows no listing again until it is loaded anew; a
# server that shares a client serves errors until it is started anew. Make a new client for each request to be cancelled.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts buttercms@3.0.3

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import Butter from 'buttercms';

console.log('buttercms', JSON.parse(readFileSync('node_modules/buttercms/package.json')).version);
const server = createServer((request, response) => setTimeout(() => response.end('{"data": []}'), 200));
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const really = globalThis.fetch;
const here = `http://127.0.0.1:${server.address().port}/`;
globalThis.fetch = (address, options) => really(String(address).replace('https://api.buttercms.com/', here), options);

const said = (asking) => asking.then(() => 'served', (error) => (/cancelled/.test(error) ? 'cancelled' : 'failed'));
const cancelled = (client) => {
  try {
    return client.page.cancelRequest(), 'nothing';
  } catch (error) {
    return error.name;
  }
};
const first = Butter('token');
const pending = said(first.page.list('*'));
cancelled(first);
const seen = [await pending, await said(first.page.list('*'))];
console.log('the pending one and the next: expected', ['cancelled', 'served'], 'seen', seen);
const second = Butter('token');
await second.page.list('*');
const late = said(second.page.list('*'));
const threw = [cancelled(second), await late];
console.log('thrown later, and the pending one: expected', ['nothing', 'cancelled'], 'seen', threw);
server.close();
server.closeAllConnections();
if (seen.concat(threw).join() !== 'cancelled,cancelled,TypeError,served') throw new Error('it behaves otherwise now');
END
node guess.js
