"""The story of the demo, act by act.

Decides what is shown in which order, and insists on what each act promises: where a command ends otherwise, the demo
fails. How commands are run is the stage's business.
"""

import json
import shutil
import time
from pathlib import Path
from typing import Final

from isogloss import api
from isogloss.demo import site
from isogloss.demo.show import Screen
from isogloss.demo.stage import Ran, Stage, built
from isogloss.demo.visit import Card, visit
from isogloss.mapping.draft.infer import SCHEMA
from isogloss.plan.data import read_plan
from isogloss.plan.op import Conflict

DRY: Final = frozenset({"check", "plan", "verify", "status"})
"""Commands that must send nothing but reads."""
LEFT_BEHIND: Final = (
    ("report.html", "the first plan, to look at in a browser"),
    ("edits.html", "the second one: words changed, and a conflict"),
    ("report.md, report.json", "the first one for a comment, and for a program"),
    ("plan.jsonl", "the plan that was applied"),
    ("sync-1.jsonl, sync-2.jsonl", "what the two syncs planned"),
    ("serve.jsonl", "what the service logged"),
    ("state.db", "what is remembered: identities, base, journal"),
    ("runs", "of each run: its plan, log, result and report"),
    ("mapping.yaml", "the mapping; mapping-both.yaml is for two ways"),
    ("webflow-log.json", "every request that reached Webflow's sandbox"),
    ("butter-log.json", "every request that reached ButterCMS's"),
)
MADE: Final = (
    *(SCHEMA, "mapping.yaml", "mapping-both.yaml", "plan.jsonl", "again.jsonl", "edits.jsonl"),
    *("sync-1.jsonl", "sync-2.jsonl", "serve.jsonl"),
    *("report.html", "report.md", "report.json", "edits.html", "webflow-log.json", "butter-log.json"),
    *("state.db", "state.db-wal", "state.db-shm", "state.db-journal"),
)
"""Every file the demo makes, but for those of its runs; what an earlier one left is removed, and nothing else."""
TAKEN: Final = {"article/the-last-ferry-home": "webflow", "article/what-the-fog-says": "butter"}
"""Whose title is taken of each conflict that waits on the page."""
RUNS, NAME = "runs", "littoral"
"""The folder in which runs are kept, and what the mapping is called."""


def play(folder: Path) -> None:
    """Play the whole demo and leave what it made in a folder.

    Raises: ConfigError where no port can be had; AssertionError where an act does not keep its promise.
    """
    began = time.monotonic()
    screen = Screen()
    prepare(folder)
    with built(folder, screen) as stage:
        _open_both(stage)
        _check(stage)
        _plan(stage)
        _apply(stage)
        _resume(stage)
        _verify(stage)
        _plan_again(stage)
        _edit(stage)
        _look(stage)
        _sync(stage)
        _sync_again(stage)
        _serve(stage)
        _close(stage, began)


