"""Plans for tests of reports: what a reviewer meets, and plans of any size."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_plan import (
    DRAFT,
    PUBLISHED,
    RIGHT,
    Lines,
    change,
    facing,
    loss_of,
    made_header,
    op_of,
    rich,
    sample,
    text,
    write,
)

from isogloss.merge.change import Conflict
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT
from isogloss.plan.data import PlanFile, read_plan, write_plan
from isogloss.plan.draft import Draft
from isogloss.plan.header import PlanCounts
from isogloss.plan.op import Step
from isogloss.plan.record import Data
from isogloss.plan.terms import Built
from isogloss.report.model import build_report
from isogloss.report.parts import Report
from isogloss.report.whole import Whole, whole_of


@pytest.fixture(scope="session")
def sample_plan(tmp_path_factory: pytest.TempPathFactory) -> PlanFile:
    return write(tmp_path_factory.mktemp("plan") / "acme.plan", sample())


@pytest.fixture(scope="session")
def report(sample_plan: PlanFile) -> Report:
    return build_report(sample_plan)


@pytest.fixture(scope="session")
def whole(sample_plan: PlanFile) -> Whole:
    return whole_of(sample_plan)


@pytest.fixture
def small_plan(tmp_path: Path) -> PlanFile:
    """One of each: made, changed, deleted, a conflict, a loss, a step."""
    tea, news = EntryKey("article", "tea"), EntryKey("article", "old-news")
    seen = facing(tea, "Green tea")
    draft = Draft(Lines())
    update = op_of(
        RIGHT,
        "update",
        tea,
        "Green tea",
        change(tea, "en", "title", text("Green tea"), text("Green tea = health")),
        change(tea, "ja", "body", rich("<p>緑茶の淹れ方</p>"), rich("<p>紅茶の淹れ方</p>")),
        change(tea, "en", "teaser", ABSENT, text("-20 % today")),
        present=("en", "ja"),
    )
    step = Step(
        RIGHT, Cell(tea, Locale("fr-FR")), "add fr-FR to Green tea in the editor of butter", "finds the variant"
    )
    here, there = text("2 minutes"), text("3 minutes")
    held = Conflict(Cell(tea, Locale("en"), "time"), "both sides changed", here, there, "Green tea")
    lost = loss_of(tea, "en", "cover", "no place for alt text", text("A cup"))
    draft.add(seen, Built(ops=[update], conflicts=[held], losses=[lost], steps=[step]))
    gone = change(news, "en", STATUS, PUBLISHED, ABSENT)
    draft.add(facing(news, "Opening hours"), Built(ops=[op_of(RIGHT, "delete", news, "Opening hours", gone)]))
    return write(tmp_path / "small.jsonl", draft)


@pytest.fixture
def many_plan(tmp_path: Path) -> Callable[..., PlanFile]:
    """Make a plan that creates and then publishes so many articles, each with a body of so many letters."""

    def made(entries: int, letters: int = 20) -> PlanFile:
        draft = Draft(Lines())
        for n in range(entries):
            key, label = EntryKey("article", f"a{n:05}"), f"Article {n} | <{n}>"
            content = [
                change(key, "en", "title", ABSENT, text(label)),
                change(key, "en", "body", ABSENT, text("word " * (letters // 5))),
                change(key, "en", STATUS, ABSENT, DRAFT),
            ]
            live = change(key, "en", STATUS, DRAFT, PUBLISHED)
            ops = [op_of(RIGHT, "create", key, label, *content, present=["en"])]
            built = Built(ops=[*ops, op_of(RIGHT, "publish", key, label, live, present=["en"])])
            built.losses = [loss_of(key, "en", "body", "approximated", text("word"))]
            draft.add(facing(key, label), built)
        return write(tmp_path / "many.plan", draft)

    return made


@pytest.fixture
def plan_of(tmp_path: Path) -> Callable[..., PlanFile]:
    """Make a plan out of records as they are, sealed properly, as somebody hostile could."""

    def made(*records: Data) -> PlanFile:
        path = tmp_path / "made.plan"
        lines = [json.dumps(record) for record in records]
        write_plan(path, lines, lambda: made_header("both", PlanCounts(), {}))
        return read_plan(path)

    return made


@pytest.fixture
def naming_plan(tmp_path: Path) -> PlanFile:
    """A plan whose ops change one locale and name cells of others, which stay as they are."""
    key = EntryKey("article", "tea")
    draft = Draft(Lines())
    for verb, new in (("update", "other"), ("link", "another")):
        changed = change(key, "fr-FR", "title", text("old"), text(new))
        named = (change(key, place, "title", text("stays"), text("stays")) for place in ("en", SHARED))
        draft.add(facing(key, "Tea"), Built(ops=[op_of(Side.RIGHT, verb, key, "Tea", changed, *named)]))
    return write(tmp_path / "naming.jsonl", draft)
