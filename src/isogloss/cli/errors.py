"""Turn what went wrong into one message on stderr and an exit code; nothing secret gets out on the way."""

import json
import sys
from typing import NoReturn

import click

from isogloss.errors import IsoglossError, MappingError, RemoteError

OUR_BUG = 70
INTERRUPTED = 130


def run(app: click.Command) -> NoReturn:
    """Run a click command; exits."""
    try:
        code = app.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("isogloss: interrupted", err=True)
        code = INTERRUPTED
    except IsoglossError as error:
        show(error)
        code = error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except Exception:  # noqa: BLE001  # our own bug: tell it without what it must not tell
        show_bug()
        code = OUR_BUG
    sys.exit(code if isinstance(code, int) else 0)


def show(error: IsoglossError) -> None:
    """Say what happened, where, and what to do; as JSON where JSON was asked for."""
    message = hidden(str(error))
    if "--json" in sys.argv[1:]:
        click.echo(json.dumps(described(error, message), ensure_ascii=False), err=True)
    else:
        click.echo(f"isogloss: {message}", err=True)


def described(error: IsoglossError, message: str) -> dict[str, object]:
    """An error as plain data."""
    data: dict[str, object] = {
        "format_version": "1.0",
        "error": type(error).__name__,
        "message": message,
        "exit_code": error.exit_code,
    }
    if isinstance(error, MappingError):
        data["problems"] = [{"path": p.path, "reason": hidden(p.reason)} for p in error.problems]
    if isinstance(error, RemoteError):
        data |= {"request": error.request, "transient": error.transient, "took_effect": error.took_effect}
    return data


def show_bug() -> None:
    """Print our own traceback, with every secret masked."""
    import traceback

    click.echo(hidden(traceback.format_exc()), err=True)
    click.echo("isogloss: this is a bug of ours; please report the lines above.", err=True)


def hidden(text: str) -> str:
    """A text without secrets, as far as any were loaded, and without terminal control codes."""
    redact = sys.modules.get("isogloss.cli.opening")
    if redact is not None:
        text = redact.REDACTOR.text(text)
    return "".join(char if char.isprintable() or char in "\n\t" else "�" for char in text)
