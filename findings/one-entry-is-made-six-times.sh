#!/usr/bin/env bash
# Guess: a client that repeats requests by itself does so where a repetition changes nothing. A request that makes an
# entry, and is answered with 502, is left to the caller.
# Seen: contentful-management 12.18.0 sends it six times and webflow-api 3.3.4 three times, before the caller hears of
# it. @datocms/cma-client 5.8.1, with autoRetry, and @strapi/client 1.6.2 send it once.
# Source: RFC 9110, "Idempotent Methods": a client should not repeat a POST by itself unless it knows that the first one
# had no effect. A gateway answers 502 and 504 for servers that did their work and were too slow to say so. The pages of
# both clients tell of retries, and not that these may make an entry again.
# For users: one post becomes up to six, each with an id of its own, and the sync has a record of none. Turn the retries
# off (retryOnError: false; maxRetries: 0) for requests that make something, and look first for what is there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts contentful-management@12.18.0 webflow-api@3.3.4
npm install --silent --no-audit --no-fund --ignore-scripts @datocms/cma-client@5.8.1 @strapi/client@1.6.2

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {buildClient} from '@datocms/cma-client';
import {strapi} from '@strapi/client';
import {createClient} from 'contentful-management';
import {WebflowClient} from 'webflow-api';

const wait = globalThis.setTimeout;
const shorter = (milliseconds) => (milliseconds > 10_000 ? milliseconds : milliseconds / 20);
globalThis.setTimeout = (call, milliseconds, ...values) => wait(call, shorter(milliseconds), ...values);
const sent = {};
const server = createServer((request, response) => {
  const who = request.headers.authorization.replace('Bearer ', '');
  if (request.method === 'POST') sent[who] = (sent[who] ?? 0) + 1;
  request.resume();
  request.on('end', () => response.writeHead(502, {'Content-Type': 'application/json'}).end('{}'));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const host = `127.0.0.1:${server.address().port}`;
const here = `http://${host}`;
const inside = {type: 'plain', defaults: {spaceId: 's', environmentId: 'e'}};
const quiet = {host, insecure: true, logHandler: () => {}};
const made = {
  'contentful-management': (accessToken) =>
    createClient({accessToken, ...quiet}, inside).entry.create({contentTypeId: 'post'}, {fields: {}}),
  'webflow-api': (accessToken) => {
    const client = new WebflowClient({accessToken, environment: {base: here, dataApi: here, contentDeliveryApi: here}});
    return client.collections.items.createItem('posts', {fieldData: {name: 'Tee', slug: 'tee'}});
  },
  '@datocms/cma-client': (apiToken) =>
    buildClient({apiToken, baseUrl: here, autoRetry: true}).items.create({item_type: {type: 'item_type', id: 'post'}}),
  '@strapi/client': (auth) => strapi({baseURL: here, auth}).collection('posts').create({title: 'Tee'}),
};
const known = {'contentful-management': 6, 'webflow-api': 3, '@datocms/cma-client': 1, '@strapi/client': 1};
const ended = Object.entries(made).map(([name, make]) => make(name).then(() => 'made', () => 'failed'));
const outcomes = await Promise.all(ended);
server.close();
server.closeAllConnections();
for (const name of Object.keys(made)) {
  const version = JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
  console.log('expected 1, seen', sent[name], name, version);
}
if (outcomes.includes('made') || Object.keys(known).some((name) => sent[name] !== known[name])) {
  throw new Error('it behaves otherwise now');
}
END
node guess.js
