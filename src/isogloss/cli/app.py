"""The group of all commands, each in its own file, imported only when it is called."""

from importlib import import_module
from keyword import iskeyword
from typing import cast

import click

from isogloss import __version__
from isogloss.cli.overview import COMMANDS, overview


class Commands(click.Group):
    """A group that imports a command when it is called, and suggests the nearest when there is none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of use."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        name = f"{cmd_name}_" if iskeyword(cmd_name) or cmd_name == "help" else cmd_name
        return cast("click.Command", getattr(import_module(f"isogloss.cli.{module}"), name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed.

        Raises: click.UsageError with the nearest command where there is none of that name.
        """
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"There is no command {args[0]}.{hint} See isogloss --help.", ctx)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """The overview, which needs no click and no command."""
        del ctx
        return overview().rstrip("\n")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="isogloss")
def app() -> None:
    """Carry localized content between Webflow and ButterCMS: plan it, apply it, prove it."""


def main(words: list[str]) -> None:
    """Run the command line and exit with a code that tells what happened."""
    from isogloss.cli.errors import run

    run(app, words)
