"""``isogloss worker``."""

import os
import signal
import threading
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import patience, shared
from isogloss.cli.serve import metrics_option
from isogloss.events import WORKING

if TYPE_CHECKING:
    from isogloss.state.workers import Worker


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="isogloss.yaml")
@click.option("--lane", "lanes", multiple=True, metavar="LANE", help="A lane to serve; all if none is named.")
@click.option(
    "--slots", type=click.IntRange(1, 64), default=4, show_default=True, help="How many mappings are run at once."
)
@metrics_option
@patience
@shared
def worker(
    invocation: Invocation,
    *,
    file: Path,
    lanes: tuple[str, ...],
    slots: int,
    metrics: str | None,
    confirm_within: float,
) -> None:
    """Run mappings by the clock together with other workers, on this and on other machines.

    All share one --state on PostgreSQL, in which `isogloss cluster migrate` made tables and took over the schedules.
    FILE is the same project everywhere. One mapping is at work once, wherever; what a worker that died was at work on,
    another one goes on with. A signal stops it between two requests; a second signal, at once. It ends with 0 when it
    is stopped. The page is `isogloss web`. Needs isogloss[cluster].

    \b
    isogloss worker --state postgresql://isogloss@db.example/isogloss
    isogloss worker --lane shop --slots 8
    """
    from isogloss.cli.first import wipe
    from isogloss.cli.logs import tell
    from isogloss.cli.serve import listen_to_log, ready_for
    from isogloss.cluster.serving import Wish, work
    from isogloss.watch.port import port as port_of

    watched = port_of(metrics)
    listen_to_log(invocation)
    wipe()
    stop = threading.Event()
    runs = None if invocation.runs is None else Path(invocation.runs)
    wish = Wish(invocation.state, file, lanes, slots, runs, partial(ready_for, confirm_within), watched)

    def told(me: "Worker", mappings: int, there: str) -> None:
        at = {"metrics": there} if there else {}
        tell(WORKING, worker=me.name, lanes=list(me.lanes), slots=me.slots, mappings=mappings, **at)

    def hear(number: int, frame: FrameType | None) -> None:
        del frame
        if stop.is_set():  # asked for a second time: whoever is at work ends as if killed
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        stop.set()

    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        work(wish, stop, tell, invocation.redactor, told)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
