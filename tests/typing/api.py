"""Uses the public names the way a program would; checked by mypy, never run."""

from collections.abc import Mapping
from pathlib import Path
from typing import assert_type

from isogloss import api
from isogloss.adapters.memory import MemoryReader, MemoryWriter, World
from isogloss.bridge import Bridge, SideBinding
from isogloss.decide.linking import Relinked
from isogloss.errors import IsoglossError, MappingError, Problem, RemoteError
from isogloss.http.clock import SystemClock
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, MaybeValue, Scalar
from isogloss.outcomes import Applied, Checked, Verified
from isogloss.plan.data import PlanFile, read_plan
from isogloss.plan.op import Op
from isogloss.ports import Clock, Reader, Writer
from isogloss.run.loading import load, load_text
from isogloss.run.session import Session


def a_migration(folder: Path) -> int:
    bridge = load(folder / "mapping.yaml", writes=True)
    assert_type(bridge, Bridge)
    session = Session(bridge, str(folder / "state.db"), folder, SystemClock())
    assert_type(api.check(session), Checked)
    plan = api.plan(session, folder / "plan.jsonl")
    assert_type(plan, PlanFile)
    for op in plan.ops():
        assert_type(op, Op)
    applied = api.apply(session, read_plan(folder / "plan.jsonl"), stop_on_moved=True)
    assert_type(applied, Applied)
    assert_type(applied.result.counts(), dict[str, int])
    assert_type(api.verify(session), Verified)
    assert_type(api.relink(session, folder / "relink.yaml", write=True), Relinked)
    return 0 if api.verify(session).proven else 1


def a_sync(session: Session, out: Path) -> str:
    try:
        return api.sync(session, out).run
    except MappingError as error:
        assert_type(error.problems, tuple[Problem, ...])
    except RemoteError as error:
        return f"{error.request}: {error.took_effect}"
    except IsoglossError as error:
        return str(error.exit_code)
    return ""


def the_ports(binding: SideBinding, world: World) -> tuple[Reader, Writer, Clock]:
    reader: Reader = MemoryReader(binding, world)
    writer: Writer = MemoryWriter(binding, world)
    clock: Clock = SystemClock()
    return reader, writer, clock


def the_model(values: Mapping[Cell, MaybeValue]) -> MaybeValue:
    cell = Cell(EntryKey("article", "tea"), Locale("fr-FR"), "title")
    assert_type(load_text("isogloss: 1").side(Side.LEFT), SideBinding)
    return values.get(cell, ABSENT) or Scalar("text", "Thé")
