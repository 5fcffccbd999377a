"""``isogloss resolve``."""

import getpass
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from isogloss.cli.invocation import Invocation
from isogloss.cli.options import chosen, mapping, only_ids, shared, which
from isogloss.model.address import Side
from isogloss.model.entry import STATUS
from isogloss.model.value import Scalar

if TYPE_CHECKING:
    from isogloss.api import Listed, Session
    from isogloss.decide.resolution import Resolution
    from isogloss.decide.waiting import Choice

_ONE = "one of --take SIDE, --value FILE, --merge, --edit and --withdraw"


@click.command()
@mapping
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--take", metavar="SIDE", help="What this side shows is right; a deletion, too.")
@click.option(
    "--value",
    type=click.Path(dir_okay=False, exists=True, allow_dash=True),
    metavar="FILE",
    help="The value in this file is right; - reads standard input.",
)
@click.option("--merge", is_flag=True, help="Both edits are right, where they do not touch.")
@click.option("--edit", is_flag=True, help="Open a text in $EDITOR, with both edits between conflict marks.")
@click.option("--withdraw", is_flag=True, help="Take a decision back that no run has followed yet.")
@click.option("--all", "everything", is_flag=True, help="Every conflict that fits the options above.")
@chosen
@click.option("--yes", is_flag=True, help="With --all: do not ask.")
@click.option("--by", envvar="ISOGLOSS_USER", metavar="NAME", help="Who decides; also ISOGLOSS_USER. Else the login.")
@click.option("--note", default="", metavar="TEXT", help="Why; kept with the decision.")
@click.option("--fresh", is_flag=True, help="Look at both sides now, and decide about what they show.")
@shared
def resolve(  # the options of one command
    invocation: Invocation,
    *,
    mapping: str,
    ids: tuple[str, ...],
    take: str | None,
    value: str | None,
    merge: bool,
    edit: bool,
    withdraw: bool,
    everything: bool,
    yes: bool,
    by: str | None,
    note: str,
    fresh: bool,
    **filters: Any,
) -> None:
    """Decide about conflicts. The decision is kept, and the next run does it: sync, or plan and apply.

    It is bound to what both sides show now: where one moves before the run, the decision lapses, the plan says so, and
    nothing is written.

    \b
    isogloss resolve mappings/acme.yaml k3f9 --take butter
    isogloss resolve mappings/acme.yaml k3f9 --edit
    isogloss resolve mappings/acme.yaml --all --kind article --take webflow --yes
    """
    from isogloss import api
    from isogloss.cli.opening import opened

    said = sum(map(bool, (take, value, merge, edit, withdraw)))
    if said != 1:
        raise click.UsageError(f"Say {'only ' if said else ''}{_ONE}.")
    if bool(ids) == everything:
        raise click.UsageError("Name conflicts by their ids, or say --all.")
    only_ids(ids, **filters)
    if everything and not (take or withdraw):
        raise click.UsageError("--all goes with --take SIDE or --withdraw; a value is given for one conflict.")
    if (value or edit) and len(ids) != 1:
        raise click.UsageError("A value is given for one conflict; name one id.")
    with opened(invocation, mapping, what="looking", resolve=fresh or not (take or withdraw), writes=False) as session:
        chosen_ids, shown = ids, None
        if everything:
            listed = api.conflicts(session, which((), drift=False, **filters), fresh=fresh and not withdraw)
            shown = _all_of(listed, take, yes=yes)
            chosen_ids = tuple(shown)
        who = by or getpass.getuser()
        if withdraw:
            _tell_withdrawn(invocation, api.withdraw(session, chosen_ids, by=who, shown=shown))
            return
        if edit:
            made = edited(session, chosen_ids[0], by=who, note=note, fresh=fresh)
        else:
            choice = _choice(take, value)
            made = api.resolve(session, chosen_ids, choice, by=who, note=note, fresh=fresh, shown=shown)
        sides = {side: session.bridge.side(side).name for side in Side}
    _tell(invocation, made, sides)


def _choice(take: str | None, value: str | None) -> "Choice":
    from isogloss import api

    if take is not None:
        return api.TakeSide(take)
    return api.TakeBoth() if value is None else api.TakeValue(_read(value))


def _read(name: str) -> str:
    from isogloss.errors import UsageError

    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name}: the value cannot be read ({error}). Give a file of UTF-8 text.") from None


