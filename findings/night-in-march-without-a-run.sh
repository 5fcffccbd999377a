#!/usr/bin/env bash
# Guess: a job due daily at 02:30 runs once in the night in March in which that time does not exist, a little later.
# Seen: croner 11.0.1 runs it at 03:00 of the new time. cron-converter 2.1.0 and @datasert/cronjs-matcher 1.4.0 leave
# the day out. In the night in October the latter also leaves out the second of the two hours named 02:00, so an hourly
# job pauses for two hours.
# Source: cron(8) of Debian: jobs that a change of the clock skips are run soon after it.
# For users: a timetable in Node that says "daily" has a day without a run each year, and a watch that expects one every
# 25 hours calls it dead. Place daily jobs outside 01:00 to 03:59, or plan them in UTC.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts croner@11.0.1 cron-converter@2.1.0 @datasert/cronjs-matcher@1.4.0

cat >guess.cjs <<'END'
const {readFileSync} = require('node:fs');
const {getFutureMatches} = require('@datasert/cronjs-matcher');
const {getSchedule, stringToArray} = require('cron-converter');
const {Cron} = require('croner');

const zone = 'Europe/Berlin';
const engines = {
  croner: (cron, from) => new Cron(cron, {timezone: zone}).nextRuns(2, from),
  'cron-converter': (cron, from) => {
    const schedule = getSchedule(stringToArray(cron), from, zone);
    return [schedule.next().toISO(), schedule.next().toISO()];
  },
  '@datasert/cronjs-matcher': (cron, from) =>
    getFutureMatches(cron, {startAt: from.toISOString(), timezone: zone, matchCount: 2}),
};
const seen = [];
for (const [name, next] of Object.entries(engines)) {
  const {version} = JSON.parse(readFileSync(`node_modules/${name}/package.json`));
  const [daily] = next('30 2 * * *', new Date('2027-03-27T12:00:00Z')).map((at) => new Date(at).toISOString());
  const [first, second] = next('0 * * * *', new Date('2026-10-24T23:30:00Z')).map((at) => new Date(at));
  console.log(name, version, 'in March expected 2027-03-28, seen', daily, 'in October expected 1 h, seen',
    (second - first) / 36e5);
  seen.push(`${daily.slice(5, 13)} ${(second - first) / 36e5}`);
}
if (seen.join(', ') !== '03-28T01 1, 03-29T00 1, 03-29T00 2') throw new Error('it behaves otherwise now');
END
node guess.cjs
