"""``isogloss sandbox``."""

from importlib import import_module
from pathlib import Path

import click


@click.command()
@click.argument("platform", type=click.Choice(["webflow", "butter"]))
@click.option("--port", type=click.IntRange(0, 65535), default=8700, show_default=True, help="0 picks a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--load", type=click.Path(dir_okay=False, exists=True), help="Begin with the state in this file.")
@click.option("--save", type=click.Path(dir_okay=False), help="Write the state here when it is stopped.")
@click.option("--switch", "switches", multiple=True, metavar="NAME=VALUE", help="Set a switch; may be repeated.")
def sandbox(platform: str, port: int, host: str, load: str | None, save: str | None, switches: tuple[str, ...]) -> None:
    """Run a local server that behaves like a platform, with a control plane under /_sandbox/.

    For trying mappings and for tests: nothing leaves this machine.
    """
    import json

    from isogloss.cli.output import write_text
    from isogloss.errors import UsageError
    from isogloss.sandbox.server import serve

    chosen: dict[str, object] = {}
    for switch in switches:
        name, found, value = switch.partition("=")
        if not found:
            raise UsageError(f"--switch {switch}: write it as NAME=VALUE")
        chosen[name] = _value(value)
    module = import_module(f"isogloss.sandbox.{'webflow' if platform == 'webflow' else 'buttercms'}")
    state = json.loads(Path(load).read_text(encoding="utf-8")) if load else None
    made = module.create(state, **chosen)
    try:
        serve(made.app, host, port)
    finally:
        if save:
            write_text(Path(save), json.dumps(made.state(), ensure_ascii=False))


def _value(text: str) -> object:
    import json

    try:
        return json.loads(text)
    except ValueError:
        return text
