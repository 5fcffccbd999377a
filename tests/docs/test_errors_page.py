"""docs/errors.md against what is really raised: every class, every exit code, and the messages it quotes."""

import errno
import inspect
import json
import os
import re
import shutil
import socket
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any, get_args
from unittest import mock

import pytest
from launch import page, site
from manual_clock import ManualClock
from sample_plan import Lines, sample, write
from sqlalchemy import Table
from two_worlds import EN, FR, Pair, refs, text
from undecided import UNDECIDED, apart

from isogloss import api, errors
from isogloss.adapters.catalogue.adapter import open_reader as open_catalogue
from isogloss.adapters.catalogue.folder import Folder
from isogloss.adapters.catalogue.jsonfiles import JsonFiles
from isogloss.adapters.catalogue.layout import USUAL, Layout
from isogloss.adapters.catalogue.unmapped import survey_unmapped
from isogloss.adapters.webflow.exclusions import Asking
from isogloss.apply.spending import Allowance, Spending
from isogloss.cli.errors import INTERRUPTED, OUR_BUG, UNHEARD
from isogloss.cli.init import refuse_to_write_over
from isogloss.cli.invocation import Invocation
from isogloss.cli.options import only_ids, which
from isogloss.cli.output import targets
from isogloss.cli.overview import overview
from isogloss.cli.piped import written_to
from isogloss.cli.reporting import wanted
from isogloss.cli.resolve import need_an_editor, put_text
from isogloss.cli.two_sides import TwoSides
from isogloss.cluster.engine import address_of, apply
from isogloss.cutover import Cutover
from isogloss.decide.approving import ALWAYS
from isogloss.errors import IsoglossError
from isogloss.events import unheard
from isogloss.http.answer import Answer
from isogloss.http.clock import SystemClock
from isogloss.http.failure import Refusal, error_for
from isogloss.http.redact import Redactor
from isogloss.http.request import Request
from isogloss.jobs.approving import Gate
from isogloss.jobs.project import project
from isogloss.jobs.service import held
from isogloss.lint.sitemaps import sitemaps_of
from isogloss.mapping.draft import wish as draft_wish
from isogloss.mapping.project.notifying import Receiver, Webhook
from isogloss.mapping.project.reading import read_project
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import Asset
from isogloss.notify.ways import way_of
from isogloss.plan.data import read_plan
from isogloss.plan.draft import Draft
from isogloss.plan.limits import Extent, Limits, MaxLoss, refuse_if_dangerous
from isogloss.plan.parts import Sample, part_of
from isogloss.ports import Outcome
from isogloss.report.chosen import chosen
from isogloss.report.write import check_formats
from isogloss.run.apply import too_little
from isogloss.run.check import passed
from isogloss.run.hook_secrets import NAME, keep_secrets, secrets_of
from isogloss.run.loading import load, load_text
from isogloss.run.session import Session
from isogloss.run.sync import sync
from isogloss.sandbox import buttercms, webflow
from isogloss.sandbox.server import running
from isogloss.serve.door import Door, door
from isogloss.serve.server import answering
from isogloss.serve.serving import Wish, web
from isogloss.state import copying
from isogloss.state.agenda import open_agenda
from isogloss.state.opened import open_state
from isogloss.state.version import REVISIONS
from isogloss.watch.port import port

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
MAPPING = (ROOT / "mappings" / "webflow-to-butter.yaml").read_text(encoding="utf-8")
ENVIRON = {
    "WEBFLOW_SITE": "acme",
    "WEBFLOW_TOKEN": "token-12345",
    "BUTTERCMS_READ_TOKEN": "token-23456",
    "BUTTERCMS_WRITE_TOKEN": "token-34567",
}


def rows(columns: int) -> list[list[str]]:
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:1] == "|"]
    return [row for row in found if len(row) == columns and not set(row[0]) <= set("- ")]


QUOTED = {situation: (says, int(code)) for situation, says, code, _ in rows(4) if code.isdigit()}


def matches(quoted: str, message: str) -> bool:
    """Whether a message holds everything between backticks, in order; an ellipsis stands for anything."""
    wanted = ".*".join(re.escape(part) for code in re.findall("`(.*?)`", quoted) for part in code.split("…"))
    return re.search(wanted, message, re.DOTALL) is not None


def mapping(old: str, new: str, environ: dict[str, str] | None = None) -> Callable[[Path], object]:
    assert old in MAPPING
    return lambda _: load_text(MAPPING.replace(old, new), environ=ENVIRON if environ is None else environ)


SITE: dict[str, Any] = {
    "locales": {"primary": "en", "secondary": ["fr"]},
    "collections": [
        {
            "slug": "stories",
            "displayName": "Stories",
            "fields": [
                {"slug": "sku", "type": "PlainText", "displayName": "Sku", "isRequired": True},
                {"slug": "form", "type": "Option", "displayName": "Form", "options": ["Guide", "Essay"]},
            ],
        }
    ],
}
TWO_SANDBOXES = """
isogloss: 1
name: errors
sides:
  webflow: {adapter: webflow, site: %s, token: "${W}", base_url: %s/v2}
  butter: {adapter: buttercms, read_token: "${B}", write_token: "${B}", base_url: %s/v2}
flow: butter -> webflow
locales: {en: {webflow: en, butter: en, primary: true}, fr: {webflow: %s, butter: fr}}
kinds:
  story:
    webflow: {collection: %s}
    butter: {page_type: story}
    match: [$slug]
    fields: {title: {type: text, webflow: name, butter: name}}
"""


