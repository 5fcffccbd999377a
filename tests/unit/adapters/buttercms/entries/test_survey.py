"""The type of a field is guessed from its values; where they do not tell, every type is possible."""

import pytest

from isogloss.adapters.buttercms.entries.survey import guess
from isogloss.model.schema import FIELD_TYPES


@pytest.mark.parametrize(
    ("values", "said", "type_"),
    [
        ([True, False], "flag", "flag"),
        ([1, 2.5], "number", "number"),
        (["2026-03-01T00:00:00", "2026-03-02"], "day", "date"),
        (["2026-03-01T09:30:00", "2026-03-01T00:00:00"], "time", "instant"),
        (["#1f6f8b", "#fff"], "colour", "colour"),
        (["https://cdn.buttercms.com/abc", "https://a.example/b.PNG".lower()], "media", "image"),
        (["https://a.example/"], "address", "link"),
        (["plain", "<p>Rich</p>"], "HTML", "rich_text"),
        (["one\ntwo", "three"], "lines", "long_text"),
        (["Tea", "Clay"], "text", "text"),
        (["news"], "text", "option"),
        ([{"url": "https://a.example/", "alt": ""}], "media", "image"),
        ([{"meta": {"id": 3}, "name": "Ann"}], "reference", "reference"),
        ([{"slug": "tea", "page_type": "article", "fields": {}}], "reference", "reference"),
        ([{"title": "T", "text": "x"}], "component", "group"),
        ([[{"meta": {"id": 3}}], [{"meta": {"id": 4}}]], "references", "references"),
        ([[{"type": "hero", "fields": {}}]], "components", "blocks"),
        ([[{"question": "?"}]], "rows", "list"),
    ],
)
def test_values_tell_what_can_hold_them(values, said, type_):
    found, holds = guess(values)
    assert (found, type_ in holds) == (said, True)
    assert len(holds) < len(FIELD_TYPES)


@pytest.mark.parametrize(("values", "said"), [([], "empty"), (["a", 1], "mixed"), ([["a"]], "list")])
def test_values_that_do_not_tell_leave_everything_possible(values, said):
    assert guess(values) == (said, frozenset(FIELD_TYPES))
