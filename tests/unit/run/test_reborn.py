"""A whole side of other ids, which a look at some of them tells."""

from dataclasses import replace
from pathlib import Path

import pytest
from two_worlds import EN, Pair, text

from isogloss.errors import Refused
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.run import reborn


def put_back(pair: Pair, *, anew: bool) -> None:
    """Everything is there again under other ids; or something else has the slug of each."""
    for stored in list(pair.left.entries.values()):
        del pair.left.entries["author", stored.remote]
        if anew:
            words = {"name": text("Quite another"), "bio": text("Who has nothing in common with the first one")}
            pair.left.put("author", f"{stored.remote}2", {EN: {**words, STATUS: PUBLISHED}}, slug=stored.slug)
        else:
            pair.left.entries["author", f"{stored.remote}2"] = replace(stored, remote=f"{stored.remote}2")


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pair:
    monkeypatch.setattr(reborn, "_FEW", 3)
    made = Pair(tmp_path, options={"delete": "propagate"})
    for n in range(6):
        words = {"name": text(f"Author {n}"), "bio": text(f"Who wrote {n} books about pots")}
        made.left.put("author", f"l{n}", {EN: {**words, STATUS: PUBLISHED}}, slug=f"a{n}")
    made.sync()
    return made


def test_many_are_refused_by_a_look_at_some(pair: Pair) -> None:
    put_back(pair, anew=False)
    with pytest.raises(Refused, match="left shows 6 of 6 entries under other ids than before"):
        pair.sync()
    assert len(pair.right.entries) == 6


def test_others_that_have_the_slugs_are_not_taken_for_them(pair: Pair) -> None:
    put_back(pair, anew=True)
    pair.sync()
    pair.sync()
    assert {stored.versions[EN].staged["name"] for stored in pair.right.entries.values()} == {text("Quite another")}
