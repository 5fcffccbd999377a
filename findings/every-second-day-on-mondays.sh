#!/usr/bin/env bash
# Guess: engines that read the five fields of cron agree on "0 6 */2 * 1", since they agree on "0 6 1-31 * 1".
# Seen: they split in two. cronsim 2.8 runs it on Mondays with an odd date only, as cron of Debian does: a field that
# begins with * restricts nothing, so both must match. croniter 7.0.0 and cron-parser 5.10.6 (npm) run it on every odd
# date and on every Monday besides: 18 times in January 2026 against twice.
# Source: crontab(5): where day of month and day of week are both restricted, either may match; its versions differ on
# whether a star with a step is a restriction.
# For users: a schedule that moves from a server's crontab to a worker in Python or Node runs nine times as often, and
# the other way hardly ever. Do not give both fields of days where one has a step.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cronsim==2.8 croniter==7.0.0
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts cron-parser@5.10.6

cat >guess.py <<'END'
from datetime import datetime
from importlib.metadata import version

from croniter import croniter
from cronsim import CronSim

start, end = datetime(2025, 12, 31, 12), datetime(2026, 2, 1)


def days(times):
    found = []
    for time in times:
        if time >= end:
            return " ".join(found)
        found.append(str(time.day))


for text in ("0 6 1-31 * 1", "0 6 */2 * 1"):
    print(f"cronsim {version('cronsim')}: {text}: {days(CronSim(text, start))}")
    print(f"croniter {version('croniter')}: {text}: {days(croniter(text, start).all_next(datetime))}")
END
cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import * as parser from 'cron-parser';

const {version} = JSON.parse(readFileSync('node_modules/cron-parser/package.json'));
const end = new Date('2026-02-01T00:00:00Z');
for (const text of ['0 6 1-31 * 1', '0 6 */2 * 1']) {
  const times = parser.CronExpressionParser.parse(text, {currentDate: '2025-12-31T12:00:00Z', tz: 'UTC'});
  const days = [];
  for (let time = times.next(); time.toDate() < end; time = times.next()) days.push(time.toDate().getUTCDate());
  console.log(`cron-parser ${version}: ${text}: ${days.join(' ')}`);
}
END
echo "expected: the same days from all three for each text"
seen=$(venv/bin/python guess.py && node guess.js)
echo "$seen"
every=$(seq -s ' ' 1 31)
either='1 3 5 7 9 11 12 13 15 17 19 21 23 25 26 27 29 31'
[ "$seen" = "cronsim 2.8: 0 6 1-31 * 1: $every
croniter 7.0.0: 0 6 1-31 * 1: $every
cronsim 2.8: 0 6 */2 * 1: 5 19
croniter 7.0.0: 0 6 */2 * 1: $either
cron-parser 5.10.6: 0 6 1-31 * 1: $every
cron-parser 5.10.6: 0 6 */2 * 1: $either" ]
