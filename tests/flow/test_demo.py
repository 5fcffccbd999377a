"""The demo, played once: every act keeps its promise, and everything it names is there afterwards."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest
from browser import choose, drawn_on, looked_at, opened, rows, settled, violations
from click.testing import CliRunner
from forked import Forked
from once import once
from plan_lines import lines_of

from isogloss.cli.demo import demo
from isogloss.demo import play, stage
from isogloss.demo.play import LEFT_BEHIND, MADE, NAME, RUNS, prepare
from isogloss.mapping.draft.infer import SCHEMA
from isogloss.plan.data import read_plan

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

SECONDS = 120


@dataclass(frozen=True)
class Played:
    folder: Path
    screen: str

    def act(self, title: str) -> str:
        """What was on the screen in one act."""
        [found] = re.findall(rf"^━━ \d+ · {title} ━+\n(.*?)(?=^━━ |\Z)", self.screen, re.DOTALL | re.MULTILINE)
        return found

    def records(self, plan: str, *sorts: str) -> list[dict]:
        return list(lines_of(read_plan(self.folder / plan), *sorts))

    def log(self, side: str) -> list[dict]:
        return json.loads((self.folder / f"{side}-log.json").read_text(encoding="utf-8"))


@contextlib.contextmanager
def onto(path: Path) -> Iterator[None]:
    """Everything on stdout and stderr, of this process and of those it starts, goes to a file."""
    with path.open("a", encoding="utf-8") as file, contextlib.ExitStack() as stack:
        for number in (1, 2):
            kept = os.dup(number)
            stack.callback(os.close, kept)
            stack.callback(os.dup2, kept, number)
            os.dup2(file.fileno(), number)
        stack.enter_context(contextlib.redirect_stdout(file))
        yield


def begun(self: stage.Stage, words: tuple[str, ...], said: IO[bytes] | None = None) -> Forked:
    """A command of the demo: forked, where the demo itself starts it anew."""
    given = {**os.environ, **self.environment, "COLUMNS": str(self.screen.width)}
    return Forked(words, env=given, cwd=self.folder, stderr=2 if said is None else said)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    def play_it(there: Path) -> None:
        with onto(there / "screen.txt"), pytest.MonkeyPatch.context() as patch:
            patch.delenv("ISOGLOSS_STATE", raising=False)
            patch.setattr(stage.Stage, "_started", begun)
            demo.main(["--out", str(there / "out")], standalone_mode=False)

    there = once(tmp_path_factory, "demo", play_it)
    return Played(there / "out", (there / "screen.txt").read_text(encoding="utf-8"))


def test_every_act_is_played_in_order(played: Played) -> None:
    titles = re.findall(r"^━━ (\d+) · (.*?) ━+$", played.screen, re.MULTILINE)
    assert [int(number) for number, _ in titles] == list(range(1, 14))
    assert [title.split(",")[0] for _, title in titles][1:] == [
        *("check", "plan", "apply", "apply again", "verify", "plan again", "Editors at work on both sides"),
        *("plan", "sync", "sync again", "serve", "What was sent"),
    ]


@pytest.mark.parametrize("name", ["report.html", "edits.html"])
def test_its_reports_open_in_a_browser_and_lead_to_every_entry(browser: "Browser", played: Played, name: str) -> None:
    with opened(browser, played.folder / name) as page:
        titles = rows(page)
        assert page.inner_text("#found") == f"All {len(titles)} entries"
        for key in page.locator("#rows details.entry").evaluate_all("(all) => all.map((each) => each.dataset.key)"):
            page.evaluate("(key) => { location.hash = key; }", key)
            page.wait_for_selector(f"details.target[data-key='{key}'] .body > :nth-child(2)")
        page.get_by_role("button", name="Collapse all").click()
        settled(page)
        for key in ("Tab", "ArrowDown", "Enter"):
            page.keyboard.press(key)
        page.wait_for_selector("#rows details[open] .body > :nth-child(2)")


def test_its_first_report_is_filtered_in_every_way(browser: "Browser", played: Played) -> None:
    with opened(browser, played.folder / "report.html") as page:
        choose(page, "kind", "topic")
        assert page.inner_text("#found") == "6 of 31 entries"
        assert page.locator("#rows .kind").all_inner_texts() == ["topic 6 entries: 6 created, 6 published"]
        page.get_by_role("button", name="Clear the filter").click()
        choose(page, "locale", "ar")
        assert 0 < len(rows(page)) < 31
        page.locator("#rows summary").first.click()
        shown = page.locator("#rows details[open] section.variant:visible")
        shown.first.wait_for()
        assert {each.get_attribute("data-locale") for each in shown.all()} <= {"*", "ar"}
        page.get_by_role("button", name="Clear the filter").click()
        page.fill("#by-text", "حارس الضوء")
        page.get_by_text("1 of 31 entries, 1 of them by their texts").wait_for()
        assert rows(page) == ["Keeping the light"]
        page.evaluate("location.hash = '#/article/keeping-the-light/ar/title'")
        arabic = page.locator("#rows dd.target .content", has_text="حارس الضوء")
        assert arabic.evaluate("(each) => [getComputedStyle(each).direction, each.lang]") == ["rtl", "ar"]


def test_its_second_report_shows_both_sides_of_the_conflict(browser: "Browser", played: Played) -> None:
    with opened(browser, played.folder / "edits.html", "#/article/the-last-ferry-home/en-US/title") as page:
        panes = page.locator("#rows .note", has=page.locator(".target")).locator(".pair")
        assert panes.locator(".head").all_inner_texts() == ["webflow", "butter"]
        assert panes.locator("p.content").all_text_contents() == ["The last boat home", "Last ferry, 10:40 p.m."]
        choose(page, "risk", "conflict")
        assert rows(page) == ["The last boat home"]


@pytest.mark.parametrize(("name", "look"), [("report.html", "phone"), ("report.html", "dark"), ("edits.html", "light")])
def test_axe_finds_nothing_in_its_reports(browser: "Browser", played: Played, name: str, look: str) -> None:
    with opened(browser, played.folder / name, **looked_at(look)) as page:
        page.locator("#rows summary").first.click()
        page.locator("#rows details[open] section.variant").first.wait_for()
        assert violations(page, look) == []


def test_its_first_report_is_printed_without_a_blank_page(browser: "Browser", played: Played) -> None:
    with opened(browser, played.folder / "report.html") as page:
        page.emulate_media(media="print")
        pages = drawn_on(page.pdf(format="A4"))
        assert len(pages) > 1
        assert min(pages) > 5


def test_every_file_it_names_is_there(played: Played) -> None:
    named = [name for names, _ in LEFT_BEHIND for name in names.split(", ")]
    assert [name for name in named if not (played.folder / name).exists()] == []
    assert {path.name for path in played.folder.iterdir()} <= {*MADE, RUNS}
    assert len(list((played.folder / RUNS / NAME).iterdir())) >= 5, "of each command that ran, and of the service's"


def test_the_plan_creates_every_entry_and_cuts_the_cycle(played: Played) -> None:
    verbs = [op["verb"] for op in played.records("plan.jsonl", "op")]
    assert verbs.count("create") == 31
    assert verbs.count("link") > 0
    assert verbs.count("publish") > 0


def test_the_killed_apply_is_resumed_and_nothing_is_sent_twice(played: Played) -> None:
    killed = re.search(r"KILLED \(SIGKILL\) after (\d+) of (\d+) writes", played.act("apply, and a power cut"))
    assert killed is not None
    assert 0 < int(killed[1]) < int(killed[2])
    again = played.act("apply again")
    assert "cut half-way" in again
    assert "taken up again" in again
    creates = [each for each in played.log("butter") if each["method"] == "POST"]
    assert len(creates) == 31


def test_a_holder_that_was_killed_is_not_said_to_be_at_work(played: Played) -> None:
    assert "At work" not in played.act("apply again")


def test_verify_proves_that_both_sides_agree(played: Played) -> None:
    assert "31 entries, 129 variants" in played.act("verify")


def test_after_apply_there_is_nothing_to_plan(played: Played) -> None:
    assert played.records("again.jsonl", "op", "conflict", "step") == []


def test_edits_of_both_sides_cross_over_and_the_one_in_both_is_held(played: Played) -> None:
    ops = played.records("sync-1.jsonl", "op")
    assert {op["on"] for op in ops} == {"left", "right"}
    [conflict] = played.records("sync-1.jsonl", "conflict")
    assert conflict["entry"] == ["article", "the-last-ferry-home"]
    looked = played.act("plan, both ways")
    assert "webflow: The last boat home" in looked
    assert "butter: Last ferry, 10:40 p.m." in looked
    told = played.act("sync")
    assert told.count("▸ exit 1") == 2
    assert "both sides" in told.partition("$ isogloss status")[2]


def test_the_second_sync_writes_nothing_and_finds_the_same_conflict(played: Played) -> None:
    assert played.records("sync-2.jsonl", "op") == []
    assert played.records("sync-2.jsonl", "conflict") == played.records("sync-1.jsonl", "conflict")
    assert re.search(r"requests: webflow \d+ GET · butter \d+ GET$", played.act("sync again"), re.MULTILINE)


def test_the_service_carries_edits_by_the_clock_and_applies_what_is_decided_on_its_page(played: Played) -> None:
    told = played.act("serve")
    assert re.search(r"^▸ its page: http://127\.0\.0\.1:\d+$", told, re.MULTILINE)
    assert "conflict  article/what-the-fog-says · de-DE · title" in told
    assert "Der Nebel spricht (taken)" in told
    assert "Waits for a person" not in told.partition("$ isogloss status")[2]
    assert "▸ exit 0 · no request" in told
    log = [json.loads(line) for line in (played.folder / "serve.jsonl").read_text(encoding="utf-8").splitlines()]
    written = {(each["side"], each["entry"]) for each in log if each["event"] == "op settled"}
    assert written >= {
        ("webflow", "the-bowline"),
        ("butter", "the-mill-that-waits"),
        ("webflow", "what-the-fog-says"),
        ("butter", "the-last-ferry-home"),
    }


def test_commands_that_only_look_have_sent_only_get(played: Played) -> None:
    assert "0 writes" in played.act("What was sent")
    assert {each["method"] for each in played.log("webflow")} <= {"GET", "PATCH", "POST"}


def test_no_token_is_left_behind(played: Played) -> None:
    for path in filter(Path.is_file, played.folder.rglob("*")):
        content = path.read_bytes()
        for token in (b"sandbox-token", b"butter-read-token", b"butter-write-token"):
            assert token not in content, path.name


def test_reports_show_arabic_and_japanese_and_the_conflict(played: Played) -> None:
    first = (played.folder / "report.html").read_text(encoding="utf-8")
    assert "Look first at report.html" in played.act("What was sent")
    assert "حارس الضوء" in first
    assert "灯りを守る" in first
    assert "The last boat home" in (played.folder / "edits.html").read_text(encoding="utf-8")


def test_no_line_of_its_own_is_wider_than_a_terminal(played: Played) -> None:
    own = [line for line in played.screen.splitlines() if line.startswith(("━━", "▸", "$", "    --"))]
    assert max(map(len, own)) <= 80


def test_an_earlier_demo_is_cleared_away_and_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    for name in (NAME, "other"):
        (tmp_path / RUNS / name / "20260101-000000-abcd").mkdir(parents=True)
    prepare(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        "notes.txt",
        "mapping.yaml",
        "mapping-both.yaml",
        SCHEMA,
        RUNS,
    }
    assert {path.name for path in (tmp_path / RUNS).iterdir()} == {"other"}
    assert "flow: both" in (tmp_path / "mapping-both.yaml").read_text()


def test_a_promise_that_does_not_hold_fails_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(stage: object) -> None:
        del stage
        play._insist(kept=False, promise="the sea is dry")

    monkeypatch.setattr(play, "_open_both", other)
    with pytest.raises(AssertionError, match="the sea is dry: this does not hold"):
        CliRunner().invoke(demo, ["--out", str(tmp_path)], catch_exceptions=False)


def interrupt(process: "subprocess.Popen[str]") -> None:
    """Press Ctrl-C, and again after a while, as a person does: the first may come when nobody can hear it."""
    for _ in range(10):
        os.killpg(process.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
            return


@pytest.mark.skipif(os.name != "posix", reason="signals to a group of processes are POSIX")
def test_ctrl_c_ends_the_demo_and_all_it_started(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "isogloss", "demo", "--out", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("$ isogloss check"):
            break
    interrupt(process)
    rest = process.communicate(timeout=SECONDS)[0]  # ends only when nobody holds the pipe any more
    assert process.returncode == 130
    assert "isogloss: interrupted" in rest
    assert "Traceback" not in rest
