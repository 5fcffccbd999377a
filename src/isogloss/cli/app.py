"""The commands there are, each in its own file, imported only when it is called."""

from importlib import import_module
from keyword import iskeyword
from typing import Final, cast

import click

from isogloss import __version__

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "check": ("check", "Check a mapping against both live sides."),
    "plan": ("plan", "Show what would happen, and write it to a plan. Sends reads only."),
    "apply": ("apply", "Apply a plan, once; again after a crash, to finish it."),
    "sync": ("apply", "Plan and apply in one, under the same limits."),
    "verify": ("verify", "Read both sides and prove that they agree, cell by cell."),
    "export": ("bundle", "Write one side of a mapping into a folder of readable files."),
    "import": ("bundle", "Carry a folder written by export into a side, through a plan."),
    "undo": ("undo", "Make the plan that takes a run back."),
    "status": ("status", "What is remembered: runs, what is held for a person, the lease."),
    "lock": ("status", "Show who is at work on a mapping, or break the lease by its id."),
    "schema": ("schema", "Print the JSON Schema of mappings, plans or reports."),
    "sandbox": ("sandbox", "Run a local server that behaves like a platform."),
    "demo": ("demo", "Carry a small site across and back between two sandboxes."),
}
"""Command to the file that holds it and its one line of help."""


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
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in COMMANDS.items()])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done · 1 something needs a person · 2 usage or mapping · 3 a platform failed · "
    "4 refused · 5 state unreadable · 10 changes pending (plan --exit-code) · 130 interrupted.",
)
@click.version_option(__version__, prog_name="isogloss")
def app() -> None:
    """Carry localized content between Webflow and ButterCMS: plan it, apply it, prove it.

    \b
    isogloss check mappings/acme.yaml          does the mapping hold?
    isogloss plan mappings/acme.yaml           what would happen? (writes nothing)
    isogloss apply plan.jsonl                  do exactly that
    isogloss verify mappings/acme.yaml         prove it
    """


def main() -> None:
    """Run the command line and exit with a code that tells what happened."""
    from isogloss.cli.errors import run

    run(app)
