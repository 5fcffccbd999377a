"""The whole page on a state on PostgreSQL: who comes in decides there, and what was decided is carried out."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sandboxes import until
from two_worlds import EN, FR, Pair, remote_of, text
from visiting import of_pair

from isogloss import api
from isogloss.decide.approving import ALWAYS
from isogloss.jobs.approving import Gate, Unapproved
from isogloss.model.address import Side
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.run.sync import sync, unasked
from isogloss.serve.door import Door
from isogloss.state.visits import ROLES

if TYPE_CHECKING:
    from pathlib import Path

    from isogloss.run.session import Session

TOKENS = {role: f"{role}-token-of-the-page" for role in ROLES}


class Shared(Pair):
    """Two worlds whose state is on a server."""

    address = ""

    def session(self) -> Session:
        return replace(super().session(), state=self.address, runs=self.folder / "runs")

    def turn(self, *, asking: bool = False) -> str:
        """One turn of a service; with a gate that every plan needs approval for, if asked."""
        session, out = self.session(), self.folder / "next.jsonl"
        with suppress(Unapproved):
            return sync(session, out, Gate(session, ALWAYS) if asking else unasked).run
        return ""


@pytest.fixture
def pair(tmp_path: Path, postgres_database: str) -> Shared:
    made = Shared(tmp_path)
    made.address = postgres_database
    content = {"title": text("Tea"), STATUS: PUBLISHED}
    made.left.put("article", "tea", {EN: content, FR: content | {"title": text("Thé")}}, slug="tea")
    made.turn()
    made.left.edit("article", "tea", FR, title=text("Thé vert"))
    made.right.edit("article", remote_of(made.right, "article", "tea"), FR, title=text("Thé noir"))
    return made


def test_people_decide_there_and_what_they_decided_is_carried_out(pair: Shared) -> None:
    run = pair.turn()
    with of_pair(pair, at=pair.address, door=Door(auth="token"), runs=pair.folder / "runs") as page:
        page.agenda.visits.set_tokens(TOKENS)
        browser = page.browser()
        assert browser.get("/").status_code == 303
        form = browser.form("/enter")
        assert browser.post("/enter", form=form, token=TOKENS["editor"], name="Ann").status_code == 303

        (one,) = api.conflicts(pair.session()).found
        shown = browser.get("/conflicts").text
        assert ("vert" in shown, "noir" in shown) == (True, True)
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', shown.partition(f'/{one.id}">')[2])[:4])
        at = f"/conflicts/pair/{one.id}"
        assert browser.ask("POST", at, data={**fields, "what": "left"}).headers["location"] == "/conflicts?done=decided"
        pair.turn()
        assert pair.shown(Side.RIGHT, "article", "tea", FR, "title") == text("Thé vert")

        pair.left.put("article", "pot", {EN: {"title": text("Pot"), STATUS: PUBLISHED}}, slug="pot")
        before = pair.writes()
        pair.turn(asking=True)
        plan = page.agenda.approvals.of("pair")
        there = f"/plans/{plan.digest}"
        assert "Plan for" in browser.get(f"{there}/report").text
        assert browser.post(there, there, what="approve").headers["location"] == f"{there}?done=approved"
        assert pair.writes() == before
        pair.turn(asking=True)
        assert pair.shown(Side.RIGHT, "article", "pot", EN, "title") == text("Pot")

        assert browser.post("/readiness/pair").status_code == 303
        until(lambda: "As both platforms were" in browser.get("/readiness/pair").text)
        assert "vert" in browser.get("/entries/pair?entry=article/tea").text
        told = {"entry": "article/tea", "field": "title", "locale": "fr"}
        assert "As when both agreed." in browser.post("/entries/pair", "/entries/pair?entry=article/tea", **told).text
        assert browser.get(f"/runs/pair/{run}/report").status_code == 200
        for what in ("run", "pause", "resume"):
            assert browser.post("/mappings/pair", what=what).status_code == 303
        acts = [act.did for act in reversed(page.agenda.audit.last())]
        assert acts == ["came in", "decided", "approved", "asked for a run", "paused", "resumed"]
        assert "approved" in browser.get("/log").text
        assert 'isogloss_approvals_waiting{mapping="pair"} 0.0' in browser.get("/metrics").text
        assert browser.post("/leave").status_code == 303
        assert browser.get("/").status_code == 303
