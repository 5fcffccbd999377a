"""``--quiet``, one rule for every command: what was asked for, and what needs a person; else not a word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click
import pytest
import small_site
from command import Ran, isogloss, within
from sandboxes import Crossing, settled
from two_worlds import EN, Pair, text

from isogloss.cli.app import app
from isogloss.cli.overview import COMMANDS
from isogloss.decide.approving import ALWAYS
from isogloss.jobs.approving import Gate, Unapproved
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.run.sync import sync
from isogloss.state.agenda import open_agenda

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sandboxes import Sandboxes

DOES = {
    "check": "check MAPPING",
    "check --offline": "check --offline MAPPING",
    "plan": "plan MAPPING",
    "rehearse": "rehearse PLAN --confirm-within 1",
    "apply": "apply PLAN",
    "sync": "sync MAPPING",
    "verify": "verify MAPPING",
    "readiness": "readiness MAPPING --gate fr-FR=1%",
    "lint": "lint MAPPING --side butter",
    "relink": "relink MAPPING --out OUT/relink.yaml",
    "export": "export MAPPING butter OUT/folder",
    "import": "import MAPPING butter OUT/folder --out OUT/import.jsonl",
    "exchange": "exchange export MAPPING --locale fr-FR --out OUT/fr.xlf",
    "exchange import": "exchange import MAPPING OUT/fr.xlf --out OUT/exchange.jsonl",
    "redirects": "redirects MAPPING webflow --out OUT/redirects.csv",
    "sitemap": "sitemap MAPPING webflow --out OUT/public --host https://pots.example",
    "undo": "undo MAPPING RUN --out OUT/undo.jsonl",
    "doctor": "doctor MAPPING",
    "support": "support MAPPING --out OUT/support.zip",
    "state": "state copy STATE OUT/copy.db",
    "jobs run": "jobs run pots --project MAPPING",
}
"""Commands that do or prove something; in this order, on sides that agree."""
TELLS = {
    "conflicts": "conflicts MAPPING",
    "explain": "explain MAPPING article/first title fr-FR",
    "show": "show PLAN",
    "history": "history MAPPING",
    "status": "status MAPPING",
    "lock": "lock MAPPING",
    "jobs": "jobs --project MAPPING",
    "hooks": "hooks list MAPPING",
}
"""Commands of which what they tell is all that is asked for."""
APART = {
    "assets": "tests/flow/test_media.py, as it needs files that can be had",
    "approve": "a test of its own, as it needs a plan that waits",
    "cutover": "it leads a person through steps, and ends with 1 until they are done: tests/flow/test_cutover.py",
    "match": "tests/cli/test_match.py, as it needs a blog",
    "resolve": "a test of its own, as it needs a conflict",
    "cluster": "it needs a PostgreSQL, and is told of like approve",
    **dict.fromkeys(("serve", "web", "worker"), "until it is stopped it says what its log says"),
}


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    """Two sides that agree, by one run."""
    made = Crossing(sandboxes, tmp_path, small_site.BOTH)
    made.text = made.text.replace("{collection: posts}", '{collection: posts, url: "/{locale}/posts/{slug}"}')
    made.write_mapping()
    made.seed()
    settled(made.sync())
    return made


def ran(crossing: Crossing, words: str, *more: str) -> Ran:
    """Run a command that is written with places in it."""
    places = {"OUT": str(crossing.folder), "STATE": str(crossing.state)}
    if "RUN" in words:
        places["RUN"] = within(crossing, "status", "MAPPING", "--json").data["runs"][-1]["id"]
    for place, name in places.items():
        words = words.replace(f" {place}", f" {name}")
    return within(crossing, *words.split(), *more)


def test_every_command_that_can_be_quiet_is_asked() -> None:
    context = click.Context(app)
    quiet = {
        name for name in COMMANDS if any("--quiet" in option.opts for option in app.get_command(context, name).params)
    }
    assert quiet == {words.split()[0] for words in (*DOES, *TELLS, *APART)}


def test_where_nothing_needs_a_person_a_quiet_command_says_what_it_was_asked_and_else_nothing(
    crossing: Crossing,
) -> None:
    said = {name: ran(crossing, words, "--quiet") for name, words in {**DOES, **TELLS}.items()}
    assert {name: each.err for name, each in said.items() if each.code} == {}
    assert {name: each for name, each in said.items() if name in DOES and each.out + each.err} == {}
    assert [name for name, each in said.items() if name in TELLS and not each.out] == []


def conflict(crossing: Crossing) -> None:
    change = {"action": "update", "publish": True}
    crossing.sandboxes.webflow.edit(**change, collection="posts", item="third", fields={"name": "Left"})
    crossing.sandboxes.butter.edit(**change, page_type="article", slug="third", fields={"headline": "Right"})
    assert within(crossing, "sync", "MAPPING", "--quiet").code == 1


def new_item(crossing: Crossing, slug: str = "new") -> None:
    fields = {"name": "New", "slug": slug}
    crossing.sandboxes.webflow.edit(action="create", collection="posts", fields=fields, publish=True)


def written(old: str, new: str) -> Callable[[Crossing], None]:
    return lambda crossing: crossing.write_mapping((old, new)) and None


PERSON: dict[str, tuple[Callable[[Crossing], None], str, int]] = {
    "check MAPPING": (written("webflow: minutes", "webflow: minuten"), "minuten", 2),
    "check MAPPING --strict": (written("      minutes: {type: number, webflow: minutes", "      #"), "minutes", 1),
    "verify MAPPING": (conflict, "differ", 1),
    "sync MAPPING": (conflict, "conflicts=1", 1),
    "readiness MAPPING --gate ja=100%": (conflict, "fails", 1),
    "lint MAPPING": (lambda crossing: new_item(crossing, "long-" * 30), "slug-refused", 1),
    "rehearse MAPPING --required butter.article.form --confirm-within 1": (new_item, "would not come true", 1),
    "conflicts MAPPING": (conflict, "third", 1),
    "status MAPPING": (conflict, "third", 1),
    "exchange import MAPPING OUT/none.xlf --out OUT/x.jsonl": (conflict, "none.xlf", 2),
    "doctor MAPPING": (written("${WEBFLOW_TOKEN}", "${UNSET}"), "UNSET", 1),
}
"""What a quiet command says all the same where it ends with another code than 0, and what has to be there for that."""


@pytest.mark.parametrize("words", PERSON)
def test_what_needs_a_person_is_said_quietly_too_and_not_what_is_well(crossing: Crossing, words: str) -> None:
    prepare, waits, code = PERSON[words]
    prepare(crossing)
    loud, quiet = ran(crossing, words), ran(crossing, words, "--quiet")
    assert (quiet.code, loud.code) == (code, code), (quiet, loud)
    assert waits in quiet.out + quiet.err
    assert len(quiet.out + quiet.err) <= len(loud.out + loud.err)
    for heading in ("Fields: ", "What no side tells", "What tokens must be allowed to do", "On webflow", "To know of"):
        assert heading not in quiet.out


def test_a_decision_is_told_of_unless_quiet(crossing: Crossing) -> None:
    conflict(crossing)
    for more, said in (((), True), (("--quiet",), False)):
        for words in ("resolve MAPPING --all --take webflow --yes", "resolve MAPPING --all --withdraw --yes"):
            done = ran(crossing, words, *more)
            assert (done.code, bool(done.out + done.err)) == (0, said), done


def test_an_approval_is_told_of_unless_quiet(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    pair.left.put("author", "a", {EN: {"name": text("Ann"), STATUS: PUBLISHED}}, slug="ann")
    session = replace(pair.session(), runs=pair.folder / "runs")
    with pytest.raises(Unapproved):
        sync(session, pair.folder / "next.jsonl", Gate(session, ALWAYS))
    with open_agenda(str(pair.folder / "state.db"), pair.clock) as agenda:
        waiting = agenda.approvals.of(pair.bridge.name).digest
    for more, said in ((("--reject",), True), (("--quiet",), False)):
        done = isogloss("approve", waiting, "--state", pair.folder / "state.db", *more)
        assert (done.code, bool(done.out + done.err)) == (0, said), done
