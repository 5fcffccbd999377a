"""Reading and looking through a cache that says of its answers that it kept them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest
from manual_clock import ManualClock

from isogloss.adapters.buttercms.adapter import open_reader
from isogloss.bridge import KindBinding, SinglePages
from isogloss.errors import Stale
from isogloss.model.address import EntryKey
from isogloss.model.locale import Locale
from isogloss.model.value import Scalar
from isogloss.ports import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EN, FR = Locale("en-US"), Locale("fr-FR")
ADA, TEA, CUP = EntryKey("author", "ada"), EntryKey("article", "tea"), EntryKey("article", "cup")
DOCUMENTED = {"locale", "preview", "levels", "alt_media_text", "page", "page_size", "order", "keys", "fields.origin"}


class Edge:
    """Answers from what it kept, where it kept something of that address and query."""

    def __init__(self, side) -> None:
        self.side = side
        self.kept: dict[str, httpx.Response] = {}
        self.asked: list[httpx.URL] = []

    def keep(self, worth: Callable[[httpx.URL], bool], *, age: int = 60) -> None:
        """Keep the answers to all that is asked from now on and is worth it, as they are when they are asked first."""
        self.worth, self.age = worth, age

    worth: Callable[[httpx.URL], bool] = staticmethod(lambda _url: False)
    age = 60

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url)
        if str(request.url) in self.kept:
            return self.kept[str(request.url)]
        fresh = self.side.answer(request)
        if self.worth(request.url):
            headers = {"X-Cache": "MISS, HIT", "Age": str(self.age)}
            self.kept[str(request.url)] = httpx.Response(fresh.status_code, content=fresh.content, headers=headers)
        return fresh


@pytest.fixture
def edge(side) -> Edge:
    return Edge(side)


@pytest.fixture
def reader(binding, edge) -> Iterator[object]:
    opened = open_reader(binding, clock=ManualClock(), transport=httpx.MockTransport(edge.answer))
    yield opened
    opened.close()


@pytest.fixture
def small(binding, edge) -> Iterator[object]:
    """The same, with listings of a few rows a page."""
    from dataclasses import replace

    made = replace(binding, settings=replace(binding.settings, page_size=4))
    opened = open_reader(made, clock=ManualClock(), transport=httpx.MockTransport(edge.answer))
    yield opened
    opened.close()


def levels(edge: Edge) -> list[str]:
    return [url.params["levels"] for url in edge.asked]


def wanted(entry=TEA, remote="tea", *locales):
    return Wanted(entry, locales or (EN,), remote)


def title(seen, entry=TEA):
    return seen[entry].variants[EN]["title"]


def change(side, page_of, text, slug="tea"):
    for version in (False, True):
        rows = side.rows.setdefault(("post", "en", version), [])
        rows[:] = [row for row in rows if row["slug"] != slug] + [page_of(slug, {"title": text})]


def test_an_answer_that_a_cache_kept_is_asked_for_in_another_documented_form(reader, side, edge, page_of):
    change(side, page_of, "old")
    edge.keep(lambda url: url.params["levels"] == "2")
    reader.look([wanted()])
    change(side, page_of, "new")
    edge.asked.clear()
    assert title(reader.look([wanted()])) == Scalar("text", "new")
    assert levels(edge)[:2] == ["2", "3"]
    assert all(set(url.params) <= DOCUMENTED for url in edge.asked)


def test_without_a_word_of_a_cache_each_question_is_asked_once(reader, side, edge, page_of):
    change(side, page_of, "as it is")
    reader.look([wanted()])
    assert levels(edge) == ["2"] * len(edge.asked)
    assert len({str(url) for url in edge.asked}) == len(edge.asked)


def test_what_was_read_back_in_the_usual_form_is_asked_for_in_another_at_once(reader, side, edge, page_of):
    change(side, page_of, "as it is")
    heard = reader.ask([wanted()])
    assert title(heard.seen) == Scalar("text", "as it is")
    assert heard.late == {}
    assert set(levels(edge)) == {"3"}


def test_a_missing_page_that_a_cache_kept_is_asked_for_until_somebody_else_answers(reader, side, edge, page_of):
    edge.keep(lambda url: url.params["levels"] != "5")
    reader.ask([wanted()])
    reader.ask([wanted()])
    change(side, page_of, "made since")
    heard = reader.ask([wanted()])
    assert title(heard.seen) == Scalar("text", "made since")
    assert heard.late == {}


def test_an_entry_about_which_only_a_cache_answers_is_named_with_the_age_of_its_answer(reader, side, edge, page_of):
    edge.keep(lambda _url: True)
    for _ in range(4):
        reader.ask([wanted()])
    change(side, page_of, "made since")
    heard = reader.ask([wanted()])
    assert heard.seen == {}
    assert list(heard.late) == [TEA]
    assert heard.late[TEA] < datetime(2100, 1, 1, tzinfo=UTC)


def test_of_several_answers_that_a_cache_kept_the_youngest_counts(reader, side, edge, page_of):
    for number, text in enumerate(("oldest", "older", "younger", "old")):
        change(side, page_of, text)
        edge.keep(lambda url, level=str(number + 2): url.params["levels"] == level, age=(400, 300, 100, 200)[number])
        reader.look([wanted()])
    change(side, page_of, "now")
    assert title(reader.ask([wanted()]).seen) == Scalar("text", "younger")


def test_what_a_reading_takes_from_a_cache_says_since_when_it_was_kept(reader, side, edge, page_of):
    change(side, page_of, "old")
    edge.keep(lambda url: url.path.endswith("/pages/post/"), age=60)
    list(reader.read())
    (tea,) = reader.read()
    assert tea.notes[EN].made is not None
    edge.kept.clear()
    (tea,) = reader.read()
    assert tea.notes[EN].made is None


def test_a_listing_that_a_cache_kept_is_asked_for_with_shorter_pages_where_it_is_to_be_as_it_is(
    reader, side, edge, page_of
):
    for slug in ("tea", "cup"):
        change(side, page_of, "old", slug)
    edge.keep(lambda url: url.params.get("page_size") in ("100", "99"))
    both = [wanted(), wanted(CUP, "cup")]
    reader.look(both)
    reader.look(both)
    change(side, page_of, "new")
    edge.asked.clear()
    assert title(reader.look(both)) == Scalar("text", "new")
    sizes = [url.params["page_size"] for url in edge.asked]
    assert sizes[:3] == ["100", "99", "98"]


def test_an_entry_that_a_listing_lacks_is_asked_for_by_its_own_address(reader, side, edge, page_of):
    change(side, page_of, "there")
    heard = reader.ask([wanted(), wanted(CUP, "cup")])
    assert set(heard.seen) == {TEA}
    assert any(url.path.endswith("/pages/post/cup/") for url in edge.asked)


def test_pages_of_a_listing_that_were_kept_at_different_times_are_asked_for_in_another_form(small, side, edge, page_of):
    for number in range(5):
        change(side, page_of, "there", f"p{number}")
    edge.keep(lambda url: url.params.get("page_size") == "4" and url.params["page"] == "1")
    assert len(list(small.read())) == 5
    change(side, page_of, "one more", "p5")
    assert len(list(small.read())) == 6


def test_a_listing_that_never_fits_together_is_not_taken_for_whole(small, side, edge, page_of):
    for number in range(5):
        change(side, page_of, "there", f"p{number}")
    edge.keep(lambda url: url.params.get("page") == "1")
    for number in range(5, 9):
        list(small.read())
        change(side, page_of, "one more", f"p{number}")
    with pytest.raises(Stale):
        list(small.read())


def test_an_item_is_found_by_its_origin_past_a_cache(reader, side, edge, item_of):
    edge.keep(lambda url: url.params.get("page_size") == "100")
    searched = Wanted(ADA, (EN,), None, origin="author/ada")
    assert reader.look([searched]) == {}
    side.put("authors", "en", item_of(7, name="Ada", origin="author/ada"))
    assert reader.look([searched])[ADA].remote == "7"


def test_a_page_without_a_type_is_looked_for_in_a_listing_that_no_cache_kept(binding, side, edge, page_of):
    from dataclasses import replace

    single = KindBinding("article", SinglePages(), {"title": binding.kinds["article"].fields["title"]})
    made = replace(binding, kinds={"article": single})
    opened = open_reader(made, clock=ManualClock(), transport=httpx.MockTransport(edge.answer))
    for version in (False, True):
        side.rows["*", "en", version] = [page_of("tea", {"title": "old"})]
    edge.keep(lambda url: url.params.get("page_size") == "100")
    opened.look([wanted()])
    for version in (False, True):
        side.rows["*", "en", version] = [page_of("tea", {"title": "new"})]
    assert title(opened.ask([wanted()]).seen) == Scalar("text", "new")
    opened.close()
