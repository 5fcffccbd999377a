#!/usr/bin/env bash
# Guess: rrule's toText() tells a rule in whole, and where it cannot, isFullyConvertibleToText() is false and the text says
# that something is missing.
# Seen in rrule 2.8.1: the last working day of the month is "every month on weekdays", half past nine is "every day at 9",
# and each six hours of a Monday are "every 6 hours"; all count as fully convertible. Read again by fromText(), the first
# runs on each working day and the third on each day.
# Source: its page: isFullyConvertibleToText() "provides a hint on whether all the options the rule has are convertible";
# RFC 5545 for BYSETPOS, BYHOUR and BYMINUTE.
# For users: an editor approves a plan of publications by its text, and twenty posts go out instead of one. Show the next
# dates beside the text, and keep the rule, not the text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts rrule@2.8.1

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import rrule from 'rrule';

console.log('rrule', JSON.parse(readFileSync('node_modules/rrule/package.json')).version);
const {RRule} = rrule;
const weekdays = 'BYDAY=MO,TU,WE,TH,FR';
const guesses = {
  [`FREQ=MONTHLY;${weekdays};BYSETPOS=-1`]: ['every month on weekdays', `FREQ=MONTHLY;${weekdays}`],
  'FREQ=DAILY;BYHOUR=9;BYMINUTE=30': ['every day at 9', 'FREQ=DAILY;BYHOUR=9'],
  'FREQ=HOURLY;INTERVAL=6;BYDAY=MO': ['every 6 hours', 'INTERVAL=6;FREQ=HOURLY'],
};
let changed = false;
for (const [rule, [text, again]] of Object.entries(guesses)) {
  const read = RRule.fromString(rule);
  const seen = [read.toText(), RRule.fromText(read.toText()).toString().replace('RRULE:', '')];
  changed ||= seen[0] !== text || seen[1] !== again || !read.isFullyConvertibleToText();
  console.log('of', rule, 'expected: all of it, or false');
  console.log('  seen', JSON.stringify(seen[0]), read.isFullyConvertibleToText(), 'and read again', seen[1]);
}
if (changed) throw new Error('it behaves otherwise now');
END
node guess.js
