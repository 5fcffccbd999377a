"""``isogloss web``."""

import threading
from functools import partial
from pathlib import Path

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import patience, shared
from isogloss.cli.serve import page_options
from isogloss.events import SERVING


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="isogloss.yaml")
@page_options
@patience
@shared
def web(  # the options of one command
    invocation: Invocation,
    *,
    file: Path,
    port: int,
    listen: str,
    urls: tuple[str, ...],
    auth: str | None,
    proxies: tuple[str, ...],
    editors: tuple[str, ...],
    metrics: str | None,
    new_tokens: bool,
    confirm_within: float,
) -> None:
    """Show the page of `isogloss serve` alone, beside the workers that share a --state on PostgreSQL.

    Any number of them, on any host: people decide there, webhooks of the platforms are heard there, and workers
    elsewhere carry it out. FILE is the project that the workers have. It runs no mapping itself, so it may be stopped
    at any time. Who may come in is said as for `isogloss serve`.

    \b
    isogloss web --auth token --url https://sync.example.com
    """
    from isogloss.cli.first import wipe
    from isogloss.cli.logs import tell
    from isogloss.cli.serve import listen_to_log, ready_for, show_tokens, stopped_by_signals
    from isogloss.serve.door import door
    from isogloss.serve.serving import Wish
    from isogloss.serve.serving import web as run
    from isogloss.watch.port import port as port_of

    watched, at = port_of(metrics), door(listen, auth, urls, proxies, editors, anew=new_tokens)
    listen_to_log(invocation)
    wipe()
    stop = threading.Event()
    runs = None if invocation.runs is None else Path(invocation.runs)
    ready = partial(ready_for, confirm_within)
    wish = Wish(invocation.state, file, port=port, runs=runs, ready=ready, door=at, metrics=watched, shown=show_tokens)

    def told(address: str, mappings: int) -> None:
        tell(SERVING, address=address, mappings=mappings)

    with stopped_by_signals(stop):
        run(wish, stop, tell, invocation.redactor, told)
