"""What people are told, in words and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from isogloss.decide.noticing import Notice
from isogloss.notify.words import Message, sentence

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TOLD = [
    (
        Notice(
            "acme", "conflicts", NOW, {"new": 2, "open": 1200, "ids": ["k3f9"], "where": {"article fr": 1, "tea": 1}}
        ),
        "acme: new conflicts: 2, open: 1,200 (article fr: 1, tea: 1). isogloss conflicts lists them.",
    ),
    (
        Notice("acme", "approval", NOW, {"plan": "3f9c21ab", "beyond": "deletes: 6"}),
        "acme: plan 3f9c21ab needs approval (deletes: 6). isogloss jobs tells where it is.",
    ),
    (
        Notice("acme", "failure", NOW, {"outcome": "failed", "exit": 3, "run": "r"}),
        (
            "acme: a run failed at 2026-11-01 12:00:00 UTC: a platform did not do what was asked (exit 3). "
            "isogloss jobs tells why."
        ),
    ),
    (
        Notice("acme", "failure", NOW, {"outcome": "refused", "exit": 4, "run": "r"}),
        (
            "acme: a run refused at 2026-11-01 12:00:00 UTC: it was refused: a limit, or the lease was lost (exit 4). "
            "isogloss jobs tells why."
        ),
    ),
    (
        Notice("acme", "recovery", NOW, {"outcome": "done", "exit": 0, "run": "r"}),
        "acme: runs again since 2026-11-01 12:00:00 UTC.",
    ),
]


@pytest.mark.parametrize(("notice", "said"), TOLD)
def test_each_thing_is_said_in_a_sentence(notice: Notice, said: str) -> None:
    assert sentence(notice) == said


def test_a_message_holds_each_for_people_and_for_programs() -> None:
    message = Message("0123", NOW, [notice for notice, _ in TOLD])
    data = json.loads(json.dumps(message.data()))
    assert {name: data[name] for name in ("isogloss", "id", "sent")} == {
        "isogloss": 1,
        "id": "0123",
        "sent": NOW.isoformat(),
    }
    assert data["text"] == "\n".join(said for _, said in TOLD)
    assert data["notices"][1] == {
        "mapping": "acme",
        "what": "approval",
        "at": NOW.isoformat(),
        "plan": "3f9c21ab",
        "beyond": "deletes: 6",
    }


def test_a_subject_is_one_line_whoever_it_is_about() -> None:
    notices = [Notice(f"m{n}", "recovery", NOW, {}) for n in range(5)]
    assert Message("0", NOW, notices).subject == "Isogloss: recovery (m0, m1, m2 and 2 more)"
