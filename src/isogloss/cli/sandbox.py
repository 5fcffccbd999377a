"""``isogloss sandbox``."""

from importlib import import_module
from pathlib import Path

import click

from isogloss.cli.options import FilePath


@click.command()
@click.argument("platform", type=click.Choice(["webflow", "butter"]))
@click.option("--port", type=click.IntRange(0, 65535), default=8700, show_default=True, help="0 picks a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--load",
    type=click.Path(dir_okay=False, exists=True, allow_dash=True),
    help="Begin with the state in this file; - is stdin.",
)
@click.option("--save", type=FilePath(dir_okay=False), help="Write the state here when it is stopped.")
@click.option("--switch", "switches", multiple=True, metavar="NAME=VALUE", help="Set a switch; may be repeated.")
def sandbox(platform: str, port: int, host: str, load: str | None, save: str | None, switches: tuple[str, ...]) -> None:
    """Run a local server that behaves like a platform, with a control plane under /_sandbox/.

    For trying mappings and for tests: nothing leaves this machine. Its address is the first line on stdout; Ctrl-C
    stops it.

    \b
    isogloss sandbox webflow --port 8701
    """
    import json
    import signal

    from isogloss.cli.first import wipe
    from isogloss.errors import UsageError
    from isogloss.files import whole
    from isogloss.sandbox.server import serve

    chosen: dict[str, object] = {}
    for switch in switches:
        name, found, value = switch.partition("=")
        if not found:
            raise UsageError(f"--switch {switch}: write it as NAME=VALUE")
        chosen[name] = _value(value)
    module = import_module(f"isogloss.sandbox.{'webflow' if platform == 'webflow' else 'buttercms'}")
    made = module.create(_state(load) if load else None, **chosen)
    wipe()
    # whoever stops it politely gets the state saved, too
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        serve(made.app, host, port, click.echo)
    finally:
        if save:
            with whole(Path(save)) as out:
                out.write(json.dumps(made.state(), ensure_ascii=False).encode())


def _state(path: str) -> object:
    import json

    from isogloss.cli.piped import read_from
    from isogloss.errors import UsageError

    try:
        with read_from(path) as file:
            state = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"--load {path}: not a state ({error}). Give a file that --save wrote.") from None
    if not isinstance(state, dict):
        raise UsageError(f"--load {path}: not a state (an object is expected). Give a file that --save wrote.")
    return state


def _value(text: str) -> object:
    import json

    try:
        return json.loads(text)
    except ValueError:
        return text
