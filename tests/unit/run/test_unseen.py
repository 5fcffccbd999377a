"""A link that a side does not show is unknown while it cannot be told whether its entry is there."""

from types import SimpleNamespace

import pytest

from isogloss.model.address import Cell, EntryKey, Side
from isogloss.run.unseen import Links

ARTICLE, TARGET = EntryKey("article", "m10"), EntryKey("article", "m1")


@pytest.mark.parametrize(
    ("there", "waits", "unknown"),
    [
        (True, "", False),  # it is there, and the link is not: somebody took the link out
        (True, "only a cache answered", True),  # it is where it was, as far as is known, and an old answer lacks both
        (False, "", True),
    ],
)
def test_a_link_to_what_an_old_answer_lacks_was_taken_out_by_nobody(there: bool, waits: str, unknown: bool) -> None:
    observed = SimpleNamespace(
        bridge=SimpleNamespace(locales={"en": None}, primary="en"),
        present=lambda side, key, locale: there if key == TARGET else True,
        waits=lambda key: waits if key == TARGET else "",
        facing=lambda key: SimpleNamespace(shows=lambda side: {}),
    )
    links = Links(observed, lambda facing: [])
    assert links.unseen(Side.RIGHT, Cell(ARTICLE, "en", "see"), TARGET) is unknown
