#!/usr/bin/env bash
# Guess: a limiter that is set to ten calls a second begins no more than ten in any second, since that is what a server
# counts.
# Seen: aiolimiter 1.3.0 and ratelimit 2.2.1 begin nineteen within one. aiolimiter does at once: ten together, and one
# more each tenth of a second. ratelimit does where a burst meets the end of its second: one call, a pause, nine, and
# ten. pyrate-limiter 4.5.1 begins ten, whenever they come.
# Source: the page of aiolimiter: "allow for 100 concurrent entries within a 30 second window"; that of ratelimit:
# "will not be able to make more then 15 API call within a 15 minute time period".
# For users: at the limit of the API each run is refused calls in its first seconds, and a client that then backs off is
# slower than one that asks for less. Set half of the limit, or use a limiter that counts any window.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check aiolimiter==1.3.0 ratelimit==2.2.1 pyrate-limiter==4.5.1

cat >guess.py <<'END'
import asyncio
import sys
import time
from importlib.metadata import version

from aiolimiter import AsyncLimiter
from pyrate_limiter import Duration, Limiter, Rate
from ratelimit import limits, sleep_and_retry

CALLS, SECOND, WHOLE = 10, 1.0, 29


def by_aiolimiter(pause):
    limiter, begun = AsyncLimiter(CALLS, SECOND), []

    async def call():
        async with limiter:
            begun.append(time.monotonic())

    async def all_calls():
        await call()
        await asyncio.sleep(pause)
        await asyncio.gather(*(call() for _ in range(WHOLE)))

    asyncio.run(all_calls())
    return begun


def by_ratelimit(pause):
    begun = []

    @sleep_and_retry
    @limits(calls=CALLS, period=SECOND)
    def call():
        begun.append(time.monotonic())

    call()
    time.sleep(pause)
    for _ in range(WHOLE):
        call()
    return begun


def by_pyrate_limiter(pause):
    limiter, begun = Limiter(Rate(CALLS, Duration.SECOND)), []
    limiter.try_acquire("calls")
    begun.append(time.monotonic())
    time.sleep(pause)
    for _ in range(WHOLE):
        limiter.try_acquire("calls")
        begun.append(time.monotonic())
    return begun


changed = False
for name, ask in {"aiolimiter": by_aiolimiter, "ratelimit": by_ratelimit, "pyrate-limiter": by_pyrate_limiter}.items():
    most = 0
    for pause in (0, 0.8):
        begun = ask(pause)
        most = max(most, *(sum(0 <= late - early < 0.95 * SECOND for late in begun) for early in begun))
    changed = changed or (most > CALLS + 4) != (name != "pyrate-limiter")
    print(f"{name} {version(name)}: expected at most {CALLS} in a second, seen {most}")
if changed:
    sys.exit("it behaves otherwise now")
END
venv/bin/python guess.py
