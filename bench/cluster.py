"""Whether a cluster keeps what it promises while workers are killed and frozen and its database restarts, at random.

Workers share mappings between two sandboxes, each due every five seconds, and somebody edits all the while.
``python bench/cluster.py 60 200 3``: seconds, mappings, workers. At the end everybody is let be, and then: every time
of every schedule was run once, by itself or with another one; between the first call of a run and the first of the next
one of its mapping, a sandbox got no more calls than that run wrote down, but for what a woken worker may still end of
an earlier one; the runs of a mapping do not interleave; every edit is across, nothing was made twice, and nothing is
written any more. Needs what tests of PostgreSQL need. Ends with 1 where any of this is not so.
"""

import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random

from figures import Figure, tell

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import sandboxes  # it lies in a folder of the tests
from clustered import Cluster, Process  # as above
from postgres import Server, restartable  # as above

SECONDS, MAPPINGS, WORKERS = 60.0, 200, 3
OFTEN = "*/5 * * * * *"
FROZEN = 12.0
"""Seconds: longer than a worker may go unseen."""
REST = 600.0


class Editor:
    """Renames one thing after the other on the one side."""

    def __init__(self, site: sandboxes.Sandboxes, chance: Random) -> None:
        self._site, self._chance = site, chance
        self._items = [(each["collection"], each["id"]) for each in site.butter.state()["items"]]
        self.edits = 0

    def edit(self) -> None:
        collection, item = self._chance.choice(self._items)
        self.edits += 1
        told = {"collection": collection, "id": item, "locale": "en", "fields": {"name": f"edit {self.edits}"}}
        self._site.butter.edit(action="update", publish=True, **told)


def troubled(cluster: Cluster, server: Server, seconds: float, workers: int, stack: ExitStack) -> Counter[str]:
    """Make trouble for so long; says how often which."""
    chance, done = Random(68), Counter()  # noqa: S311  # a bench
    editor = Editor(cluster.sandboxes, chance)
    alive: list[Process] = [*stack.enter_context(cluster.workers(workers))]
    frozen: list[tuple[float, Process]] = []
    end, next_ = time.monotonic() + seconds, time.monotonic() + 3
    while (now := time.monotonic()) < end:
        editor.edit()
        for when, each in [*frozen]:
            if now > when:
                each.tell(signal.SIGCONT)
                frozen.remove((when, each))
        if now > next_:
            what = chance.choice(("kill", "kill", "freeze", "restart"))
            awake = [each for each in alive if each not in [one for _, one in frozen]]
            if what == "kill" and awake:
                gone = chance.choice(awake)
                gone.kill()
                alive[alive.index(gone)] = stack.enter_context(cluster.worker())
            elif what == "freeze" and len(awake) > 1:
                each = chance.choice(awake)
                each.tell(signal.SIGSTOP)
                frozen.append((now + FROZEN, each))
            elif what == "restart":
                server.stop()
                time.sleep(chance.uniform(0, 2))
                server.start()
            done[what] += 1
            next_ = time.monotonic() + chance.uniform(1, 6)
        time.sleep(0.1)
    for _, each in frozen:
        each.tell(signal.SIGCONT)
    done["edits"] = editor.edits
    return done


def across(cluster: Cluster) -> bool:
    """Whether each thing is on the other side as it is here."""
    here = Counter(
        (each["collection"], each["locales"]["en"]["live"]["slug"], each["locales"]["en"]["live"]["name"])
        for each in cluster.sandboxes.butter.state()["items"]
    )
    there = Counter(
        (place["slug"], each["fieldData"]["slug"], each["fieldData"]["name"])
        for place in cluster.sandboxes.webflow.state()["collections"]
        for each in place["items"]
    )
    return here == there


def awaited(told: Callable[[], bool], most: float = REST) -> None:
    """Wait until something is so, with long looks far apart: they take of what the workers need."""
    end = time.monotonic() + most
    begun = time.monotonic()
    while not told():
        looked = time.monotonic() - begun
        assert time.monotonic() < end, "it never happened"
        time.sleep(max(0.25, 20 * looked))
        begun = time.monotonic()


def run_more(cluster: Cluster) -> None:
    """Wait until each mapping was run once more."""
    left = [(name, len(cluster.turns(name))) for name in cluster.names]

    def ran() -> bool:
        while left and len(cluster.turns(left[-1][0])) > left[-1][1]:
            left.pop()
        return not left

    awaited(ran)


def main() -> None:
    told = [float(word) for word in sys.argv[1:]]
    seconds, mappings, workers = (*told, *(SECONDS, MAPPINGS, WORKERS)[len(told) :])
    names = tuple(f"m{number:04}" for number in range(int(mappings)))
    with (
        sandboxes.started() as site,
        restartable() as server,
        tempfile.TemporaryDirectory() as folder,
        Cluster(site, Path(folder), server.address, names, OFTEN).begun() as cluster,
    ):
        with ExitStack() as stack:
            done = troubled(cluster, server, seconds, int(workers), stack)
            begun = time.monotonic()
            print(f"{seconds:.0f} s, {mappings:.0f} mappings, {workers:.0f} workers: {dict(done)}", flush=True)
            awaited(lambda: across(cluster))
            print(f"all edits across {time.monotonic() - begun:.1f} s after the last trouble", flush=True)
            judged = cluster.judged()
            run_more(cluster)
            site.forget()
            run_more(cluster)
            late = site.writes()
        lost = {name: count for name, count in cluster.unaccounted().items() if count}
        turns = [turn for name in names for turn in cluster.turns(name)]
    wrong = {name: each.wrong for name, each in judged.items() if each.wrong}
    print(
        f"turns: {len(turns)}, {dict(Counter(each.outcome for each in turns))}, folded {sum(t.folded for t in turns)}"
    )
    good = tell(Figure("cluster: times lost or run twice", len(lost), "", 0))
    good &= tell(Figure("cluster: mappings written by two at once", len(wrong), "", 0))
    good &= tell(Figure("cluster: writes at rest", len(late), "", 0))
    print(f"late, of a woken worker: {sum(each.late for each in judged.values())} requests")
    print(f"lost {lost}, written at once {wrong}, writes at rest {len(late)}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
