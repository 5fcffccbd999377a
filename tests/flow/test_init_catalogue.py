"""``init`` for a folder of catalogues: what it writes passes the check, and its plan carries what is there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import small_site
from command import isogloss

from isogloss import api
from isogloss.http.clock import SystemClock
from isogloss.plan.op import Op
from isogloss.run.loading import load_text
from isogloss.run.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandbox, Sandboxes

    from isogloss.plan.data import PlanFile

FR = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Save"
msgstr "Enregistrer"

msgid "Log out"
msgstr ""
"""
SITE = {"site": {"shortName": "shop"}, "locales": {"primary": "en", "secondary": ["fr-FR"]}}


def proposed(folder: Path, site: Sandbox, *words: str) -> tuple[str, PlanFile]:
    out = folder / "mappings" / "shop.yaml"
    url = ("--webflow-url", f"{site.url}/v2")
    ran = isogloss("init", "--site", "shop", *url, *words, "--out", out, **small_site.ENVIRONMENT)
    assert ran.code == 0, ran.err
    text = out.read_text("utf-8")
    bridge = load_text(text, path=str(out), environ=small_site.ENVIRONMENT)
    session = Session(bridge, str(folder / "state.db"), folder, SystemClock())
    return text, api.plan(session, folder / "plan.jsonl")


def test_messages_and_a_site_that_is_empty(sandboxes: Sandboxes, tmp_path: Path) -> None:
    sandboxes.webflow.seed({**SITE, "collections": [{"slug": "phrases", "fields": []}]})
    file = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "shop.po"
    file.parent.mkdir(parents=True)
    file.write_text(FR)
    text, plan = proposed(tmp_path, sandboxes.webflow, "--catalogue", str(tmp_path / "locale"))
    assert 'app: {adapter: catalogue, path: "../locale", layout: "{locale}/LC_MESSAGES/{namespace}.po"}' in text
    assert "flow: both\n" in text
    assert "publish: mirror" in text
    made = {op.label for op in plan.records(Op) if op.verb == "create"}
    assert made == {"Save", "Log out"}


def test_texts_that_a_site_has_already_are_paired_by_what_they_say(sandboxes: Sandboxes, tmp_path: Path) -> None:
    fields = [{"slug": "body", "type": "PlainText"}]
    sandboxes.webflow.seed({**SITE, "collections": [{"slug": "questions", "fields": fields}]})
    said = {}
    for number in range(3):
        told = {"name": f"What is number {number}?", "body": f"It is the number {number}, of course."}
        sandboxes.webflow.edit(
            action="create", collection="questions", locale="en", publish=True, fields={**told, "slug": f"n{number}"}
        )
        said[f"number{number}"] = {"ask": told["name"], "tell": {"long": told["body"]}}
    file = tmp_path / "texts" / "en" / "faq.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(said))
    words = ("--catalogue", str(tmp_path / "texts"), "--flow", "app -> webflow")
    text, plan = proposed(tmp_path, sandboxes.webflow, *words)
    assert "name: {type: text, webflow: name, app: ask}" in text
    assert 'webflow: body, app: "tell.long"}' in text
    assert "flow: app -> webflow" in text
    assert list(plan.records(Op)) == []


def test_words_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    for words, said in (
        (("--catalogue", "x", "--page-type", "y"), "its kinds and locales are found in it"),
        (("--layout", "{locale}.po"), "and there is none"),
        (("--catalogue", "x", "--flow", "butter -> webflow"), "'--flow' is one of both, webflow -> app"),
    ):
        ran = isogloss("init", "--site", "shop", *words, "--out", tmp_path / "m.yaml", **small_site.ENVIRONMENT)
        assert (ran.code, said in " ".join(ran.err.split())) == (2, True), ran.err