CATALOGUE = """
isogloss: 1
name: errors
sides:
  here: {adapter: catalogue, path: here}
  app: {adapter: catalogue, path: locales}
flow: here -> app
locales: {en: {here: en, app: en, primary: true}, fr: {here: fr, app: fr-FR}}
kinds:
  question:
    here: {}
    app: {collection: faq}
    match: [title]
    fields: {title: {type: text, here: title, app: question}}
"""


def catalogue(put: Callable[[Path], object], text: str = CATALOGUE) -> Callable[[Path], object]:
    """Read a catalogue after something was done to its folder."""

    def read(folder: Path) -> object:
        (folder / "locales" / "en").mkdir(parents=True)
        put(folder / "locales" / "en" / "faq.json")
        bridge = load_text(text, path=str(folder / "errors.yaml"))
        return list(open_catalogue(bridge.right).read())

    return read


def catalogue_said(raw: bytes) -> Callable[[Path], object]:
    return catalogue(lambda file: file.write_bytes(raw))


GETTEXT = (
    CATALOGUE.replace("path: locales", 'path: locales, layout: "{locale}.po"')
    .replace("app: fr-FR", "app: fr")
    .replace("app: question", "app: text")
)


def gettext_said(text: str, settings: str = "") -> Callable[[Path], object]:
    def read(folder: Path) -> object:
        (folder / "locales").mkdir()
        (folder / "locales" / "fr.po").write_text(text, encoding="utf-8")
        mapping = GETTEXT.replace('.po"', f'.po"{settings}').replace("app: text", "app: a" if settings else "app: text")
        bridge = load_text(mapping, path=str(folder / "errors.yaml"))
        return list(open_catalogue(bridge.right).read())

    return read


TWO_KINDS = """  other:
    here: {}
    app: {}
    fields: {title: {type: text, here: title, app: text}}
"""


def worded(**said: object) -> None:
    nothing = {"site": None, "page_types": (), "collections": (), "locales": (), "origin_key": "origin"}
    rest = {"name": None, "flow": None, "webflow_url": None, "butter_url": None}
    TwoSides(**{**nothing, **rest, **said}).settle()


def moved_to(code: str) -> Callable[[Path], object]:
    def move(file: Path) -> None:
        file.write_text("{}")
        (file.parents[1] / code).mkdir()
        (file.parents[1] / code / "faq.json").write_text("{}")

    return catalogue(move)


def written_to_catalogue(
    before: bytes | None, beside: Callable[[Path], object] = lambda _: None
) -> Callable[[Path], object]:
    """Replace a file of a catalogue, while something else is done."""

    def write(folder: Path) -> object:
        file = folder / "en" / "faq.json"
        file.parent.mkdir()
        file.write_bytes(b"{}")
        there = Folder(folder, Layout(USUAL), JsonFiles(), "app")
        fsync = os.fsync

        def meanwhile(handle: int) -> None:
            fsync(handle)
            beside(file)

        with mock.patch.object(os, "fsync", meanwhile):
            return there.replace("en/faq.json", "{ }", before, alone=True)

    return write


def denied(_: Path) -> None:
    raise PermissionError(errno.EACCES, "Permission denied")


def without_drafts(folder: Path) -> object:
    for name in ("here", "locales"):
        (folder / name).mkdir()
    text = CATALOGUE.replace("flow: here", "publish: draft\nflow: here")
    bridge = load_text(text, path=str(folder / "errors.yaml"))
    return passed(bridge, {side: open_catalogue(bridge.side(side)) for side in Side})


def asked(
    token: str = "token-12345",
    locale: str = "fr",
    collection: str = "stories",
    field: str = "type: text, webflow: name",
) -> Callable[[Path], object]:
    def plan(folder: Path) -> object:
        site = webflow.create(token="token-12345")
        made = site.seed(SITE)["site"]
        site_id = made["id"] if isinstance(made, dict) else made
        account = buttercms.create(read_token="token-23456", write_token="token-23456")
        account.seed({"locales": ["en", "fr"], "page_types": {"story": {"fields": [{"slug": "name"}]}}})
        with ExitStack() as stack:
            left, right = (stack.enter_context(running(sandbox.app)) for sandbox in (site, account))
            told = (TWO_SANDBOXES % (site_id, left, right, locale, collection)).replace(
                "type: text, webflow: name", field
            )
            bridge = load_text(told, environ={"W": token, "B": "token-23456"})
            return api.plan(Session(bridge, str(folder / "state.db"), folder, ManualClock()), folder / "plan.jsonl")

    return plan


def rehearsing(*required: api.Must, **switches: dict[str, object]) -> Callable[[Path], object]:
    def rehearse(folder: Path) -> object:
        bridge = load_text(MAPPING, environ=ENVIRON)
        session = Session(bridge, str(folder / "state.db"), folder, ManualClock())
        return api.rehearse(session, switches=switches, required=required)

    return rehearse


def no_bundle(folder: Path) -> object:
    with api.replayed(folder / "support.zip") as session:
        return session


