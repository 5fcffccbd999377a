#!/usr/bin/env bash
# Guess: a rule of python-dateutil that is written with str() and read again with rrulestr() gives the same moments.
# Seen in python-dateutil 4.0.0: its time zone is not written, neither at the beginning nor at UNTIL, where RFC 5545
# asks for a Z. Read again, the moments have no zone: each server takes them for its own, and comparing them with those
# of before raises a TypeError.
# Source: the docstring of __str__: "Output a string that would generate this RRULE if passed to rrulestr", and mostly
# compatible with RFC 5545.
# For users: a plan "daily at nine in Berlin" that was kept as text publishes at nine UTC, an hour or two late. Keep the
# name of the zone beside the text, and give rrulestr() the beginning as dtstart.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-dateutil==4.0.0 tzdata==2026.6

cat >guess.py <<'END'
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, rrule, rrulestr

print("python-dateutil", version("python-dateutil"))
changed = False
for begin, end in (
    (datetime(2026, 3, 28, 9, tzinfo=ZoneInfo("Europe/Berlin")), {"count": 3}),
    (datetime(2026, 3, 28, 9, tzinfo=UTC), {"until": datetime(2026, 3, 30, 9, tzinfo=UTC)}),
):
    plan = rrule(DAILY, dtstart=begin, **end)
    print("written", str(plan).split("\n"))
    before, after = list(plan), list(rrulestr(str(plan)))
    print("  expected", before[0], "seen", after[0])
    changed = changed or [each.replace(tzinfo=None) for each in before] != after
if changed:
    sys.exit("it behaves otherwise now")
END
venv/bin/python guess.py
