"""``isogloss serve``."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import patience, shared
from isogloss.events import SERVING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isogloss.api import Session
    from isogloss.state.visits import Role


_C = TypeVar("_C", bound=Callable[..., object])


metrics_option = click.option(
    "--metrics",
    metavar="[ADDRESS:]PORT",
    help="Where machines ask for figures and whether all is well; on this machine alone without ADDRESS.",
)


def page_options(command: _C) -> _C:
    """How the page is reached, and who may come in."""
    options = (
        click.option(
            "--port",
            type=click.IntRange(0, 65535),
            default=8700,
            show_default=True,
            help="The port of the page; 0 for one that is free.",
        ),
        click.option(
            "--listen", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Where the page listens."
        ),
        click.option("--url", "urls", multiple=True, metavar="URL", help="An address by which browsers reach it."),
        click.option("--auth", metavar="HOW", help="How people are known: token, or proxy-header=NAME."),
        click.option(
            "--proxy", "proxies", multiple=True, metavar="ADDRESS", help="Who else may name people in that header."
        ),
        click.option(
            "--editor", "editors", multiple=True, metavar="NAME", help="Who of those may decide; else all may."
        ),
        metrics_option,
        click.option("--new-tokens", is_flag=True, help="With --auth token: make new ones; the old ones end."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default="isogloss.yaml")
@click.option("--every", metavar="CRON", help="Of a single mapping: when it is run. [default: */15 * * * *]")
@click.option("--zone", metavar="ZONE", help="Of a single mapping: the time zone of --every. [default: UTC]")
@click.option(
    "--notify",
    metavar="COMMAND",
    help="Of a single mapping: what is run to tell people of conflicts, approvals, failures and recoveries.",
)
@click.option(
    "--slots", type=click.IntRange(1, 64), default=4, show_default=True, help="How many mappings are run at once."
)
@page_options
@patience
@shared
def serve(  # the options of one command
    invocation: Invocation,
    *,
    file: Path,
    every: str | None,
    zone: str | None,
    notify: str | None,
    port: int,
    slots: int,
    listen: str,
    urls: tuple[str, ...],
    auth: str | None,
    proxies: tuple[str, ...],
    editors: tuple[str, ...],
    metrics: str | None,
    new_tokens: bool,
    confirm_within: float,
) -> None:
    """Run mappings by the clock, with a page that shows how they are and on which people decide.

    FILE is a project, which names mappings and when each is run, or a single mapping. One service is at work on a
    state; a second one ends with 4. What was cut is gone on with first. A signal stops it between two requests; a
    second signal, at once. It ends with 0 when it is stopped.

    The page is reached from this machine alone, and whoever does may decide. For others, say how they are known:
    --auth token prints two tokens once, one for editors and one for viewers.

    \b
    isogloss serve
    isogloss serve mappings/acme.yaml --every "0 6 * * *" --zone Europe/Berlin
    isogloss serve --auth token --url https://sync.example.com
    """
    from isogloss.cli.first import wipe
    from isogloss.cli.logs import tell
    from isogloss.serve.door import door
    from isogloss.serve.serving import Wish
    from isogloss.serve.serving import serve as run
    from isogloss.watch.port import port as port_of

    watched, at = port_of(metrics), door(listen, auth, urls, proxies, editors, anew=new_tokens)
    listen_to_log(invocation)
    wipe()
    stop = threading.Event()
    runs = None if invocation.runs is None else Path(invocation.runs)
    ready = partial(ready_for, confirm_within)
    wish = Wish(invocation.state, file, every, zone, notify, port, slots, runs, ready, at, watched, show_tokens)

    def told(address: str, mappings: int) -> None:
        tell(SERVING, address=address, mappings=mappings)

    with stopped_by_signals(stop):
        run(wish, stop, tell, invocation.redactor, told)


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Have a signal stop what is at work while inside; a second one, at once."""

    def hear(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def show_tokens(tokens: "Mapping[Role, str]") -> None:
    """The one time that they are shown; what goes to the log is not for secrets."""
    click.echo("The tokens of the page. They are shown this once; the state keeps what tells them, and not them.")
    for role, token in tokens.items():
        click.echo(f"{role}: {token}")


def listen_to_log(invocation: Invocation) -> None:
    """Have what happens told, as long as this process runs; before any work, that it can be kept."""
    from isogloss.cli.logs import configure
    from isogloss.cli.opening import keep_log

    invocation.keep({})
    keep = None if invocation.log_file is None else partial(keep_log, invocation)
    as_json, quiet = invocation.log == "json", invocation.quiet
    configure(invocation.verbose, invocation.redactor, as_json=as_json, quiet=quiet, keep=keep, alone=True)


def ready_for(confirm_within: float, session: "Session") -> "Session":
    """A session that waits so long for a side to show what it accepted."""
    from isogloss.cli.opening import patience_of

    return replace(session, patience=patience_of(confirm_within))
