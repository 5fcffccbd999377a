"""What the people of a life do where a run asks for them."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from simulation.deciding import Settling

from isogloss import api
from isogloss.errors import Refused

if TYPE_CHECKING:
    import pytest


def test_who_reads_that_ids_changed_keeps_what_is_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but a person ends such a refusal, so a life without one would never come to rest."""
    told: list[str] = []
    life: Any = SimpleNamespace(session=lambda: "session", did=Counter[str](), tell=told.append)

    def relink(session: object, *, write: bool) -> object:
        assert (session, write) == ("session", True)
        return SimpleNamespace(kept=3)

    monkeypatch.setattr(api, "relink", relink)
    settling = Settling(life)
    settling.relinks(Refused("somebody else is at work"))
    assert told == []
    settling.relinks(Refused("webflow shows 2 of 4 entries under other ids. Run isogloss relink mapping.yaml, look."))
    assert (told, life.did["relinked"]) == (["relinks: 3 kept"], 1)
