#!/usr/bin/env bash
# Guess: a job that is due daily at half past two runs once in each of the two nights in which clocks change, with any of
# the usual engines; they differ in when, not in how often.
# Seen: croniter 7.0.0 and APScheduler 3.11.3 run it twice in the night in October that has half past two twice, an hour
# apart. cronsim 2.8 runs it once. Of "*/30 2 * * *", due twice a night, the night in March without that hour has one
# run with croniter, one with APScheduler and none with cronsim, which makes up for a missed run only where neither
# minute nor hour is a pattern.
# Source: cron(8) of Debian, "Daylight Saving Time": jobs at a fixed time are run once, at once where their time was
# left out, and not again where it comes twice; those with a pattern follow the clock.
# For users: a nightly report, invoice or mail goes out twice once a year, and a list of what changed since the last run
# is an hour old instead of a day. Schedule in UTC, or outside two to three, or have the job itself be safe to repeat.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check croniter==7.0.0 cronsim==2.8 apscheduler==3.11.3 tzdata==2026.1

cat >guess.py <<'END'
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from croniter import croniter
from cronsim import CronSim

BERLIN = ZoneInfo("Europe/Berlin")
NIGHTS = {"March": datetime(2026, 3, 28, 12, tzinfo=BERLIN), "October": datetime(2026, 10, 24, 12, tzinfo=BERLIN)}


def by_croniter(expression, start):
    engine = croniter(expression, start, ret_type=datetime)
    return [engine.get_next() for _ in range(9)]


def by_cronsim(expression, start):
    engine = CronSim(expression, start)
    return [next(engine) for _ in range(9)]


def by_apscheduler(expression, start):
    trigger, due, now = CronTrigger.from_crontab(expression, timezone=BERLIN), [], start.astimezone(UTC)
    for _ in range(9):
        due.append(trigger.get_next_fire_time(due[-1] if due else None, now.astimezone(BERLIN)))
        now = due[-1].astimezone(UTC) + timedelta(microseconds=1)
    return due


ENGINES = {"croniter": by_croniter, "cronsim": by_cronsim, "apscheduler": by_apscheduler}
print(*(f"{name} {version(name)}" for name in ENGINES), sep=", ")
seen = {}
for expression in ("30 2 * * *", "*/30 2 * * *"):
    for month, start in NIGHTS.items():
        for name, ask in ENGINES.items():
            day = (start + timedelta(days=1)).date()
            due = [at.astimezone(UTC) for at in ask(expression, start)]
            runs = [f"{at:%H:%M}" for at in due if at.astimezone(BERLIN).date() == day]
            seen[expression, month, name] = len(runs)
            print(f"{expression:13} {month:8} {name:12} runs at (UTC): {', '.join(runs) or 'never'}")
print("expected of '30 2 * * *': once in each night, with each")
assert seen == {
    ("30 2 * * *", "March", "croniter"): 1,
    ("30 2 * * *", "March", "cronsim"): 1,
    ("30 2 * * *", "March", "apscheduler"): 1,
    ("30 2 * * *", "October", "croniter"): 2,
    ("30 2 * * *", "October", "cronsim"): 1,
    ("30 2 * * *", "October", "apscheduler"): 2,
    ("*/30 2 * * *", "March", "croniter"): 1,
    ("*/30 2 * * *", "March", "cronsim"): 0,
    ("*/30 2 * * *", "March", "apscheduler"): 1,
    ("*/30 2 * * *", "October", "croniter"): 4,
    ("*/30 2 * * *", "October", "cronsim"): 4,
    ("*/30 2 * * *", "October", "apscheduler"): 4,
}, "it behaves otherwise now"
END
venv/bin/python guess.py