def _all_of(listed: "Listed", take: str | None, *, yes: bool) -> dict[str, str]:
    """The ids of all that fit, once a person agreed to how many there are; of each, the mark of what was listed."""
    from isogloss.errors import UsageError

    found = [each for each in listed.found if (each.can_be_decided if take else each.decided is not None)]
    if not found:
        raise UsageError(f"{listed.mapping}: no conflict fits, so there is nothing to decide.")
    others = len(listed.found) - len(found)
    if take and others:
        click.echo(f"isogloss: {others:,} more wait for something else, and nothing can be decided there", err=True)
    count = f"{len(found):,} conflict{'' if len(found) == 1 else 's'}"
    what = f"Take {take} in {count}" if take else f"Take back what was decided about {count}"
    if not yes and not sys.stdin.isatty():
        raise UsageError(f"{what}? Nobody is there to ask; say --yes.")
    if not yes:
        click.confirm(f"{what}?", abort=True, err=True)
    return {each.id: each.mark for each in found}


def edited(session: "Session", typed: str, *, by: str, note: str, fresh: bool) -> "tuple[Resolution, ...]":
    """Open a text in the editor, and decide for what is saved; words are in a file until they are in the state.

    Raises: UsageError, Refused where it changed while somebody wrote; the message says where the words are.
    """
    from isogloss import api
    from isogloss.decide.marks import TEXTS, marked
    from isogloss.errors import Refused, UsageError

    listed = api.conflicts(session, api.Which(ids=(typed,)), fresh=fresh)
    (found,) = listed.found
    shown = found.waiting.left, found.waiting.right
    types = {each.type for each in shown if isinstance(each, Scalar)}
    if found.waiting.at.field in (None, STATUS) or len(types) != 1 or not types <= TEXTS:
        raise UsageError(f"{found.id} ({found.waiting.at}): only texts are edited; use --take SIDE or --value FILE.")
    left, right = found.base
    text = marked(right if left is None else left, *shown, [listed.sides[side] for side in Side])
    need_an_editor(found.id, os.environ)
    path = Path(f"isogloss-{found.id}.{'html' if 'rich_text' in types else 'txt'}")
    if path.exists():
        click.echo(f"isogloss: going on with {path}, which an earlier edit left", err=True)
    else:
        put_text(path, text.text)
    again = f"It is kept in {path}: edit it again, or finish it yourself and say --value {path}."
    try:
        click.edit(filename=str(path))
    except click.ClickException as error:
        raise UsageError(
            f"{found.id}: the editor failed ({error.format_message()}), so nothing was decided. {again}"
        ) from None
    written = _read(str(path))
    if text.unfinished(written):
        raise UsageError(f"{found.id}: conflict marks are left in the text, so nothing was decided. {again}")
    value, seen = api.TakeValue(written, "edit"), {found.id: found.mark}
    try:
        made = api.resolve(session, (found.id,), value, by=by, note=note, fresh=fresh, shown=seen)
    except UsageError as error:
        raise UsageError(f"{error} {again}") from None
    except Refused as error:
        raise Refused(f"{error} {again}") from None
    path.unlink()
    return made


def need_an_editor(conflict: str, environ: Mapping[str, str]) -> None:
    """Refuse to open one that was not named where nobody sees it.

    Raises: UsageError.
    """
    from isogloss.errors import UsageError

    if not (environ.get("VISUAL") or environ.get("EDITOR") or sys.stdin.isatty()):
        raise UsageError(
            f"{conflict}: there is no terminal to open an editor on. Set EDITOR to a program that needs none, or give "
            "the text with --value FILE."
        )


def put_text(path: Path, text: str) -> None:
    """Put a text where an editor finds it.

    Raises: UsageError where it cannot be written.
    """
    from isogloss.errors import UsageError

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{path}: the text cannot be written ({error.strerror}). Run the command in a folder where it can, or give "
            "a value with --value FILE."
        ) from None


def _tell(invocation: Invocation, made: "tuple[Resolution, ...]", sides: Mapping[Side, str]) -> None:
    from isogloss.cli.output import emit_json, tells

    if invocation.as_json:
        from isogloss.report.conflicts import decision_data

        emit_json({"decided": [decision_data(each, sides) for each in made]})
    elif tells(invocation):
        from isogloss.report.conflicts import decided_by
        from isogloss.report.visible import one_line

        for each in made:
            label = f"{each.label}: " if each.label else ""
            click.echo(one_line(f"{each.conflict}  {label}{each.cell}: {each.decided(sides).how}"))
            if each.replaces is not None:
                click.echo(one_line(f"  in place of: {decided_by(each.replaces, sides)}"))
        noun = "decision is" if len(made) == 1 else "decisions are"
        click.echo(f"{len(made):,} {noun} kept. The next isogloss sync does it, or plan and apply.")


def _tell_withdrawn(invocation: Invocation, ids: tuple[str, ...]) -> None:
    from isogloss.cli.output import emit_json, tells

    if invocation.as_json:
        emit_json({"withdrawn": list(ids)})
    elif tells(invocation):
        click.echo(f"Taken back: {', '.join(ids)}. The conflict waits for a decision again.")
