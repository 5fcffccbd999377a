"""What must hold, whatever happens: one test or more for each invariant of docs/design.md that no other test proves."""

import copy
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from two_worlds import EN, FR, JA, Pair, html, number, ref, refs, text

from isogloss.adapters.memory import MemoryReader, Stored, World
from isogloss.errors import RemoteError, Unavailable
from isogloss.model.address import Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.schema import Capabilities
from isogloss.model.snapshot import Seen
from isogloss.model.value import Absent, Asset, Many, MaybeValue, Ref, Value
from isogloss.plan.op import Op

WRITES = 7
"""Requests that an unbroken run of the site below sends, two entries in each."""


class Dead(BaseException):
    """The process is gone."""


@dataclass(slots=True)
class Watched(World):
    """A world that tells who writes to it, and can take the whole process with it."""

    before: Callable[[str], None] = lambda name: None
    die_at: int = 0
    die_after: bool = False
    tried: list[str] = field(default_factory=list)

    def write(self, name: str, act: Callable[[], None]) -> None:
        self.before(name)
        self.tried.append(name)
        dying = len(self.tried) == self.die_at
        if dying and not self.die_after:
            raise Dead
        World.write(self, name, act)
        if dying:
            raise Dead


def site(folder: Path, **options: object) -> Pair:
    """Three articles that link in a circle, an author, drafts and gaps."""
    folder.mkdir(exist_ok=True)
    small = Capabilities(batch=2)
    made = Pair(folder, left=Watched(capabilities=small), right=Watched(capabilities=small), options=options)
    made.left.put("author", "a", {EN: {"name": text("Ann"), STATUS: PUBLISHED}, JA: {"name": text("アン")}}, slug="ann")
    for place in range(3):
        english: dict[str, Value] = {
            "title": text(f"Title {place}"),
            "body": html(f"<p>Body {place}</p>"),
            "rank": number(place),
            "author": ref("author", "a"),
            "related": refs("article", f"p{(place + 1) % 3}"),
            STATUS: PUBLISHED if place else DRAFT,
        }
        variants: dict[object, dict[str, Value]] = {EN: english}
        if place:
            variants[FR] = {"title": text(f"Titre {place}"), STATUS: PUBLISHED}
        made.left.put("article", f"p{place}", variants, slug=f"post-{place}")  # type: ignore[arg-type] # locales
    return made


def content(world: World) -> dict[tuple[str, str | None], object]:
    """What a world holds, by slug: ids and times differ between runs."""

    def named(value: Value) -> object:
        match value:
            case Ref(to):
                return world.entries[to.kind, to.name].slug
            case Many(items):
                return [named(item) for item in items]
            case _:
                return value

    def shown(stored: Stored) -> object:
        return {
            locale: (
                {name: named(value) for name, value in version.staged.items()},
                None if version.live is None else {name: named(value) for name, value in version.live.items()},
            )
            for locale, version in stored.versions.items()
        }

    found = [((stored.kind, stored.slug), shown(stored)) for stored in world.entries.values()]
    assert len(dict(found)) == len(found), "an entry is there twice"
    return dict(found)


def test_invariant_1_a_side_that_cannot_be_read_to_its_end_leads_to_no_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = site(tmp_path)

    def half(self: object) -> Iterator[Seen]:
        raise Unavailable("the connection was lost", request="GET /page 2")
        yield  # a generator, as any read is

    monkeypatch.setattr(MemoryReader, "read", half)
    with pytest.raises(RemoteError):
        pair.plan()
    assert not list(tmp_path.glob("*.jsonl"))


def test_invariant_2_the_same_inputs_give_the_same_plan_byte_for_byte(tmp_path: Path) -> None:
    plans = []
    for name in ("one", "two"):
        pair = site(tmp_path / name)
        if name == "two":
            pair.left.entries = dict(reversed(pair.left.entries.items()))
        plans.append(pair.plan().path.read_bytes())
    assert plans[0] == plans[1]


def test_invariant_4_every_value_that_is_planned_was_read_on_the_other_side(tmp_path: Path) -> None:
    pair = site(tmp_path)
    there = {
        repr(_plain(value))
        for stored in pair.left.entries.values()
        for version in stored.versions.values()
        for value in version.staged.values()
    }
    planned = [
        repr(_plain(change.after))
        for op in pair.plan().ops()
        for change in op.changes
        if not change.field.startswith("$") and not isinstance(change.after, Absent)
    ]
    assert planned
    assert set(planned) <= there


def _plain(value: MaybeValue) -> object:
    match value:
        case Ref(to):
            return to.kind
        case Many(items):
            return [_plain(item) for item in items]
        case Asset(_, identity, _):
            return identity
        case _:
            return value


def test_invariant_7_every_write_finds_its_intent_on_disk_and_the_last_answer_too(tmp_path: Path) -> None:
    pair = site(tmp_path)
    intents: list[int] = []

    def look(name: str) -> None:
        with closing(sqlite3.connect(f"file:{tmp_path / 'state.db'}?mode=ro", uri=True)) as connection, connection:
            (asked,) = connection.execute("select count(*) from isogloss_intent").fetchone()
            (answered,) = connection.execute("select count(*) from isogloss_answer").fetchone()
        connection.close()
        assert asked == answered + 1, name
        intents.append(asked)

    pair.right.before = look  # type: ignore[attr-defined] # it is Watched
    pair.sync()
    assert intents == list(range(1, WRITES + 1))


def test_invariant_9_cells_outside_the_plan_are_untouched(tmp_path: Path) -> None:
    pair = site(tmp_path)
    pair.sync()
    before = copy.deepcopy(content(pair.right))
    pair.left.edit("article", "p1", EN, title=text("Changed"))
    pair.sync()
    after = content(pair.right)
    changed = before["article", "post-1"]
    changed[EN][0]["title"] = changed[EN][1]["title"] = text("Changed")  # type: ignore[index] # of the shape made above
    assert after == before


def _ops(pair: Pair) -> list[Op]:
    return list(pair.plan().ops())


@pytest.mark.parametrize("after", [False, True], ids=["before it acts", "after it acted"])
@pytest.mark.parametrize("at", range(1, WRITES + 1))
def test_invariant_10_a_run_that_dies_at_any_request_ends_where_an_unbroken_one_ends(
    *, at: int, after: bool, tmp_path: Path
) -> None:
    unbroken = site(tmp_path / "unbroken")
    unbroken.sync()
    assert len(unbroken.right.calls) == WRITES

    pair = site(tmp_path / "cut")
    plan = pair.plan()
    pair.right.die_at, pair.right.die_after = at, after  # type: ignore[attr-defined] # it is Watched
    with pytest.raises(Dead):
        pair.apply(plan)
    applied = pair.apply(plan)

    assert applied.resumed
    assert applied.result.counts().keys() <= {"confirmed", "normalized"}
    assert content(pair.right) == content(unbroken.right)
    assert _ops(pair) == []
    assert pair.shown(Side.RIGHT, "author", "ann", JA, "name") == text("アン")
