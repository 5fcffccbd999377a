#!/usr/bin/env bash
# Guess: the next time that an engine gives for a schedule is later than the time it was asked at, in every night.
# Seen in cronsim 2.8: asked in the second of the two hours from two to three in October (02:15 winter time, Berlin), the
# next "30 2 * * *" is half past two of the hour before, 45 minutes ago. Asked before, or for "*/30 * * * *", it is later.
# Source: its documentation: an iterator over the times *after* the given one.
# For users: a scheduler that is started in that hour, or that asks again after each run, runs a nightly job at once and
# a second time, or finds it overdue and says so. Ask on from any time that is not later.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cronsim==2.8 tzdata==2026.1

cat >guess.py <<'END'
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim

ASKED = {"01:50": (23, 50), "02:15": (0, 15), "02:15 again": (1, 15), "02:45 again": (1, 45)}
seen = {}
for name, (hour, minute) in ASKED.items():
    day = 24 if hour == 23 else 25
    now = datetime(2026, 10, day, hour, minute, tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin"))
    for schedule in ("30 2 * * *", "*/30 * * * *"):
        after = next(CronSim(schedule, now)).astimezone(UTC) - now.astimezone(UTC)
        seen[name, schedule] = round(after.total_seconds() / 60)
        print(f"asked at {name:<12} {schedule:<13} expected: later  seen: {seen[name, schedule]:>5} minutes")
before = {asked for asked, minutes in seen.items() if minutes <= 0}
raise SystemExit(before != {("02:15 again", "30 2 * * *")} or seen["02:15 again", "30 2 * * *"] != -45)
END
venv/bin/python guess.py
