"""What the program refuses, and how it says so: through the command line, with exit codes, and nothing written.

Invariants 2, 5 and 8 stand behind most of these: a plan is applied as it was made or not at all, a cell that moved is
not written, and nothing goes that was not agreed on.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import small_site
from command import Ran, environment_of, within
from sandboxes import Crossing, content, until, until_stopped
from whole import of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandboxes import Json, Sandbox, Sandboxes


STANDING_STILL = Path(__file__).parents[1] / "support" / "standing_still.py"


@pytest.fixture
def seeded(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    """The small site, and nothing planned yet."""
    made = Crossing(sandboxes, tmp_path)
    made.seed()
    return made


@pytest.fixture
def crossing(seeded: Crossing) -> Crossing:
    """The small site, planned across, and nothing written yet."""
    assert within(seeded, "plan", "MAPPING").code == 0
    seeded.sandboxes.forget()
    return seeded


@pytest.fixture
def carried(crossing: Crossing) -> Crossing:
    """The small site, carried across."""
    assert within(crossing, "apply", "PLAN").code == 0
    crossing.sandboxes.forget()
    return crossing


def refused(ran: Ran, code: int, *parts: str) -> None:
    """It ended with this code, said all of these, and showed neither a traceback nor a token."""
    assert ran.code == code, ran
    for part in parts:
        assert part in ran.err, ran.err
    assert "Traceback" not in ran.err
    for token in small_site.ENVIRONMENT.values():
        assert token not in ran.out + ran.err


# plans


def test_a_plan_with_any_byte_changed_is_refused_and_nothing_is_written(crossing: Crossing) -> None:
    path = crossing.folder / "plan.jsonl"
    whole = path.read_bytes()
    body = whole.index(b"\n") + 1
    for place in range(body, len(whole), len(whole) // 40):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        refused(within(crossing, "apply", "PLAN"), 4, "plan.jsonl", "changed after it was made", "Nothing was written")
    for place in range(0, body, 23):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        ran = within(crossing, "apply", "PLAN")
        assert ran.code in (2, 4), (place, ran)  # 2 where it is no plan any more
        assert "Traceback" not in ran.err
    path.write_bytes(whole[:-40])
    refused(within(crossing, "apply", "PLAN"), 4, "changed after it was made")
    path.write_bytes(whole + whole.splitlines(keepends=True)[-1])
    refused(within(crossing, "apply", "PLAN"), 4, "changed after it was made")
    assert crossing.sandboxes.log() == []
    path.write_bytes(whole)
    assert within(crossing, "apply", "PLAN").code == 0


def test_a_plan_whose_header_says_something_else_is_refused(crossing: Crossing) -> None:
    path = crossing.folder / "plan.jsonl"
    path.write_text(path.read_text("utf-8").replace('"create":', '"creates":', 1), "utf-8")
    refused(within(crossing, "apply", "PLAN"), 4, "changed after it was made")


def test_a_plan_is_applied_once(crossing: Crossing) -> None:
    assert within(crossing, "apply", "PLAN").code == 0
    crossing.sandboxes.forget()
    refused(within(crossing, "apply", "PLAN"), 4, "applied already, by run", "make a new one")
    assert crossing.sandboxes.writes() == []


def test_a_plan_of_another_mapping_is_refused(crossing: Crossing) -> None:
    crossing.write_mapping(("limits:", "publish: draft\nlimits:"))
    refused(within(crossing, "apply", "PLAN"), 4, "changed since the plan was made", "Make the plan again")
    assert crossing.sandboxes.writes() == []


def test_a_cell_that_moved_at_its_source_is_skipped_and_named(crossing: Crossing) -> None:
    crossing.sandboxes.webflow.edit(
        action="update", collection="posts", item="second", fields={"name": "Moved"}, publish=True
    )
    ran = within(crossing, "apply", "PLAN", "--json")
    assert ran.code == 1
    skipped = [each for each in ran.data["problems"] if each["outcome"] == "skipped"]
    assert [(each["kind"], each["entry"]) for each in skipped] == [("article", "second")]
    assert "changed since the plan was made" in skipped[0]["detail"]
    assert "title" in skipped[0]["detail"]
    butter = content(crossing.sandboxes)[1]
    assert "article/second" not in butter
    assert "article/third" in butter
    assert within(crossing, "plan", "MAPPING", "--exit-code").code == 10
    within(crossing, "apply", "PLAN")
    assert content(crossing.sandboxes)[1]["article/second"]["locales"]["en"]["live"]["headline"] == "Moved"


def test_a_cell_that_moved_at_its_target_is_skipped_and_somebodys_edit_stays(carried: Crossing) -> None:
    for field, name in (("second", "Ours"), ("third", "Third, ours")):
        carried.sandboxes.webflow.edit(
            action="update", collection="posts", item=field, fields={"name": name}, publish=True
        )
    assert within(carried, "plan", "MAPPING").code == 0
    carried.sandboxes.butter.edit(
        action="update", page_type="article", slug="second", fields={"headline": "Theirs"}, publish=True
    )
    ran = within(carried, "apply", "PLAN")
    assert ran.code == 1
    assert "article/second" in ran.out
    assert "changed since the plan was made" in ran.out
    butter = content(carried.sandboxes)[1]
    assert butter["article/second"]["locales"]["en"]["live"]["headline"] == "Theirs"
    assert butter["article/third"]["locales"]["en"]["live"]["headline"] == "Third, ours"


def test_a_cell_that_moved_stops_the_run_where_that_was_asked_for(carried: Crossing) -> None:
    carried.sandboxes.webflow.edit(
        action="update", collection="posts", item="second", fields={"name": "Ours"}, publish=True
    )
    assert within(carried, "plan", "MAPPING").code == 0
    carried.sandboxes.butter.edit(
        action="update", page_type="article", slug="second", fields={"headline": "Theirs"}, publish=True
    )
    carried.sandboxes.forget()
    refused(within(carried, "apply", "PLAN", "--moved", "stop"), 4, "article/second", "changed since the plan was made")
    assert carried.sandboxes.writes() == []


# limits


def test_a_side_that_suddenly_reads_empty_is_refused(carried: Crossing) -> None:
    webflow = carried.sandboxes.webflow
    kept = webflow.state()
    webflow.load({**kept, "collections": [{**each, "items": []} for each in kept["collections"]]})
    for command in ("plan", "sync"):
        refused(within(carried, command, "MAPPING"), 4, "webflow reads empty, but 10 entries were there before")
    assert carried.sandboxes.writes() == []


def test_a_side_that_suddenly_reads_much_smaller_is_refused(carried: Crossing) -> None:
    carried.write_mapping(("change: 100%, minimum: 1000", "change: 50%, minimum: 10"))
    webflow = carried.sandboxes.webflow
    kept = webflow.state()
    fewer = [{**each, "items": each["items"] if each["slug"] == "authors" else []} for each in kept["collections"]]
    webflow.load({**kept, "collections": fewer})
    refused(within(carried, "plan", "MAPPING"), 4, "webflow shows 2 entries where 10 were known: 8 are gone")


def delete_topics_and_authors(crossing: Crossing) -> None:
    """In ButterCMS; nothing links to them any more."""
    state = crossing.sandboxes.butter.state()
    for page in state["pages"]:
        for variant in page["locales"].values():
            for version in (variant["live"], variant["draft"]):
                if version:
                    version.update(author=None, topics=[])
    state["items"] = []
    crossing.sandboxes.butter.load(state)


LIMITS = "limits: {delete: 100%, change: 100%, minimum: 1000}"


@pytest.fixture
def deleting(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    """Carried from ButterCMS to Webflow; then four of ten entries are gone."""
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.seed()
    crossing.write_mapping((LIMITS, "delete: propagate\nlimits: {delete: 30%, change: 100%, minimum: 10}"))
    assert within(crossing, "sync", "MAPPING").code == 0
    delete_topics_and_authors(crossing)
    sandboxes.forget()
    return crossing


def test_too_many_deletes_are_refused(deleting: Crossing) -> None:
    for command in ("plan", "sync"):
        ran = within(deleting, command, "MAPPING")
        refused(ran, 4, "the plan would delete 4 of 10 entries on webflow, more than 30%", "limits.delete")
    assert deleting.sandboxes.writes() == []


def test_deletes_are_carried_out_only_when_confirmed_by_name(deleting: Crossing) -> None:
    deleting.write_mapping((LIMITS, "delete: propagate\nlimits: {delete: 50%, change: 100%, minimum: 10}"))
    assert within(deleting, "plan", "MAPPING").code == 0
    refused(within(deleting, "apply", "PLAN"), 4, "deletes 4 entries", "--confirm=pots")
    refused(within(deleting, "apply", "PLAN", "--confirm", "pot"), 4, "--confirm=pots")
    assert deleting.sandboxes.writes() == []
    assert within(deleting, "apply", "PLAN", "--confirm", "pots").code == 0
    assert not [at for at in content(deleting.sandboxes)[0] if not at.startswith("posts/")]


# the lease


@contextmanager
def at_work(crossing: Crossing, sandbox: Sandbox, **fault: object) -> Iterator[subprocess.Popen[bytes]]:
    """Another process at work on the mapping, waiting for an answer."""
    sandbox.fault(kind="delay", **fault)
    words = [sys.executable, "-m", "isogloss", "apply", str(crossing.folder / "plan.jsonl")]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, env={**os.environ, **environment_of(crossing)}, **quiet) as process:
        try:
            until(sandbox.hits)
            yield process
        finally:
            process.kill()
    sandbox.mend()


@pytest.fixture
def busy(crossing: Crossing) -> Iterator[subprocess.Popen[bytes]]:
    with at_work(crossing, crossing.sandboxes.webflow, seconds=5) as process:
        yield process


def test_a_lease_that_somebody_living_holds_is_respected_shown_and_broken_by_its_id(
    crossing: Crossing, busy: subprocess.Popen[bytes]
) -> None:
    for words in (("apply", "PLAN"), ("sync", "MAPPING")):
        refused(within(crossing, *words), 4, "somebody else is at work", f"process {busy.pid}", "isogloss lock")
    assert crossing.sandboxes.writes() == []
    shown = within(crossing, "lock", "MAPPING")
    assert shown.code == 0
    assert f"process {busy.pid}" in shown.out
    holder = within(crossing, "lock", "MAPPING", "--json").data["holder"]
    assert holder["pid"] == busy.pid
    refused(within(crossing, "lock", "MAPPING", "--break", "00000000"), 4, "the lease is not 00000000", holder["id"])
    broken = within(crossing, "lock", "MAPPING", "--break", holder["id"])
    assert broken.code == 0
    assert holder["id"] in broken.err
    assert "nobody is at work" in within(crossing, "lock", "MAPPING").out
    busy.send_signal(signal.SIGKILL)
    busy.wait(10)
    assert within(crossing, "apply", "PLAN").code == 0


def test_a_holder_whose_lease_was_broken_writes_nothing_more(crossing: Crossing) -> None:
    butter = crossing.sandboxes.butter
    words = [sys.executable, str(STANDING_STILL), "apply", str(crossing.folder / "plan.jsonl")]
    env = {**os.environ, **environment_of(crossing), "ISOGLOSS_TEST_STOP": "gone:5"}
    with subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as busy:
        until_stopped(busy)
        until(lambda: len(butter.writes()) == 5)
        holder = within(crossing, "lock", "MAPPING", "--json").data["holder"]
        assert within(crossing, "lock", "MAPPING", "--break", holder["id"]).code == 0
        assert within(crossing, "apply", "PLAN").code == 0
        before = content(crossing.sandboxes)
        butter.forget()
        os.kill(busy.pid, signal.SIGCONT)
        assert busy.wait(60) == 4
        assert butter.writes() == []
        assert content(crossing.sandboxes) == before


def test_the_lease_of_a_dead_process_is_no_obstacle(crossing: Crossing, busy: subprocess.Popen[bytes]) -> None:
    busy.kill()
    busy.wait(10)
    assert within(crossing, "apply", "PLAN").code == 0


# mappings, and sides that do not fit them

FAULTS_OF_MAPPINGS: dict[str, tuple[tuple[str, str], int, list[str]]] = {
    "an unknown key": (("limits:", "publsh: mirror\nlimits:"), 2, ["publsh: unknown key; did you mean publish?"]),
    "an unknown key deep inside": (
        ("type: rich_text,", "type: rich_text, shraed: true,"),
        2,
        ["kinds.article.fields.body.shraed"],
    ),
    "an unknown locale on the left": (
        ("fr-FR: {webflow: fr-FR,", "fr-FR: {webflow: de,"),
        2,
        ["webflow", "has no locale de", "en-US, fr-FR, ja"],
    ),
    "an unknown locale on the right": (("fr-FR, butter: fr}", "fr-FR, butter: de}"), 2, ["butter", "de"]),
    "no language tag": (("  ja: {", "  nonsense-tag: {"), 2, ["locales.nonsense-tag", "not a language tag"]),
    "a locale that is also a field": (
        ("butter: headline}", "butter: fr}"),
        2,
        ["kinds.article.fields.title.butter", "also a locale"],
    ),
    "a literal token": (
        ('"${WEBFLOW_TOKEN}"', "canary-webflow-5f1e9c"),
        2,
        ["sides.webflow.token", "never as itself"],
    ),
    "a token that nobody set": (("${BUTTERCMS_READ_TOKEN}", "${NOT_SET}"), 2, ["sides.butter.read_token", "NOT_SET"]),
    "a missing collection on the left": (("webflow: {collection: topics}", "webflow: {collection: nope}"), 3, ["nope"]),
    "a missing collection on the right": (("butter: {collection: topics,", "butter: {collection: nope,"), 3, ["nope"]),
    "a missing page type": (("butter: {page_type: article}", "butter: {page_type: nope}"), 3, ["nope"]),
    "a missing field on the left": (("webflow: minutes", "webflow: hours"), 2, ["minutes", "hours"]),
    "a missing option": (("{webflow: Guide,", "{webflow: Handbook,"), 2, ["Handbook"]),
    "no mapping at all": ((small_site.MAPPING[:12], "["), 2, ["not YAML"]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "command"),
    of(
        product(FAULTS_OF_MAPPINGS, ["check", "plan", "sync"]),
        lambda place, _: (place // 3 + place) % 3 == 0,  # each fault once, and each command by turns
    ),
)
def test_what_is_wrong_with_a_mapping_is_said_with_its_path(seeded: Crossing, fault: str, command: str) -> None:
    replaced, code, parts = FAULTS_OF_MAPPINGS[fault]
    seeded.write_mapping(replaced)
    ran = within(seeded, command, "MAPPING")
    said = ran.out + ran.err
    assert ran.code == code, ran
    for part in parts:
        assert part in said, said
    assert "Traceback" not in said
    assert not any(token in said for token in small_site.ENVIRONMENT.values()), said
    assert seeded.sandboxes.writes() == []


def test_a_required_field_that_nothing_fills_is_said_with_its_path(sandboxes: Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.seed()
    seed = small_site.webflow_seed({})
    seed["collections"][2]["fields"].append({"slug": "sku", "type": "PlainText", "isRequired": True})
    sandboxes.webflow.seed(seed)
    ran = within(crossing, "plan", "MAPPING")
    refused(ran, 2, "kinds.article.webflow", '"sku"', "map a field to it")


@pytest.mark.parametrize(
    ("side", "switches", "setting"),
    [
        ("webflow", {"token": "another"}, "sides.webflow.token"),
        ("butter", {"read_token": "another"}, "sides.butter.read_token"),
        ("webflow", {"scopes": "sites:read"}, "sides.webflow.token"),
    ],
)
@pytest.mark.parametrize("command", ["check", "plan", "sync", "verify"])
def test_a_token_that_is_wrong_or_lacks_a_scope_is_named_by_its_setting(
    seeded: Crossing, side: str, switches: Json, setting: str, command: str
) -> None:
    getattr(seeded.sandboxes, side).turn(**switches)
    refused(within(seeded, command, "MAPPING"), 3, setting)


def test_a_write_token_that_is_wrong_is_named_and_nothing_is_lost(crossing: Crossing) -> None:
    crossing.sandboxes.butter.turn(write_token="another")
    refused(within(crossing, "apply", "PLAN"), 3, "sides.butter.write_token")
    crossing.sandboxes.butter.turn(write_token=small_site.WRITE_TOKEN)
    assert within(crossing, "apply", "PLAN").code == 0
    assert "article/first" in content(crossing.sandboxes)[1]


def test_a_state_that_is_none_is_refused(crossing: Crossing) -> None:
    crossing.state.write_bytes(b"this is no database, and long enough to be taken for one" * 20)
    for words in (("plan", "MAPPING"), ("apply", "PLAN"), ("status", "MAPPING")):
        refused(within(crossing, *words), 5, "state.db")


# errors as data


def test_json_errors_say_what_and_where_as_data(crossing: Crossing) -> None:
    crossing.write_mapping(("limits:", "publsh: mirror\nlimits:"))
    ran = within(crossing, "plan", "MAPPING", "--json")
    assert (ran.code, ran.out) == (2, "")
    error = ran.error
    assert re.fullmatch(r"\d+\.\d+", error["format_version"])
    assert (error["error"], error["exit_code"]) == ("MappingError", 2)
    assert error["problems"][0]["path"] == "publsh"
    crossing.write_mapping()
    crossing.sandboxes.webflow.turn(token="another")
    error = within(crossing, "plan", "MAPPING", "--json").error
    assert (error["error"], error["exit_code"]) == ("Unauthorized", 3)
    assert error["request"] == "GET /sites"
    assert (error["transient"], error["took_effect"]) == (False, "no")
    (crossing.folder / "plan.jsonl").write_text("{}\n", "utf-8")
    error = within(crossing, "apply", "PLAN", "--json").error
    assert (error["error"], error["exit_code"]) == ("UsageError", 2)
