#!/usr/bin/env bash
# Guess: the text parser of later, which Bree reads its schedules with, keeps what it accepts: "every 90 minutes" is every
# 90 minutes and "every 2 weeks on Monday" each second Monday; of what it cannot keep it says so in error.
# Seen in @breejs/later 4.2.0: every 90 minutes is each full hour, every 45 minutes comes after 45 and after 15 in turn,
# every 36 hours is each midnight, and every 2 weeks comes a week after the last where the year has 53 weeks: on 28
# December 2026 and on 4 January 2027. The error is -1 each time, which is its word for none.
# Source: its page: "Gather CPU metrics every 10 mins", with no word of a bound. "every month" and "every hour", which it
# cannot read either, have an error.
# For users: a sync runs half as often again as the limit of the API was reckoned with, or a fortnightly post goes out
# twice in two weeks. Give the interval in milliseconds, and ask for the next dates before a plan is used.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @breejs/later@4.2.0

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import later from '@breejs/later';

console.log('@breejs/later', JSON.parse(readFileSync('node_modules/@breejs/later/package.json')).version);
later.date.UTC();
const start = new Date('2026-12-14T00:00:00Z');
const hours = {
  'every 90 minutes': [1.5, [1, 1, 1]],
  'every 45 minutes': [0.75, [0.75, 0.25, 0.75]],
  'every 36 hours': [36, [24, 24, 24]],
  'every 2 weeks on Monday': [336, [336, 168, 336]],
};
let changed = false;
for (const [text, [expected, known]] of Object.entries(hours)) {
  const plan = later.parse.text(text);
  const due = later.schedule(plan).next(4, start);
  const seen = known.map((_, at) => (due[at + 1] - due[at]) / 3_600_000);
  changed ||= plan.error !== -1 || String(seen) !== String(known);
  console.log(text, 'expected', expected, 'or an error, seen', seen, 'hours from one to the next, error', plan.error);
}
if (changed) throw new Error('it behaves otherwise now');
END
node guess.js
