"""Turn what went wrong into one message on stderr and an exit code; nothing secret gets out on the way.

What only a failure needs is imported when there is one: every command passes here.
"""

import os
import sys
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, NoReturn

import click

from isogloss.cli.first import wipe
from isogloss.cli.invocation import Invocation
from isogloss.events import FAILED

if TYPE_CHECKING:
    from isogloss.errors import IsoglossError

OUR_BUG = 70
INTERRUPTED = 130
UNHEARD = 141
"""What shells show of a program whose reader went away. Not 0, since it may not be said any more what was left."""


def run(app: click.Command, words: list[str]) -> NoReturn:
    """Run a click command with the words that were typed; exits."""
    invocation = Invocation(as_json="--json" in words, log=_log_of(words))
    said = sys.stdout
    try:
        code = app.main(words, prog_name="isogloss", standalone_mode=False, obj=invocation)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        show_usage(error, invocation)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say("interrupted", invocation)
        code = INTERRUPTED
    except SystemExit as done:
        # click puts another stdout in place when the reader went away, and ends with 1, which has a meaning of ours
        code = done.code if sys.stdout is said else UNHEARD
    except Exception as error:  # noqa: BLE001  # also our own bugs: tell them without what they must not tell
        code = told(error, invocation)
    finally:
        wipe()
    sys.exit(code if isinstance(code, int) else 0)


def told(error: Exception, invocation: Invocation) -> int:
    """Tell a failure, and say its exit code."""
    from isogloss.errors import IsoglossError

    wipe()
    if isinstance(error, IsoglossError):
        show(error, invocation)
        return error.exit_code
    show_bug(invocation)
    return OUR_BUG


def show_usage(error: click.ClickException, invocation: Invocation) -> None:
    """Say what is wrong with the words that were typed; as JSON where JSON was asked for."""
    import json

    wipe()
    if not invocation.as_objects:
        error.show()
        return
    context = error.ctx if isinstance(error, click.UsageError) else None
    help_ = f" See {context.command_path} --help." if context is not None else ""
    message = hidden(
        error.format_message() + ("" if help_ and help_.strip() in error.format_message() else help_), invocation
    )
    said = {"format_version": "1.0", "error": "UsageError", "message": message, "exit_code": error.exit_code}
    click.echo(json.dumps(in_log(said, invocation), ensure_ascii=False), err=True)


def show(error: "IsoglossError", invocation: Invocation) -> None:
    """Say what happened, where, and what to do; as JSON where JSON was asked for."""
    import json

    message = hidden(str(error), invocation)
    if invocation.as_objects:
        said = in_log(described(error, message, invocation), invocation)
        click.echo(json.dumps(said, ensure_ascii=False), err=True)
    else:
        click.echo(f"isogloss: {message}", err=True)
    if invocation.log_file is not None:
        keep_failure(described(error, message, invocation), invocation)


def described(error: "IsoglossError", message: str, invocation: Invocation) -> dict[str, object]:
    """An error as plain data."""
    from isogloss.errors import MappingError, Refused, RemoteError

    data: dict[str, object] = {
        "format_version": "1.0",
        "error": type(error).__name__,
        "message": message,
        "exit_code": error.exit_code,
    }
    if isinstance(error, MappingError):
        data["problems"] = [{"path": p.path, "reason": hidden(p.reason, invocation)} for p in error.problems]
    if isinstance(error, RemoteError):
        data |= {"request": error.request, "transient": error.transient, "took_effect": error.took_effect}
    if isinstance(error, Refused) and error.plan is not None:
        data["plan"] = str(error.plan)
    return data


def show_bug(invocation: Invocation) -> None:
    """Print our own traceback, with every secret masked."""
    import traceback

    trace = hidden(traceback.format_exc(), invocation)
    keep_failure({"message": f"this is a bug of ours; please report this: {trace}"}, invocation)
    if invocation.log == "json":
        say(f"this is a bug of ours; please report this: {trace}", invocation)
        return
    click.echo(trace, err=True)
    click.echo("isogloss: this is a bug of ours; please report the lines above.", err=True)


def say(message: str, invocation: Invocation) -> None:
    """One message on stderr that is none of our errors; an object where the log is for programs."""
    import json

    wipe()
    if invocation.log == "json":
        click.echo(json.dumps(in_log({"message": message}, invocation), ensure_ascii=False), err=True)
    else:
        click.echo(f"isogloss: {message}", err=True)


def in_log(said: dict[str, object], invocation: Invocation) -> dict[str, object]:
    """A message as the last event of a log that is for programs; else as it is."""
    if invocation.log != "json":
        return said
    return as_event(said, "error", FAILED)


def as_event(said: dict[str, object], level: str, event: str) -> dict[str, object]:
    """A message as an event of the log."""
    from isogloss.http.clock import SystemClock

    now = SystemClock().now().isoformat(timespec="microseconds").replace("+00:00", "Z")
    return {**said, "level": level, "timestamp": now, "event": event}


def keep_failure(said: dict[str, object], invocation: Invocation) -> None:
    """Add a failure to the file of the log, if there is one; that it cannot be added is no second failure."""
    from isogloss.errors import UsageError

    with suppress(UsageError):
        invocation.keep(as_event(said, "error", FAILED))


def _log_of(words: list[str]) -> str:
    """The form of the log, before anything is parsed: what was typed last, or the environment says."""
    said = os.environ.get("ISOGLOSS_LOG", "text")
    for word, following in pairwise([*words, ""]):
        if word == "--log" or word.startswith("--log="):
            said = following if word == "--log" else word.removeprefix("--log=")
    return said


def hidden(text: str, invocation: Invocation) -> str:
    """A text without secrets, as far as any were loaded, and without terminal control codes."""
    text = invocation.redactor.text(text)
    return "".join(char if char.isprintable() or char in "\n\t" else "�" for char in text)
