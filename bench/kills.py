"""Whether ``isogloss serve`` loses a time of its schedule when it is killed again and again.

A service runs a mapping between two sandboxes every two seconds, and somebody edits before each death. ``python
bench/kills.py 20 30``: so many times ``kill -9``, at random moments, within so many seconds; some of them die before
they serve. At the end one is let be, and then: every time of the schedule was run, by itself or with another one, none
twice; the last edit is across, and nothing was made twice. Ends with 1 where any of this is not so.
"""

import sys
import tempfile
import time
from pathlib import Path
from random import Random

from figures import Figure, tell

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import sandboxes  # it lies in a folder of the tests
from accounted import unaccounted  # as above
from command import environment_of  # as above
from served import LONG, served  # as above

from isogloss.http.clock import SystemClock
from isogloss.state.agenda import open_agenda

KILLS, SECONDS = 20, 30.0
OFTEN = "*/2 * * * * *"
PROJECT = f'isogloss: 1\nmappings:\n  pots:\n    file: pots.yaml\n    schedule: "{OFTEN}"\n'


def killed(crossing: sandboxes.Crossing, kills: int, seconds: float) -> tuple[int, float, int]:
    """Kill it so often; says how many served by then, how long that took, and how many times are unaccounted for."""
    chance, environment = Random(20), environment_of(crossing)  # noqa: S311  # moments, not secrets
    (crossing.folder / "isogloss.yaml").write_text(PROJECT, encoding="utf-8")
    begun, alive = time.monotonic(), 0
    pause = seconds / kills
    for place in range(kills):
        rename(crossing, f"Anna {place}")
        until = time.monotonic() + chance.uniform(0.5 * pause, 1.5 * pause)
        with served(crossing.folder, environment, patience=max(0.0, until - time.monotonic())) as service:
            time.sleep(max(0.0, until - time.monotonic()))
            alive += bool(service.events("serving"))
            service.kill()
    took = time.monotonic() - begun
    with served(crossing.folder, environment) as service:
        sandboxes.until(lambda: f"Anna {kills - 1}" in str(sandboxes.content(crossing.sandboxes)[1]), LONG)
        sandboxes.until(service.turns, LONG)
        last = service.turns()[-1]["due"]
        sandboxes.until(lambda: service.turns()[-1]["due"] > last, LONG)
        service.stop()
    with open_agenda(str(crossing.state), SystemClock(), read_only=True) as agenda:
        return alive, took, unaccounted(agenda, "pots", OFTEN)


def rename(crossing: sandboxes.Crossing, name: str) -> None:
    """An editor gives an author another name."""
    told = {"collection": "authors", "item": "ann", "fields": {"name": name}}
    crossing.sandboxes.webflow.edit(action="update", publish=True, **told)


def main() -> None:
    told = [float(word) for word in sys.argv[1:]]
    kills, seconds = (*told, *(KILLS, SECONDS)[len(told) :])
    with sandboxes.started() as site, tempfile.TemporaryDirectory() as folder:
        crossing = sandboxes.Crossing(site, Path(folder), flow="both")
        crossing.seed()
        alive, took, lost = killed(crossing, int(kills), seconds)
        made = sandboxes.content(site)[1]
        twice = len(made) - len(set(made)) + sum(name.endswith("again") for name in made)
    print(
        f"{kills:.0f} kills in {took:.1f} s, {alive} of them of a service that served: {lost} times lost, {twice} twice"
    )
    good = tell(Figure("killed: times lost or run twice", abs(lost), "", 0))
    good &= tell(Figure("killed: things made twice", twice, "", 0))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
