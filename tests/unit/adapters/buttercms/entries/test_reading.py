"""Reading and looking, over a side that answers from a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from manual_clock import ManualClock

from isogloss.adapters.buttercms.adapter import open_reader
from isogloss.errors import Drift, Stale, Unauthorized, Unavailable
from isogloss.model.address import EntryKey
from isogloss.model.entry import CHANGED, DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Scalar
from isogloss.ports import Wanted

EN, FR = Locale("en-US"), Locale("fr-FR")
ADA, TEA, MILK = EntryKey("author", "ada"), EntryKey("article", "tea"), EntryKey("article", "milk")


@pytest.fixture
def reader(binding, side):
    opened = open_reader(binding, clock=ManualClock(), transport=side.transport)
    yield opened
    opened.close()


@pytest.fixture
def small(binding, side):
    """The same, with listings of two rows a page."""
    made = replace(binding, settings=replace(binding.settings, page_size=2))
    opened = open_reader(made, clock=ManualClock(), transport=side.transport)
    yield opened
    opened.close()


def by_remote(reader):
    return {(seen.kind, seen.remote): seen for seen in reader.read()}


def test_entries_are_put_together_over_locales_and_versions(reader, side, page_of, item_of):
    side.put("post", "en", page_of("tea", {"title": "Tea"}), live=True)
    side.put("post", "fr", page_of("tea", {"title": "Thé"}))
    side.put("post", "fr", page_of("lait", {"title": "Lait"}))
    side.put("authors", "en", item_of(7, name="Ada", origin="author/ada"), live=True)
    found = by_remote(reader)
    assert set(found) == {("article", "tea"), ("article", "lait"), ("author", "7")}
    tea = found["article", "tea"]
    assert (tea.variants[EN][STATUS], tea.variants[FR][STATUS]) == (PUBLISHED, DRAFT)
    assert set(found["article", "lait"].variants) == {SHARED, FR}
    assert found["author", "7"].origin == "author/ada"


def test_reading_asks_for_both_versions_of_each_kind_in_each_locale_and_always_names_it(reader, side):
    assert by_remote(reader) == {}
    assert len(side.asked) == 8
    assert {request.url.params["locale"] for request in side.asked} == {"en", "fr"}
    assert all(request.url.params["page_size"] == "100" for request in side.asked)
    assert all("auth_token" not in str(request.url) for request in side.asked)
    assert {request.headers["authorization"] for request in side.asked} == {"Token r3ad-t0ken"}


def test_a_locale_that_is_listed_empty_is_not_read_as_a_variant(reader, side, page_of):
    side.put("post", "en", page_of("tea", {"title": "Tea"}))
    side.put("post", "fr", page_of("tea", {"title": ""}))
    side.put("post", "fr", page_of("milk", {"title": None}))
    assert {key: set(seen.variants) for key, seen in by_remote(reader).items()} == {("article", "tea"): {SHARED, EN}}


def test_what_goes_live_between_the_two_listings_is_seen_to_be_live(binding, side, page_of):
    def publishing(request):
        answer = side.answer(request)
        side.rows["post", "en", True] = [page_of("tea", {"title": "Tea"})]
        return answer

    side.put("post", "en", page_of("tea", {"title": "Tea"}))
    one = replace(binding, locales={EN: "en"})
    transport = type(side.transport)(publishing)
    reader = open_reader(one, clock=ManualClock(), transport=transport)
    assert by_remote(reader)["article", "tea"].variants[EN][STATUS] == PUBLISHED
    reader.close()


def test_long_listings_are_read_to_their_end(small, side, page_of):
    for number in range(5):
        side.put("post", "en", page_of(f"p{number}", {"title": "T"}), live=True)
    assert len(by_remote(small)) == 5


def test_a_listing_that_breaks_off_raises_and_never_seems_whole(reader, side, page_of):
    side.put("post", "en", page_of("tea", {"title": "Tea"}))
    side.refuses["/pages/post/"] = (500, {"detail": "oops"})
    with pytest.raises(Unavailable):
        list(reader.read())


def test_a_listing_of_another_shape_is_drift(reader, side):
    side.refuses["/pages/post/"] = (200, {"meta": {"count": 1}, "data": [{"name": "no slug"}]})
    with pytest.raises(Drift) as fault:
        list(reader.read())
    assert fault.value.path == "slug"
    assert fault.value.request == "GET /pages/post/"


def test_one_page_is_looked_at_by_one_request_for_each_locale_and_version(reader, side, page_of):
    side.put("post", "en", page_of("tea", {"title": "Tea"}), live=True)
    seen = reader.look([Wanted(TEA, (EN, FR), remote="tea")])[TEA]
    assert set(seen.variants) == {SHARED, EN}
    assert seen.variants[EN][STATUS] == PUBLISHED
    paths = [path.split("?")[0] for path in side.paths()]
    assert paths == ["GET /v2/pages/post/tea/"] * 3  # both versions in English, none in French


@pytest.mark.parametrize("more", [{"status": "published"}, {"status": "draft", "published": None}, {"published": None}])
def test_a_page_that_says_by_itself_whether_it_is_live_is_asked_for_once(reader, side, page_of, more):
    side.put("post", "en", page_of("tea", {"title": "Tea"}, **more))
    seen = reader.look([Wanted(TEA, (EN,), remote="tea")])[TEA]
    assert seen.variants[EN][STATUS] == (PUBLISHED if more.get("status") == "published" else DRAFT)
    assert len(side.asked) == 1


def test_looking_shows_the_newest_content_of_a_live_page(reader, side, page_of):
    side.rows["post", "en", False] = [
        page_of("tea", {"title": "Tease"}, status="draft", published="2026-01-01T00:00:00Z")
    ]
    side.rows["post", "en", True] = [page_of("tea", {"title": "Tea"})]
    staged = reader.look([Wanted(TEA, (EN,), remote="tea")])[TEA]
    live = reader.look([Wanted(TEA, (EN,), remote="tea", live=True)])[TEA]
    assert staged.variants[EN] == {STATUS: PUBLISHED, "title": Scalar("text", "Tease")}
    assert live.variants[EN] == {STATUS: PUBLISHED, "title": Scalar("text", "Tea")}


def test_a_carried_edit_is_looked_for_though_the_page_calls_itself_published(binding, side, page_of):
    side.rows["post", "en", False] = [page_of("tea", {"title": "Tease"}, status="published")]
    side.rows["post", "en", True] = [page_of("tea", {"title": "Tea"}, status="published")]
    reader = open_reader(replace(binding, carry=True), clock=ManualClock(), transport=side.transport)
    assert reader.look([Wanted(TEA, (EN,), remote="tea")])[TEA].variants[EN][STATUS] == CHANGED
    reader.close()


@pytest.mark.parametrize("more", [{}, {"status": "published"}])
def test_looking_at_what_is_live_shows_what_is_not_live_as_a_draft(reader, side, page_of, more):
    side.put("post", "en", page_of("tea", {"title": "Tea"}, **more))
    side.put("post", "fr", page_of("tea", {"title": ""}))
    seen = reader.look([Wanted(TEA, (EN, FR), remote="tea", live=True)])[TEA]
    assert seen.variants[EN][STATUS] == DRAFT
    assert FR not in seen.variants


@pytest.mark.parametrize("live", [True, False])
def test_what_a_listing_tells_of_a_variant_beside_is_told_without_a_question_more(reader, side, page_of, live):
    for slug in ("tea", "milk", "rum"):
        side.put("post", "fr", page_of(slug, {"title": slug}), live=slug != "tea" or live)
        side.put("post", "en", page_of(slug, {"title": slug}), live=True)
    others = [Wanted(EntryKey("article", slug), (EN, FR), remote=slug, live=True) for slug in ("milk", "rum")]
    plain = Wanted(TEA, (EN,), remote="tea", live=True)
    without = reader.look([plain, *others])[TEA]
    asked = len(side.asked)
    beside = reader.look([replace(plain, beside=(FR,)), *others])[TEA]
    assert len(side.asked) == 2 * asked
    assert beside.variants == {FR: {STATUS: PUBLISHED if live else DRAFT}, **without.variants}


def test_a_row_that_only_stands_for_a_missing_locale_is_no_variant_that_went_live(reader, side, page_of):
    for slug in ("tea", "milk", "rum"):
        side.put("post", "fr", page_of(slug, {"title": "" if slug == "tea" else slug}), live=True)
        side.put("post", "en", page_of(slug, {"title": slug}), live=True)
    others = [Wanted(EntryKey("article", slug), (FR,), remote=slug, live=True) for slug in ("milk", "rum")]
    seen = reader.look([Wanted(TEA, (EN,), remote="tea", live=True, beside=(FR,)), *others])[TEA]
    assert seen.variants[FR] == {STATUS: DRAFT}


def test_of_a_variant_beside_that_no_listing_tells_of_nothing_is_said(reader, side, page_of):
    side.put("post", "en", page_of("tea", {"title": "Tea"}), live=True)
    seen = reader.look([Wanted(TEA, (EN,), remote="tea", live=True, beside=(FR,))])[TEA]
    assert FR not in seen.variants


def test_an_item_is_looked_at_by_its_number(reader, side, item_of):
    side.put("authors", "en", item_of(7, name="Ada"), live=True)
    side.put("authors", "fr", item_of(7, name="Ada"))
    seen = reader.look([Wanted(ADA, (EN, FR), remote="7")])[ADA]
    assert (seen.variants[EN][STATUS], seen.variants[FR][STATUS]) == (PUBLISHED, DRAFT)
    assert side.asked[0].url.params["keys"] == "authors[_id=7]"


def test_a_row_that_was_not_asked_for_is_not_taken_for_the_item(reader, side):
    side.refuses["/content/"] = (200, {"data": {"authors": [{"meta": {"id": 8}, "name": "Eve"}]}})
    assert reader.look([Wanted(ADA, (EN,), remote="7")]) == {}


def test_a_key_that_is_not_found_is_a_missing_item(reader, side):
    side.refuses["/content/"] = (404, {"detail": "Content key authors not found"})
    assert reader.look([Wanted(ADA, (EN,), remote="7")]) == {}


def test_a_new_item_is_found_by_its_origin_key(reader, side, item_of):
    side.put("authors", "en", item_of(6, name="Eve", origin="author/eve"))
    side.put("authors", "en", item_of(7, name="Ada", origin="author/ada"))
    assert reader.look([Wanted(ADA, (EN,), origin="author/ada")])[ADA].remote == "7"
    assert side.asked[0].url.params["fields.origin"] == "author/ada"


def test_a_refused_filter_is_answered_by_listing(binding, side, item_of):
    def picky(request):
        if any(name.startswith("fields.") for name in request.url.params):
            return type(side.answer(request))(403, json={"detail": "No."})
        return side.answer(request)

    side.put("authors", "en", item_of(7, name="Ada", origin="author/ada"))
    reader = open_reader(binding, clock=ManualClock(), transport=type(side.transport)(picky))
    assert reader.look([Wanted(ADA, (EN,), origin="author/ada")])[ADA].remote == "7"
    reader.close()


def test_a_refused_token_is_no_refused_filter(reader, side):
    side.refuses["/content/authors/"] = (401, {"detail": "Invalid token."})
    with pytest.raises(Unauthorized):
        reader.look([Wanted(ADA, (EN,), origin="author/ada")])


def test_an_entry_that_nothing_is_known_of_is_missing_and_nothing_is_asked(reader, side):
    assert reader.look([Wanted(ADA, (EN,)), Wanted(EntryKey("poem", "x"), (EN,), remote="x")]) == {}
    assert side.asked == []


def test_an_item_of_a_collection_without_an_origin_key_cannot_be_looked_for(binding, side):
    kinds = {**binding.kinds, "author": replace(binding.kinds["author"], origin_key=None)}
    reader = open_reader(replace(binding, kinds=kinds), clock=ManualClock(), transport=side.transport)
    assert reader.look([Wanted(ADA, (EN,), origin="author/ada")]) == {}
    assert side.asked == []
    reader.close()


def test_two_items_with_one_origin_key_are_named_and_neither_taken(reader, side, item_of):
    for number in (7, 9):
        side.put("authors", "en", item_of(number, name="Ada", origin="author/ada"))
    with pytest.raises(Stale, match="butter: author/ada may be any of 7, 9"):
        reader.look([Wanted(ADA, (EN,), origin="author/ada")])


def test_one_entry_with_two_numbers_in_two_locales_is_never_put_together(reader, side, item_of):
    side.put("authors", "en", item_of(7, name="Ada", origin="author/ada"))
    side.put("authors", "fr", item_of(8, name="Ada", origin="author/ada"))
    with pytest.raises(Stale, match="may be any of 7, 8"):
        reader.look([Wanted(ADA, (EN, FR), origin="author/ada")])


def test_a_page_without_a_known_id_is_looked_for_under_each_slug_it_could_have(reader, side, page_of):
    side.put("post", "en", page_of("the", {"title": "Tea"}, published=None))
    wanted = Wanted(TEA, (EN,), slugs={EN: "tea", FR: "the"})
    assert reader.look([wanted])[TEA].remote == "the"
    side.put("post", "en", page_of("tea", {"title": "Tea"}, published=None))
    with pytest.raises(Stale, match="any of tea, the"):
        reader.look([wanted])


def test_several_entries_are_looked_at_by_one_short_listing(reader, side, page_of):
    for slug in ("tea", "milk", "more"):
        side.put("post", "en", page_of(slug, {"title": slug}, published=None))
    found = reader.look([Wanted(TEA, (EN,), remote="tea"), Wanted(MILK, (EN,), slugs={SHARED: "milk"})])
    assert {seen.remote for seen in found.values()} == {"tea", "milk"}
    assert len(side.asked) == 1


def test_a_long_listing_is_left_after_its_first_page_and_not_tried_again(small, side, page_of):
    for number in range(9):
        side.put("post", "en", page_of(f"p{number}", {"title": "T"}, published=None))
    wanted = [Wanted(EntryKey("article", slug), (EN,), remote=slug) for slug in ("p1", "p8", "gone")]
    counts = []
    for _ in range(2):
        before = len(side.asked)
        assert {key.name for key in small.look(wanted)} == {"p1", "p8"}
        counts.append(len(side.asked) - before)
    assert counts == [4, 3]


def test_a_listing_of_several_pages_is_read_on_where_that_is_cheaper(small, side, page_of):
    for number in range(4):
        side.put("post", "en", page_of(f"p{number}", {"title": "T"}, published=None))
    wanted = [Wanted(EntryKey("article", f"p{number}"), (EN,), remote=f"p{number}") for number in range(3)]
    assert len(small.look(wanted)) == 3
    assert [request.url.params["page"] for request in side.asked] == ["1", "2"]


def newest_first(side, page_of, count, *, live=False):
    """Pages of a type, a minute apart, the newest first."""
    for number in range(count):
        at = f"2026-01-01T10:{59 - number:02}:00Z"
        row = page_of(f"p{number}", {"title": "T"}, updated=at, published=None, status="draft")
        side.put("post", "en", row, live=live)


def written(reader, *slugs):
    """The reader, as if it had written these pages."""
    reader.surfaces[0].listing.written |= {("article", slug) for slug in slugs}
    return [Wanted(EntryKey("article", slug), (EN,), remote=slug) for slug in slugs]


def test_what_was_written_is_read_from_the_top_page_by_page(small, side, page_of):
    newest_first(side, page_of, 40)
    slugs = [f"p{number}" for number in range(6)]
    assert len(small.look(written(small, *slugs))) == 6
    assert [request.url.params["page"] for request in side.asked] == ["1", "2", "3"]
    assert {request.url.params["order"] for request in side.asked} == {"-updated"}


def test_what_is_not_among_what_changed_last_is_asked_for_otherwise(small, side, page_of):
    newest_first(side, page_of, 40)
    assert len(small.look(written(small, "p0", "p1", "p30", "p31", "p32"))) == 5
    assert [request.url.params.get("order") for request in side.asked][:2] == ["-updated"] * 2
    assert len(side.asked) == 2 + 3, "a page that shows none of them is the last"


@pytest.mark.parametrize(("past", "pages"), [(0, 3), (5, 4), (6, 4), (25, 14)])
def test_a_look_reads_on_below_what_it_is_for_and_tells_what_changed_last(small, side, page_of, past, pages):
    newest_first(side, page_of, 40)
    wanted = written(small, *(f"p{number}" for number in range(6)))
    newest = datetime(2026, 1, 1, 10, 59, tzinfo=UTC)
    small.look([replace(each, since=newest - timedelta(minutes=past) if past else None) for each in wanted])
    told = small.heard("article", (EN,))
    assert len(told.rows) == 2 * pages == 2 * len(side.asked)
    assert told.back_to == min(row.updated for row in told.rows.values())
    assert not told.one
    assert small.heard("article", (EN, FR)) is None


def test_a_look_that_lists_all_there_is_tells_of_all(reader, side, page_of):
    newest_first(side, page_of, 5)
    reader.look([Wanted(EntryKey("article", f"p{number}"), (EN,), remote=f"p{number}") for number in range(5)])
    told = reader.heard("article", (EN,))
    assert (len(told.rows), told.back_to) == (5, None)


def test_a_look_one_by_one_or_at_items_tells_nothing(reader, side, page_of, item_of):
    newest_first(side, page_of, 5)
    reader.look(written(reader, "p0"))
    assert reader.heard("article", (EN,)) is None
    side.put("authors", "en", item_of(7, name="Ada", origin="author/ada"))
    reader.look([Wanted(EntryKey("author", f"{number}"), (EN,), remote=f"{number}") for number in range(7, 12)])
    assert reader.heard("author", (EN,)) is None
