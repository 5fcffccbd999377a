"""How late runs begin where many mappings are due in the same second: a service whose runs do nothing.

``python bench/due.py 1000 3``: so many mappings, so many times. Lateness is from the time that was due to the moment at
which the run began, on this machine's clock; beside it, the time of the processor that the service took until the last
of them had begun, since others may have had the rest. Ends with 1 where a goal is missed.
"""

import resource
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from figures import Figure, tell

from isogloss.events import unheard
from isogloss.http.clock import SystemClock
from isogloss.jobs.service import Service, held
from isogloss.jobs.work import Came
from isogloss.schedule.tick import Schedule
from isogloss.state.agenda import open_agenda

MAPPINGS, TIMES = 1_000, 3
EVERY = 6
"""Seconds from one time to the next: all of the one before have ended by then."""
GOAL_LATE, GOAL_MEGABYTES = 0.3, 120
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def late(mappings: int, times: int) -> tuple[list[float], float]:
    """Seconds that each run began late, in order, and of the processor for one time."""
    stop, clock = threading.Event(), SystemClock()
    begun: list[tuple[float, float]] = []

    def work(mapping: str, path: Path) -> Came:
        del mapping, path
        begun.append((time.time(), time.process_time()))
        return Came()

    with tempfile.TemporaryDirectory() as folder, open_agenda(f"{folder}/state.db", clock) as agenda:
        names = [f"m{number:04}" for number in range(mappings)]
        cron = f"*/{EVERY} * * * * *"
        agenda.register([Schedule(name, f"{name}.yaml", cron, "UTC", "default", None, NEVER) for name in names])
        service = Service(agenda, work, stop, clock, unheard)
        with held(agenda) as lease:
            thread = threading.Thread(target=service.run, args=(lease,))
            idle = time.process_time()
            thread.start()
            while len(begun) < mappings * times:
                time.sleep(0.01)
            stop.set()
            thread.join()
    found = [at % EVERY for at, _ in begun[: mappings * times]]
    spent = begun[mappings * times - 1][1] - idle
    return sorted(found), spent / times


def main() -> None:
    told = [int(word) for word in sys.argv[1:]]
    mappings, times = (*told, *(MAPPINGS, TIMES)[len(told) :])
    found, spent = late(mappings, times)
    half, most = found[len(found) // 2], found[int(len(found) * 0.99)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{mappings:,} mappings due at once, {times} times: p50 {half:.3f} s, p99 {most:.3f} s, last {found[-1]:.3f} s"
    )
    print(f"processor, each time: {spent:.3f} s; memory: {memory:.0f} MB")
    good = tell(Figure("due at once: p99 start", most, "s", GOAL_LATE))
    good &= tell(Figure("due at once: memory", memory, "MB", GOAL_MEGABYTES))
    tell(Figure("due at once: processor", spent, "s"))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
