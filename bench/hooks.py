"""Whether a flood of hooks changes anything but timing, and whether people are still answered meanwhile.

A service with mappings whose runs take ``RUN`` seconds hears signed hooks from another process, over real connections;
somebody loads its page all the while. ``python bench/hooks.py 10000 20 10``: so many hooks, for so many mappings,
within so many seconds. A mapping may be at work once and wait once. What is refused, doubled or out of order is among
the hooks. Ends with 1 where a goal is missed.
"""

import asyncio
import hashlib
import hmac
import multiprocessing
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

import httpx
from figures import Figure, tell

from isogloss.events import unheard
from isogloss.http.clock import SystemClock
from isogloss.http.redact import Redactor, Secret
from isogloss.jobs.hints import Hints
from isogloss.jobs.service import Service, held
from isogloss.jobs.work import Came
from isogloss.run.hook_secrets import Secrets
from isogloss.schedule.tick import Schedule
from isogloss.serve.app import app
from isogloss.serve.desk import Desk
from isogloss.serve.door import Door
from isogloss.serve.hooks import Ear, Known
from isogloss.serve.server import answering
from isogloss.serve.visitors import Reception
from isogloss.state.agenda import Agenda, open_agenda
from isogloss.watch.metrics import Metrics

HOOKS, MAPPINGS, SECONDS = 10_000, 20, 10.0
RUN = 0.5
"""Seconds of a run."""
SETTLE = 5.0
CONNECTIONS = 16
SECRET = "a-secret-of-the-bench"  # noqa: S105  # nobody's
GOAL_AT_ONCE, GOAL_PAGE = 2, 0.2
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def hooks(count: int, mappings: int) -> list[tuple[str, bool]]:
    """Requests as bytes, each with whether it is good; one in ten is sent twice, one in ten is forged, in any order."""
    chance, made = Random(7), []  # noqa: S311  # a bench
    while len(made) < count:
        number, forged = len(made), chance.random() < 0.1
        body = f'{{"triggerType":"collection_item_changed","payload":{{"id":"{number}","fieldData":{{}}}}}}'
        stamp = str(int(time.time() * 1000))
        secret = "a-guess" if forged else SECRET
        signed = hmac.new(secret.encode(), f"{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        name = f"m{chance.randrange(mappings):02}"
        text = (
            f"POST /hooks/webflow/{name} HTTP/1.1\r\nhost: @HOST@\r\ncontent-type: application/json\r\n"
            f"x-webflow-timestamp: {stamp}\r\nx-webflow-signature: {signed}\r\n"
            f"content-length: {len(body)}\r\n\r\n{body}"
        )
        made += [(text, not forged)] * (2 if chance.random() < 0.1 else 1)
    del made[count:]
    chance.shuffle(made)
    return made


async def _sent(host: str, told: list[tuple[str, bool]], seconds: float) -> Counter[tuple[bool, int]]:
    where, port = host.split(":")
    came: Counter[tuple[bool, int]] = Counter()
    waiting = iter(enumerate(told))
    begun = time.monotonic()

    async def send() -> None:
        reader, writer = await asyncio.open_connection(where, int(port))
        for number, (text, good) in waiting:
            await asyncio.sleep(max(0.0, begun + seconds * number / len(told) - time.monotonic()))
            writer.write(text.replace("@HOST@", host).encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            came[good, int(head.split()[1])] += 1
        writer.close()

    await asyncio.gather(*(send() for _ in range(CONNECTIONS)))
    return came


def _flood(pipe: multiprocessing.connection.Connection, count: int, mappings: int, seconds: float) -> None:
    told = hooks(count, mappings)
    pipe.send("ready")
    host = pipe.recv()
    begun = time.monotonic()
    came = asyncio.run(_sent(host, told, seconds))
    pipe.send((came, time.monotonic() - begun))


@dataclass
class Watched:
    """What was seen.

    most:  how many runs of one mapping were at work or waited at once.
    page:  seconds that each look at the page took.
    """

    runs: Counter[str] = field(default_factory=Counter)
    most: int = 0
    page: list[float] = field(default_factory=list)
    came: Counter[tuple[bool, int]] = field(default_factory=Counter)
    took: float = 0.0


def flooded(count: int, mappings: int, seconds: float, settle: float = SETTLE) -> Watched:
    """Flood a service, and see."""
    watched, stop, clock = Watched(), threading.Event(), SystemClock()
    at_work: Counter[str] = Counter()
    lock = threading.Lock()
    names = [f"m{number:02}" for number in range(mappings)]
    mine, theirs = multiprocessing.Pipe()
    other = multiprocessing.get_context("spawn").Process(target=_flood, args=(theirs, count, mappings, seconds))
    other.start()

    def work(mapping: str, path: Path) -> Came:
        del path
        with lock:
            at_work[mapping] += 1
            watched.runs[mapping] += 1
        time.sleep(RUN)
        with lock:
            at_work[mapping] -= 1
        return Came()

    def watch(agenda: Agenda, address: str) -> None:
        with httpx.Client(trust_env=False, timeout=30) as http:
            while not stop.wait(0.05):
                begun = time.monotonic()
                assert http.get(address).status_code == 200
                watched.page.append(time.monotonic() - begun)
                with lock:
                    waiting = Counter(each.ask.mapping for each in agenda.waiting())
                    busy = {name: at_work[name] + waiting[name] for name in names}
                watched.most = max(watched.most, *busy.values())

    with tempfile.TemporaryDirectory() as folder, open_agenda(f"{folder}/state.db", clock) as agenda:
        agenda.register([Schedule(name, f"{name}.yaml", "0 0 1 1 *", "UTC", "default", None, NEVER) for name in names])
        known = {name: Known(Secrets(Path(folder), name, Redactor()), (Secret(SECRET),)) for name in names}
        service = Service(agenda, work, stop, clock, unheard)
        hints = Hints(agenda, clock, unheard, dict.fromkeys(names, settle), service.running)
        ear = Ear(known, hints, clock, unheard)
        reception = Reception(Door(), agenda.visits, clock, "bench")
        desk = Desk(service, reception, Redactor(), lambda *_: nullcontext())
        page = partial(app, desk, ear=ear, metrics=Metrics())
        with held(agenda) as lease, answering(Door(), 0, page) as address:
            threads = [
                threading.Thread(target=service.run, args=(lease,)),
                threading.Thread(target=hints.run, args=(stop,)),
                threading.Thread(target=watch, args=(agenda, address)),
            ]
            assert mine.recv() == "ready"
            for thread in threads:
                thread.start()
            mine.send(address.removeprefix("http://"))
            watched.came, watched.took = mine.recv()
            other.join()
            until = time.monotonic() + settle + 60
            time.sleep(settle + 1)
            while (agenda.asked() or service.running()) and time.monotonic() < until:
                time.sleep(0.1)
            stop.set()
            for thread in threads:
                thread.join(30)
    return watched


def main() -> None:
    told = [float(word) for word in sys.argv[1:]]
    count, mappings, seconds = (*told, *(HOOKS, MAPPINGS, SECONDS)[len(told) :])
    seen = flooded(int(count), int(mappings), seconds)
    page = sorted(seen.page)[int(len(seen.page) * 0.95)]
    runs = max(seen.runs.values())
    print(f"{count:,.0f} hooks for {mappings:.0f} mappings in {seen.took:.1f} s: {dict(seen.came)}")
    print(f"at most {seen.most} runs of a mapping at work or waiting, {runs} in all")
    print(f"page, p95: {page * 1000:.0f} ms")
    good = tell(Figure("hooks: runs of a mapping at work or waiting", seen.most, "", GOAL_AT_ONCE))
    good &= tell(Figure("hooks: page, p95 in a flood", page, "s", GOAL_PAGE))
    good &= {status for good_, status in seen.came if good_} == {200, 409}  # one in ten is a replay
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