def other_copies(folder: Path) -> object:
    (folder / "assets").mkdir()
    (folder / "assets" / "used.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return api.custody(folder)


def pair(folder: Path) -> Pair:
    made = Pair(folder)
    made.left.put("author", "a", {EN: {"name": text("Ann"), STATUS: PUBLISHED}}, slug="ann")
    return made


def undeclared_change(folder: Path) -> object:
    """A field has another name since the last run."""
    two = pair(folder)
    two.sync()
    session = two.session()
    bridge = session.bridge

    def renamed(fields: Mapping[str, Any]) -> dict[str, Any]:
        return {"title" if name == "name" else name: found for name, found in fields.items()}

    sides = {
        side.value: replace(
            bridge.side(side),
            kinds={
                kind: replace(bound, fields=renamed(bound.fields)) for kind, bound in bridge.side(side).kinds.items()
            },
        )
        for side in Side
    }
    kinds = {kind: replace(scope, fields=renamed(scope.fields), label=None) for kind, scope in bridge.kinds.items()}
    return api.plan(replace(session, bridge=replace(bridge, kinds=kinds, **sides)), folder / "plan.jsonl")


def vanished_locale(folder: Path) -> object:
    """Two entries had a locale that neither has now."""
    two = pair(folder)
    two.options = {"limits": Limits(1.0, 1.0, 2)}
    french = {EN: {"name": text("Ann"), STATUS: PUBLISHED}, FR: {"name": text("Anne"), STATUS: PUBLISHED}}
    for remote in ("a", "b"):
        two.left.put("author", remote, french, slug=remote)
    two.sync()
    for remote in ("a", "b"):
        two.left.put("author", remote, {EN: french[EN]}, slug=remote)
    return two.plan()


def edited_plan(folder: Path) -> object:
    path = pair(folder).plan().path
    path.write_text(path.read_text(encoding="utf-8").replace("Ann", "Bob"), encoding="utf-8")
    return read_plan(path)


def not_a_plan(folder: Path) -> object:
    path = folder / "plan.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    return read_plan(path)


def applied_twice(folder: Path) -> object:
    two = pair(folder)
    plan = two.plan()
    two.apply(plan)
    return two.apply(plan)


def refused_before(folder: Path) -> object:
    two = pair(folder)
    with pytest.raises(errors.Refused) as refused:
        lossy(folder, two)
    assert refused.value.plan is not None
    return two.apply(read_plan(refused.value.plan))


def lossy(folder: Path, two: Pair | None = None) -> object:
    two = two or pair(folder)
    two.right.capabilities = replace(two.right.capabilities, write_alt=False)
    cover = Asset("image", "https://a.example/a.png", "a pot")
    two.left.put("article", "a", {EN: {"title": text("A"), "cover": cover, STATUS: PUBLISHED}}, slug="a")
    return api.plan(replace(two.session(), max_loss=MaxLoss(cells=0)), folder / "lossy.jsonl")


def unknown_run(folder: Path) -> object:
    return api.undo(pair(folder).session(), "20200101-000000-abcd", folder / "undo.jsonl")


def unknown_entry(folder: Path) -> object:
    two = pair(folder)
    two.sync()
    return api.history(two.session(), api.About("author/an"))


def mapping_changed(folder: Path) -> object:
    two = pair(folder)
    plan = two.plan()
    two.options["digest"] = "another"
    return two.apply(plan)


def another_was_cut(folder: Path) -> object:
    two = pair(folder)
    first = two.plan()
    two.left.edit("author", "a", EN, name=text("Anna"))
    second = two.plan()
    with open_state(str(folder / "state.db"), two.bridge.name, two.clock) as state:
        begun = state.runs.begin(
            plan_digest=first.header.digest,
            plan_path=str(first.path),
            mapping_digest=two.bridge.digest,
            command="apply",
            ops_total=1,
        )
        state.runs.finish(begun.id, {}, "interrupted")
    return two.apply(second)


def dangerous(**counts: int) -> Callable[[Path], object]:
    extent = Extent("butter", **{"existing": 100, "known": 100, "deleted": 0, "changed": 0, **counts})
    return lambda _: refuse_if_dangerous((extent,), Limits())


def two_match_one(folder: Path) -> object:
    two = pair(folder)
    for remote in ("x", "y"):
        two.right.put("author", remote, {EN: {"name": text("Ann"), STATUS: PUBLISHED}}, slug="ann")
    return two.plan()


def required_knot(folder: Path) -> object:
    two = Pair(folder)
    for one, other in (("a", "b"), ("b", "a")):
        two.left.put("article", one, {EN: {"related": refs("article", other), STATUS: PUBLISHED}}, slug=one)
    two.right.required["article"] = frozenset({"related"})
    return two.plan()


@contextmanager
def lease(folder: Path) -> Any:
    with open_state(str(folder / "state.db"), "pair", ManualClock()) as state, state.leases.acquire(60):
        yield


def lease_held(folder: Path) -> object:
    two = pair(folder)
    with lease(folder):
        return two.sync()


def lease_lost(folder: Path) -> object:
    two = pair(folder)
    with ExitStack() as theirs:

        def take_over() -> None:
            state = theirs.enter_context(open_state(str(folder / "state.db"), "pair", ManualClock()))
            state.leases.break_(state.leases.show().id)
            theirs.enter_context(state.leases.acquire(60))

        return api.sync(replace(two.session(), stop=take_over), folder / "sync.jsonl")


def damaged_state(folder: Path) -> object:
    (folder / "state.db").write_bytes(b"SQLite format 3\0" + b"nonsense" * 600)
    return pair(folder).sync()


def full_disk(folder: Path) -> object:
    """A state that has all the room there is; tests/flow/test_kept_runs.py fills one at every point of a run."""
    two = pair(folder)
    for name in range(100):
        at = {"name": text(f"{name} " * 200), STATUS: PUBLISHED}
        two.left.put("author", f"a{name}", {EN: at}, slug=f"a{name}")
    with open_state(str(folder / "state.db"), "pair", two.clock):
        pass
    connect = sqlite3.connect

    def bounded(*told: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*told, **named)
        connection.execute("PRAGMA max_page_count = 1")  # no more than it has
        return connection

    with mock.patch.object(sqlite3, "connect", bounded):
        return two.sync()


def not_kept(folder: Path) -> object:
    (folder / "runs").write_text("no folder", encoding="utf-8")
    return api.sync(replace(pair(folder).session(), runs=folder / "runs"), folder / "sync.jsonl")


def foreign_state(folder: Path) -> object:
    with closing(sqlite3.connect(folder / "state.db")) as connection, connection:
        connection.execute("create table recipes (name text)")
    connection.close()
    return pair(folder).sync()


def newer_state(folder: Path) -> object:
    two = pair(folder)
    two.sync()
    with closing(sqlite3.connect(folder / "state.db")) as connection, connection:
        (table,) = next(
            row
            for row in connection.execute("select name from sqlite_master where type = 'table'").fetchall()
            if "version" in row[0]
        )
        connection.execute(f"update {table} set version_num = 'r9999'")  # noqa: S608 - our own table
    connection.close()
    return two.sync()


def too_little_to_read(_: Path) -> None:
    """tests/flow/test_limits_of_a_run.py stops both sides' readings so."""
    try:
        Spending(ManualClock(), Allowance(requests=0)).still()
    except errors.Spent as spent:
        raise too_little(spent) from None


def said(why: str) -> Callable[[Path], None]:
    """A site that answers 409 in these words."""

    def provoked(_: Path) -> None:
        body = json.dumps({"code": "conflict", "message": why}).encode()
        refusal = Refusal(
            Request("POST", "/items"), 409, {}, body, "sides.webflow.token", datetime(2026, 11, 1, tzinfo=UTC)
        )
        raise error_for(refusal, Redactor())

    return provoked


def without_exclusions(_: Path) -> object:
    """A site that knows no exclusions from translation, and is asked for them."""

    def refuse(request: Request) -> Answer:
        said = b'{"code": "forbidden", "message": "Excluding content from translation is not enabled for this site"}'
        when = datetime(2026, 11, 1, tzinfo=UTC)
        raise error_for(Refusal(request, 403, {}, said, "sides.webflow.token", when), Redactor())

    return Asking(refuse, "webflow")(Request("GET", "/items"))


def put_back(folder: Path) -> Pair:
    """A backup was put back on the left under other ids."""
    two = pair(folder)
    two.left.put("author", "b", {EN: {"name": text("Bob"), STATUS: PUBLISHED}}, slug="bob")
    two.sync()
    for remote in ("a", "b"):
        stored = two.left.entries.pop(("author", remote))
        two.left.entries["author", f"{remote}2"] = replace(stored, remote=f"{remote}2")
    return two


def relinking(of: str = "pair", doubtful: str = "[]", pairs: str = "[]") -> Callable[[Path], object]:
    def relink(folder: Path) -> object:
        file = folder / "relink.yaml"
        told = f"isogloss_relink: 1\nmapping: {of}\npairs: {pairs}\ndoubtful: {doubtful}\n"
        file.write_text(told, encoding="utf-8")
        return api.relink(put_back(folder).session(), file, write=True)

    return relink


def linked_twice(folder: Path) -> object:
    two = Pair(folder)
    words = {"name": text("The pot that was made of the clay of the river"), STATUS: PUBLISHED}
    two.left.put("author", "t", {EN: words}, slug="tea")
    for remote in ("x", "y"):
        two.right.put("author", remote, {EN: words}, slug=remote)
    said = "[{entry: tea, accepted: true}]"
    each = ", ".join(f"{{kind: author, side: right, id: {remote}, candidates: {said}}}" for remote in ("x", "y"))
    file = folder / "relink.yaml"
    file.write_text(f"isogloss_relink: 1\nmapping: pair\ndoubtful: [{each}]\n", encoding="utf-8")
    return api.relink(two.session(), file, write=True)


def result_that_is_none(folder: Path) -> object:
    run = folder / "runs" / "acme" / "20260101-101010-abcd"
    pair(folder).plan().path.rename(run.mkdir(parents=True) or run / "plan.jsonl")
    (run / "result.json").write_text("[]")
    return api.show(run.name, str(folder / "state.db"))


def two_runs(folder: Path) -> object:
    for name in ("20260101-101010-abcd", "20260101-111111-abcd"):
        kept = folder / "runs" / "acme" / name
        kept.mkdir(parents=True)
        (kept / "plan.jsonl").touch()
    return api.show("20260101-1", str(folder / "state.db"))


def projecting(said: str) -> Callable[[Path], object]:
    text = f"isogloss: 1\nmappings:\n  acme:\n    file: acme.yaml\n    {said}\n"
    return lambda folder: read_project(text, folder / "isogloss.yaml")


def another_name_in(folder: Path) -> Path:
    (folder / "site.yaml").write_text(MAPPING, encoding="utf-8")
    path = folder / "isogloss.yaml"
    path.write_text("isogloss: 1\nmappings:\n  site: {file: site.yaml}\n", encoding="utf-8")
    return path


def another_name(folder: Path) -> object:
    return project(another_name_in(folder))


def hooked_at(url: str) -> Callable[[Path], object]:
    def install(folder: Path) -> object:
        bridge = load_text(MAPPING, environ=ENVIRON)
        with api.session(bridge, str(folder / "state.db")) as session:
            return api.install_hooks(session, url)

    return install


def secrets_that_are_none(folder: Path) -> object:
    keep_secrets(folder, "acme", [])
    (folder / "acme" / NAME).write_text("{", encoding="utf-8")
    return secrets_of(folder, "acme")


def secrets_that_cannot_be_kept(folder: Path) -> None:
    (folder / "runs").touch()
    keep_secrets(folder / "runs", "acme", [])


def port_is_taken(_: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, answering(Door(), taken.getsockname()[1], lambda _: None):
        raise AssertionError("it cannot listen there")


def decided_of_what_was_seen(folder: Path) -> object:
    pair, found = apart(folder)
    return api.resolve(pair.session(), [found], api.TakeSide("left"), by="ann", shown={found: "another"})


def turn(two: Pair) -> object:
    """A turn of a service that may write nothing by itself."""
    session = replace(two.session(), runs=two.folder / "runs")
    return sync(session, two.folder / "next.jsonl", Gate(session, ALWAYS))


def plan_that_waits(two: Pair) -> str:
    with pytest.raises(errors.Refused) as refused:
        turn(two)
    return str(refused.value.plan)


def rejected_plan(folder: Path) -> object:
    two = pair(folder)
    plan = plan_that_waits(two)
    api.approve(str(folder / "state.db"), plan, "Ann", reject=True)
    return turn(two)


def plan_to_approve_is_gone(folder: Path) -> object:
    plan = Path(plan_that_waits(pair(folder)))
    digest = read_plan(plan).header.digest
    plan.unlink()
    return api.approve(str(folder / "state.db"), digest, "Ann")


def state_taken_away(folder: Path) -> object:
    with open_agenda(str(folder / "state.db"), SystemClock()) as agenda:
        (folder / "state.db").rename(folder / "elsewhere.db")
        return agenda.insist()


def served_already(folder: Path) -> None:
    with ExitStack() as stack:
        for _ in range(2):
            agenda = stack.enter_context(open_agenda(str(folder / "state.db"), ManualClock()))
            stack.enter_context(held(agenda))


def without_the_engine(_: Path) -> object:
    with mock.patch.dict(sys.modules, {"procrastinate": None}):
        return address_of("postgresql://db.example/isogloss")


def copied(folder: Path) -> tuple[str, str]:
    """A state with a run in it, and where it was copied to."""
    pair(folder).sync()
    there = str(folder / "state.db"), str(folder / "copy.db")
    api.copy_state(*there)
    return there


def copying_an_older_state(folder: Path) -> object:
    pair(folder).sync()
    with closing(sqlite3.connect(folder / "state.db")) as connection, connection:
        connection.execute("update isogloss_version set version_num = ?", [REVISIONS[-2]])
    return api.copy_state(str(folder / "state.db"), str(folder / "copy.db"))


def copying_what_changes(folder: Path) -> object:
    pair(folder).sync()
    written = copying._told
    with pytest.MonkeyPatch.context() as patch:
        seen: list[str] = []

        def another(table: Table, rows: list[dict[str, object]]) -> bytes:
            seen.append(table.name)
            return written(table, rows) + bytes(seen.count(table.name) - 1)

        patch.setattr(copying, "_told", another)
        return api.copy_state(str(folder / "state.db"), str(folder / "copy.db"))


def texts_of(folder: Path, locale: Locale) -> None:
    api.export_texts(pair(folder).session(), api.WhichTexts(locale), folder / "texts.csv", "csv")


def made_up(folder: Path) -> None:
    names = ["WEBFLOW_SITE", "WEBFLOW_TOKEN", "BUTTERCMS_READ_TOKEN", "BUTTERCMS_WRITE_TOKEN"]
    real = load(ROOT / "mappings" / "webflow-to-butter.yaml", environ=dict.fromkeys(names, "x"))
    with api.session(real, str(folder / "state.db")) as session:
        api.pseudo_texts(session, api.WhichTexts(Locale("fr-FR")), folder / "pseudo.jsonl")


def no_redirect(folder: Path) -> None:
    (folder / "kept.csv").write_text("/old,/new,301\n", encoding="utf-8")
    api.kept_redirects(folder / "kept.csv")


def kept_cutover(folder: Path, text: str) -> Cutover:
    (folder / "cutover.json").write_text(text, encoding="utf-8")
    return api.cutover(pair(folder).session(), Side.RIGHT, folder, api.CutoverWanted())


def other_cutover(folder: Path) -> Cutover:
    bridge = pair(folder).bridge
    made = Cutover(bridge.name, bridge.digest, "left")
    return kept_cutover(folder, json.dumps(asdict(made)))


PROVOKED: dict[str, Callable[[Path], object]] = {
    "a plan that writes nothing": lambda folder: part_of(
        write(folder / "plan.jsonl", Draft(Lines())), Sample(number=1)
    ),
    "entries that the plan does not write": lambda folder: part_of(
        write(folder / "plan.jsonl", sample()), Sample(entries=("article/none",))
    ),
    "catalogue that is no JSON": catalogue_said(b'{\n"question" "a"}'),
    "key of a catalogue is there twice": catalogue_said(b'{"a": {},\n"a": {}}'),
    "PO file that is none": gettext_said("what\n"),
    "message of gettext is there twice": gettext_said('msgid "a"\nmsgstr ""\n\nmsgid "a"\nmsgstr ""\n'),
    "two messages with one key": gettext_said(
        'msgctxt "a"\nmsgid "b"\nmsgstr ""\n\nmsgctxt "a"\nmsgid "c"\nmsgstr ""\n', ", keys: context"
    ),
    "PO file in another encoding": gettext_said('msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n'),
    "keys for what is not gettext": lambda _: load_text(CATALOGUE.replace("path: locales", "path: locales, keys: id")),
    "several kinds in one PO file": lambda _: load_text(GETTEXT + TWO_KINDS),
    "field that no message has": lambda _: load_text(GETTEXT.replace("app: text", "app: label")),
    "PO file that was cut off": gettext_said('msgid "a"\n'),
    "PO file in disorder": gettext_said('msgstr "a"\n'),
    "catalogue without keys": catalogue_said(b"[]"),
    "catalogue that is no text": catalogue_said(b'{"a": "\xff"}'),
    "link in a catalogue": catalogue(lambda file: file.symlink_to("elsewhere.json")),
    "no folder of a catalogue": catalogue(lambda file: shutil.rmtree(file.parents[1])),
    "locale of a catalogue under another code": moved_to("fr"),
    "catalogue may not be written to": written_to_catalogue(b"{}", denied),
    "catalogue changed by another program": written_to_catalogue(b"{}", lambda file: file.write_bytes(b"{  }")),
    "layout that is none": lambda _: load_text(CATALOGUE.replace("path: locales", 'path: locales, layout: "faq.json"')),
    "side without drafts is to hold drafts": without_drafts,
    "state copied onto another one": lambda folder: api.copy_state(*copied(folder)),
    "state copied onto itself": lambda folder: api.copy_state(*[str(folder / "state.db")] * 2),
    "no state to copy": lambda folder: api.copy_state(str(folder / "state.db"), str(folder / "copy.db")),
    "older state to copy": copying_an_older_state,
    "copy of a state is not the same": copying_what_changes,
    "locale that is not translated into": lambda folder: texts_of(folder, EN),
    "texts of a locale that is none": lambda folder: texts_of(folder, Locale("de")),
    "folder without copies of files": api.custody,
    "table of copies that cannot be read": other_copies,
    "redirects of a side without addresses": lambda folder: api.redirects(pair(folder).session(), Side.RIGHT),
    "made-up text for a site": made_up,
    "row that is no redirect": no_redirect,
    "address without a host in a sitemap": lambda _: sitemaps_of(site(page("tea", address="/tea"), urls=True)),
    "host that is none": lambda _: sitemaps_of(site(), "acme"),
    "file of redirects that is not there": lambda folder: api.kept_redirects(folder / "none.csv"),
    "cut-over that cannot be read": lambda folder: kept_cutover(folder, "no json"),
    "cut-over of another side": other_cutover,
    "cut-over that is not done": lambda folder: api.sign_cutover(pair(folder).session(), Side.RIGHT, folder, "ann"),
    "file of a translator that is not there": lambda folder: api.import_texts(
        pair(folder).session(), [str(folder / "none.xlf")], folder / "exchange.jsonl"
    ),
    "a mapping is there": lambda folder: refuse_to_write_over(folder, force=False),
    "words for another side": lambda _: worded(catalogue="texts", page_types=("article",)),
    "layout of no catalogue": lambda _: worded(layout="{locale}.po"),
    "flow between other sides": lambda _: worded(catalogue="texts", flow="butter -> webflow"),
    "no catalogue in a folder": lambda folder: survey_unmapped(
        draft_wish.Wish("app", "catalogue", beside=folder), SystemClock()
    ),
    "no file of a relinking": lambda folder: api.relink(pair(folder).session(), folder / "none.yaml"),
    "file of a relinking of another mapping": relinking("others"),
    "file of a relinking decides twice": relinking(
        doubtful="[{kind: author, side: left, id: a2, alone: true, candidates: [{entry: ann, accepted: true}]}]"
    ),
    "other ids than before": lambda folder: put_back(folder).sync(),
    "file of a relinking gone stale": relinking(
        pairs="[{kind: author, entry: ann, ids: {left: gone, right: m0001}, accepted: true}]"
    ),
    "linked twice": linked_twice,
    "exclusions not enabled": without_exclusions,
    "plan of the site is full": said("You've created all the items in your CMS Database allowed on your current plan."),
    "site never published": said("The site is not published"),
    "domains published apart": said("Site is published to multiple domains at different times"),
    "collection changed": said("The collection structure changed since the last publish"),
    "unknown switch of a rehearsal": rehearsing(butter={"land_secnds": 2}),
    "switch of no side": rehearsing(buter={"land_seconds": 2}),
    "no support bundle": no_bundle,
    "required field that is none": rehearsing(api.Must("butter", "article", "titel")),
    "side that cannot be rehearsed": lambda folder: api.rehearse(pair(folder).session()),
    "unknown mapping key": mapping("publish:", "publsh:"),
    "schedule that is none": projecting('schedule: "0 6 * *"'),
    "unknown time zone": projecting("zone: Berlin"),
    "mapping of another name in a project": another_name,
    "schedule said twice": lambda folder: project(another_name_in(folder), "* * * * *"),
    "a project and `--notify`": lambda folder: project(another_name_in(folder), notify="./tell.sh"),
    "receiver that is none": lambda folder: read_project(
        "isogloss: 1\nnotify: {team: {}}\nmappings: {acme: {file: acme.yaml}}\n", folder / "isogloss.yaml"
    ),
    "nobody of that name is told": projecting("notify: [team]"),
    "no side has webhooks": lambda folder: api.list_hooks(replace(pair(folder).session(), runs=folder / "runs")),
    "address of a service that is none": hooked_at("http://bridge.example"),
    "header of hooks that is none": projecting("hooks: {buttercms: {header: 'x y', secret: '${S}'}}"),
    "secrets of webhooks unreadable": secrets_that_are_none,
    "secrets of webhooks cannot be kept": secrets_that_cannot_be_kept,
    "a webhook that goes unencrypted": lambda folder: way_of(
        Receiver("team", Webhook("${U}", "${S}"), folder), Redactor(), {"U": "http://hooks.example", "S": "s"}
    ),
    "project missing": lambda folder: project(folder / "isogloss.yaml"),
    "mapping that is not run by the clock": lambda folder: api.pause(str(folder / "state.db"), "acm"),
    "no plan of that name waits": lambda folder: api.approve(str(folder / "state.db"), "3f9c21ab", "Ann"),
    "plan needs approval": lambda folder: turn(pair(folder)),
    "plan was rejected": rejected_plan,
    "plan to approve is another by now": plan_to_approve_is_gone,
    "port of the page is taken": port_is_taken,
    "no port for machines": lambda _: port("host:9700"),
    "page that anybody would reach": lambda _: door("0.0.0.0"),  # noqa: S104  # nothing is opened
    "no way to know people": lambda _: door(auth="password"),
    "no address to listen at": lambda _: door("sync.example", "token"),
    "no address of the page": lambda _: door(auth="token", urls=["sync.example"]),
    "no address of a proxy": lambda _: door(auth="proxy-header=X-User", proxies=["ten"]),
    "option of another way to know people": lambda _: door(editors=["Ann"]),
    "conflict that changed meanwhile": decided_of_what_was_seen,
    "another service is at work": served_already,
    "state taken away while in use": state_taken_away,
    "workers of a state in a file": lambda folder: address_of(str(folder / "state.db")),
    "engine of a cluster missing": without_the_engine,
    "tables of the engine are newer": lambda _: apply(mock.Mock(), "99.00.00_01"),
    "page alone of a state in a file": lambda folder: web(
        Wish(str(folder / "state.db"), folder / "isogloss.yaml"), Event(), unheard, Redactor(), lambda *_: None
    ),
    "no language tag": mapping("fr-FR:", "french-of-france-q:"),
    "locale slug that equals a field slug": mapping("butter: headline", "butter: fr"),
    "no direction": mapping("flow: webflow -> butter", "flow: webflow to butter"),
    "nothing flows": mapping("flow: webflow -> butter", "flow: off"),
    "locked cells that are none": mapping("publish:", 'locks: [{cells: "artcle/*", note: legal}]\npublish:'),
    "move that is none": mapping("publish:", "moved: [{field: article.titel, from: article.x}]\npublish:"),
    "literal token": mapping("${WEBFLOW_TOKEN}", "abcdef0123456789"),
    "token not set": mapping("name: migration", "name: other", {**ENVIRON, "WEBFLOW_TOKEN": ""}),
    "command for a token fails": mapping("${WEBFLOW_TOKEN}", "${cmd:false}"),
    "name without braces": mapping("${WEBFLOW_TOKEN}", "$WEBFLOW_TOKEN"),
    "a tab": mapping("kinds:", "\tkinds:"),
    "unknown run": unknown_run,
    "unknown entry": unknown_entry,
    "unknown format of a report": lambda _: check_formats([("htm", Path("plan.htm"))]),
    "pictures and no page": lambda _: wanted(["md=plan.md"], [], images=True),
    "id of a run that says too little": two_runs,
    "no terminal for an editor": lambda _: need_an_editor("k3f9", {}),
    "log that cannot be kept": lambda folder: Invocation(log_file=str(folder / "none" / "log.jsonl")).keep({}),
    "output that is taken": lambda _: written_to("-", Invocation(stdout_is_taken=True)).__enter__(),
    "path of a report that is a folder": lambda folder: targets([f"html={folder}"]),
    "no place for a text to edit": lambda folder: put_text(folder / "nowhere" / "isogloss-k3f9.txt", ""),
    "ids and a choice": lambda _: only_ids(("k3f9",), kinds=("article",)),
    "entries of several kinds": lambda _: which(
        (), drift=False, kinds=(), entries=("article/tea", "author/ann"), locales=(), fields=(), older_than=None
    ),
    "filter that is none": lambda _: chosen(["kinds=article"]),
    "run that is not kept": lambda folder: api.show("20260101-101010-abcd", str(folder / "state.db")),
    "result that cannot be read": result_that_is_none,
    "no such cell": lambda folder: api.explain(pair(folder).session(), "autor/a", "name", "en"),
    "not YAML": mapping("kinds:", "kinds: ["),
    "mapping file missing": lambda folder: load(folder / "none.yaml"),
    "wrong token": asked(token="token-wrong"),
    "unknown locale": asked(locale="de"),
    "missing collection": asked(collection="nope"),
    "missing required field": asked(),
    "missing field": asked(field="type: text, webflow: qqqq"),
    "missing option": asked(field="type: option, values: {a: {webflow: Zzzz, butter: a}}, webflow: form"),
    "plan edited by hand": edited_plan,
    "not a plan": not_a_plan,
    "plan applied twice": applied_twice,
    "mapping changed since": mapping_changed,
    "another run was cut": another_was_cut,
    "plan refused when it was made": refused_before,
    "loses too much": lossy,
    "deletes too much": dangerous(deleted=11),
    "changes too much": dangerous(changed=51),
    "field or locale that vanished": vanished_locale,
    "undeclared change of the mapping": undeclared_change,
    "side reads empty": dangerous(existing=0),
    "knot of required links": required_knot,
    "two entries match one": two_match_one,
    "a limit is less than reading takes": too_little_to_read,
    "lease held": lease_held,
    "lease lost": lease_lost,
    "state unreadable": damaged_state,
    "full disk": full_disk,
    "run cannot be kept": not_kept,
    "state is another program's": foreign_state,
    "state newer than the program": newer_state,
    **UNDECIDED,
}
ELSEWHERE = {
    "workers are at work",  # tests/flow/test_cluster.py, as they need a PostgreSQL; so do the next three
    "a service is at work, or a copy",
    "tables of the engine are somebody else's",
    "tables of the engine missing",
    "platform down",  # tests/unit/http proves it in every way a connection can fail
    "rehearsal of a run that was cut",  # tests/flow/test_rehearse.py
    "a plan of which a part was carried out, rehearsed",  # tests/flow/test_sample.py
}


def test_every_situation_on_the_page_is_provoked() -> None:
    assert QUOTED.keys() == PROVOKED.keys() | ELSEWHERE


@pytest.mark.parametrize("situation", PROVOKED)
def test_a_situation_ends_with_the_message_and_code_on_the_page(situation: str, tmp_path: Path) -> None:
    quoted, code = QUOTED[situation]
    with pytest.raises(IsoglossError) as raised:
        PROVOKED[situation](tmp_path)
    assert matches(quoted, str(raised.value)), str(raised.value)
    assert raised.value.exit_code == code
    assert "token-12345" not in str(raised.value)


def test_a_cell_that_moved_is_skipped(tmp_path: Path) -> None:
    two = pair(tmp_path)
    two.sync()
    two.left.edit("author", "a", EN, name=text("Anna"))
    plan = two.plan()
    (remote,) = [stored.remote for stored in two.right.entries.values()]
    two.right.edit("author", remote, EN, name=text("Hannah"))
    assert two.apply(plan).result.counts() == {"blocked": 1, "skipped": 1}  # its publishing waits with it
    assert two.shown(Side.RIGHT, "author", "ann", EN, "name") == text("Hannah")


def test_every_error_is_listed_with_its_exit_code() -> None:
    classes = {
        name: found.exit_code
        for name, found in inspect.getmembers(errors, inspect.isclass)
        if issubclass(found, IsoglossError)
    }
    listed = {row[0].strip("`"): int(row[1]) for row in rows(3) if row[1].isdigit()}
    assert listed == classes


def test_every_exit_code_is_listed() -> None:
    listed = {int(row[0].strip("`")) for row in rows(2) if row[0].strip("`").isdigit()}
    raised = {
        found.exit_code for _, found in inspect.getmembers(errors, inspect.isclass) if hasattr(found, "exit_code")
    }
    assert listed == raised | {0, 1, 10, OUR_BUG, INTERRUPTED, UNHEARD}


def test_every_outcome_is_listed() -> None:
    listed = {row[0].strip("`") for row in rows(3) if not row[1].isdigit()} - {"error", "outcome"}
    assert listed == set(get_args(Outcome))


SPOKEN = {
    0: "done",
    1: "a person",
    2: "usage or mapping",
    3: "a platform failed",
    4: "refused",
    5: "state",
    10: "changes",
    70: "a bug of ours",
    130: "interrupted",
    141: "read",
}
"""What the page, the README and the help all say of a code."""


def test_the_page_the_readme_and_the_help_agree_on_every_exit_code() -> None:
    help_ = " ".join(overview().split("Exit codes:")[1].split()).split(" · ")
    told = {
        "page": dict(re.findall(r"^\| `(\d+)` \| (.*)", PAGE, re.MULTILINE)),
        "readme": dict(re.findall(r"^\| (\d+) \| (.*)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)),
        "help": dict(each.split(" ", 1) for each in help_),
    }
    for where, said in told.items():
        assert {int(code) for code in said} == SPOKEN.keys(), where
        for code, words in said.items():
            assert SPOKEN[int(code)] in words.lower(), (where, code, words)
