#!/usr/bin/env bash
# Guess: human-interval, which Agenda and Bree read their intervals with, understands "an hour" and "one and a half
# hours", or gives what is no number, as it does of a unit that it does not know.
# Seen in human-interval 2.0.1: "an hour", "a day" and "half an hour" are 0 milliseconds, "one and a half hours" is 1
# hour, "a minute and 30 seconds" half a minute, and "1,5 hours", with the comma of German, is one hour. "2 fortnights"
# is not a number.
# Source: its page: "Converts words written in English to numbers"; it lists 'minute', 'one minute' and '1.5 minutes'.
# For users: a sync that is to rest for "an hour" is due again at once, until the API refuses it, and one that is to rest
# for "one and a half hours" comes too often by half. Give milliseconds, and refuse what is less than a minute.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts human-interval@2.0.1

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import humanInterval from 'human-interval';

console.log('human-interval', JSON.parse(readFileSync('node_modules/human-interval/package.json')).version);
const minutes = {
  'one hour': [60, 60],
  '1.5 hours': [90, 90],
  'an hour': [60, 0],
  'half an hour': [30, 0],
  'a day': [1440, 0],
  'one and a half hours': [90, 60],
  'a minute and 30 seconds': [1.5, 0.5],
  '1,5 hours': [90, 60],
};
let changed = !Number.isNaN(humanInterval('2 fortnights'));
for (const [text, [expected, known]] of Object.entries(minutes)) {
  const seen = humanInterval(text) / 60_000;
  changed ||= seen !== known;
  console.log(text, 'expected', expected, 'or no number, seen', seen, 'minutes');
}
if (changed) throw new Error('it behaves otherwise now');
END
node guess.js