def prepare(folder: Path) -> None:
    """Make the folder, take away what an earlier demo left in it, and write the two mappings and their schema."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MADE:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / RUNS / NAME, ignore_errors=True)
    text = site.mapping_text()
    schema = json.dumps(api.mapping_schema(), ensure_ascii=False, indent=2)
    (folder / SCHEMA).write_text(f"{schema}\n", encoding="utf-8")
    (folder / "mapping.yaml").write_text(text, encoding="utf-8")
    (folder / "mapping-both.yaml").write_text(
        text.replace("flow: webflow -> butter\n", "flow: both\n"), encoding="utf-8"
    )


def _open_both(stage: Stage) -> None:
    stage.screen.act(
        "Two platforms on this machine",
        "A Webflow site holds a small magazine: authors, topics and articles in English, French, German, Portuguese, "
        "Arabic and Japanese, not all of it translated. A ButterCMS account is empty.",
    )
    stage.seed("webflow", site.webflow_seed())
    stage.seed("butter", site.butter_seed())
    stage.screen.told(
        [
            ("webflow", f"{stage.addresses['webflow']}, {_size()}"),
            ("butter", f"{stage.addresses['butter']}, nothing yet"),
            ("folder", f"{stage.folder}, where every command is run"),
        ]
    )


def _size() -> str:
    told = [entry for collection in site.COLLECTIONS for entry in site.entries(collection)]
    return f"{len(told)} entries, {sum(len(site.locales(entry)) for entry in told)} variants"


def _check(stage: Stage) -> None:
    stage.screen.act("check", "Does the mapping fit both sides, and what does each field keep on its way?")
    stage.isogloss("check", "mapping.yaml", expect=0)


def _plan(stage: Stage) -> None:
    stage.screen.act("plan", "What would happen? Both sides are read and compared; nothing is written but the plan.")
    reports = [word for name in ("html", "md", "json") for word in ("--report", f"{name}=report.{name}")]
    stage.isogloss("plan", "mapping.yaml", *reports, expect=0)


def _apply(stage: Stage) -> None:
    stage.screen.act(
        "apply, and a power cut", "The plan is carried out. Half-way the process is killed, so it can tidy up nothing."
    )
    header = read_plan(stage.folder / "plan.jsonl").header
    planned = sum(cost.writes for cost in header.cost.values())
    ran = stage.killed("apply", "plan.jsonl", "--confirm-within", "5", after=planned // 2)
    stage.screen.note(f"KILLED (SIGKILL) after {ran.writes} of {planned} writes had arrived")


def _resume(stage: Stage) -> None:
    stage.screen.act("apply again", "The state knows what was sent. The same command finds out the rest and goes on.")
    stage.isogloss("status", "mapping.yaml", expect=1)
    stage.screen.gap()
    stage.isogloss("apply", "plan.jsonl", "--confirm-within", "5", expect=0)


def _verify(stage: Stage) -> None:
    stage.screen.act("verify", "Both sides are read anew and compared cell by cell: nothing missing, nothing twice.")
    stage.isogloss("verify", "mapping.yaml", expect=0)


def _plan_again(stage: Stage) -> None:
    stage.screen.act("plan again", "Nobody has edited anything, so there is nothing to do.")
    stage.isogloss("plan", "mapping.yaml", "--out", "again.jsonl", "--exit-code", expect=0)


def _edit(stage: Stage) -> None:
    stage.screen.act(
        "Editors at work on both sides",
        "From now on both sides count: mapping-both.yaml is the same mapping with `flow: both`.",
    )
    for side, _, change in site.edits():
        stage.edit(side, change)
    stage.screen.told((side, says) for side, says, _ in site.edits())


def _look(stage: Stage) -> None:
    stage.screen.act("plan, both ways", "What would a two-way sync do now? Still nothing is written.")
    words = ("plan", "mapping-both.yaml", "--out", "edits.jsonl", "--report", "html=edits.html")
    stage.isogloss(*words, expect=0)


def _sync(stage: Stage) -> None:
    stage.screen.act(
        "sync",
        "Edits cross over in both directions. The title that both editors changed is a conflict: neither is written, "
        "both values are kept, and the exit code says that a person is needed.",
    )
    words = ("sync", "mapping-both.yaml", "--out", "sync-1.jsonl", "--confirm-within", "5")
    ran = stage.isogloss(*words, expect=1)
    _insist(ran.writes > 0, "the first sync carries edits over")
    _insist(len(_conflicts(stage, "sync-1.jsonl")) == 1, "the first sync holds one conflict")
    stage.screen.gap()
    stage.isogloss("status", "mapping-both.yaml", expect=1)


def _sync_again(stage: Stage) -> None:
    stage.screen.act("sync again", "No edit in between: no write is sent, and the same conflict is found again.")
    words = ("sync", "mapping-both.yaml", "--out", "sync-2.jsonl", "--confirm-within", "5")
    ran = stage.isogloss(*words, expect=1)
    _insist(ran.writes == 0, "the second sync sends no write")
    same = _conflicts(stage, "sync-1.jsonl") == _conflicts(stage, "sync-2.jsonl")
    _insist(same, "the second sync finds the same conflict")


def _serve(stage: Stage) -> None:
    stage.screen.act(
        "serve",
        "A service runs the mapping by the clock, here every five seconds, and shows a page on which people decide.",
    )
    words = ("serve", "mapping-both.yaml", "--every", "*/5 * * * * *", "--port", "0", "--confirm-within", "5")
    with stage.serving(*words, log="serve.jsonl") as address, visit(address) as people:
        stage.screen.note(f"its page: {address}")
        stage.screen.gap()
        stage.screen.say("Meanwhile editors go on:")
        told = list(site.edits("meanwhile.yaml"))
        for side, _, change in told:
            stage.edit(side, change)
        stage.screen.told((side, says) for side, says, _ in told)
        carried = (("butter", "quando o mar consente"), ("webflow", "la tempête et se défait"))
        stage.until(lambda: all(stage.shows(*each) for each in carried), "a run that is due carries both summaries")
        stage.screen.note("a run that was due carried both summaries")
        stage.screen.gap()
        stage.until(lambda: len(people.cards()) == len(TAKEN), "the second conflict is on the page")
        stage.screen.say("Two titles wait on the page. Somebody takes one from each side:")
        for card in people.cards():
            people.take(card, TAKEN[card.entry])
            stage.screen.told([("conflict", f"{card.entry} · {card.where}"), *_decided(card)])
            stage.screen.gap()
        titles = (("butter", "The last boat home"), ("webflow", "Der Nebel spricht"))
        stage.until(lambda: all(stage.shows(*each) for each in titles), "the next run applies what was decided")
        stage.screen.note("the next run applied what was decided")
        stage.until(people.all_settled, "nothing waits on the page any more")
    stage.screen.gap()
    stage.isogloss("status", "mapping-both.yaml", expect=0)


def _decided(card: Card) -> list[tuple[str, str]]:
    taken = TAKEN[card.entry]
    return [(side, f"{shown}{' (taken)' if side == taken else ''}") for side, shown in card.shows.items()]


def _conflicts(stage: Stage, name: str) -> list[Conflict]:
    return list(read_plan(stage.folder / name).records(Conflict))


def _insist(kept: bool, promise: str) -> None:  # noqa: FBT001  # the promise explains it
    if not kept:
        raise AssertionError(f"{promise}: this does not hold.")


def _close(stage: Stage, began: float) -> None:
    stage.save_logs()
    stage.screen.act("What was sent", "From the sandboxes' own logs: commands that only look have sent only GET.")
    dry = [ran for ran in stage.ran if ran.words[0] in DRY]
    _insist(not any(ran.writes for ran in dry), "dry commands send only reads")
    stage.screen.told(
        [
            ("check, plan, verify, status", f"{len(dry)} runs, {_reads(dry)} reads, 0 writes"),
            ("apply, sync, serve", f"{len(stage.ran) - len(dry)} runs, {sum(ran.writes for ran in stage.ran)} writes"),
        ]
    )
    stage.screen.gap()
    stage.screen.say(f"Left in {stage.folder}:")
    stage.screen.told(LEFT_BEHIND)
    stage.screen.gap()
    stage.screen.say("Look first at report.html, in a browser: what is lost on the way, then one entry.")
    stage.screen.gap()
    stage.screen.say(f"Done in {time.monotonic() - began:.0f} seconds. The sandboxes are stopped.")


def _reads(ran: list[Ran]) -> int:
    return sum(n for each in ran for methods in each.sent.values() for n in methods.values())
