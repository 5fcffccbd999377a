"""What a ButterCMS side says of itself, and how a mapping is held against it."""

from dataclasses import replace

import pytest
from manual_clock import ManualClock

from isogloss.adapters.buttercms.adapter import ButterReader, open_reader, open_writer
from isogloss.adapters.buttercms.entries.surface import SLUG_RULE
from isogloss.errors import ConfigError, MappingError, Missing
from isogloss.http.observe import Tally
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import RemoteKind
from isogloss.model.value import ABSENT, Asset, Digest, Many, Ref, Scalar
from isogloss.plan.op import Change, Op

EN, FR = Locale("en-US"), Locale("fr-FR")


@pytest.fixture
def reader(binding, side):
    opened = open_reader(binding, clock=ManualClock(), transport=side.transport)
    yield opened
    opened.close()


def test_pages_and_items_differ_in_what_can_be_done_with_them(reader):
    page, item = reader.capabilities("article"), reader.capabilities("author")
    assert (page.unpublish, page.delete_entry, page.rename_slug, page.times) == (False, False, False, True)
    assert (item.unpublish, item.delete_entry, item.rename_slug, item.times) == (True, True, True, False)
    for each in (page, item):
        assert each.asynchronous
        assert each.add_variant
        assert each.touch_to_publish
        can = {each.stages_edits, each.archive, each.delete_variant, each.write_alt, each.per_locale_slug}
        assert can == {False}
        assert (each.batch, each.counts, each.rate, each.quota) == (1, "entry", 1500, None)
        assert each.parallel == 5


def test_the_rate_is_told_by_the_minute(binding, side):
    settings = replace(binding.settings, rate=5, window_seconds=1.0, quota=1000, page_delete=True)
    reader = open_reader(replace(binding, settings=settings), clock=ManualClock(), transport=side.transport)
    assert (reader.capabilities("article").rate, reader.capabilities("article").quota) == (300, 1000)
    assert reader.capabilities("article").delete_entry
    reader.close()


def test_inspecting_tells_places_but_neither_fields_nor_locales(reader, side):
    schema = reader.inspect()
    assert schema.kinds == {
        "author": RemoteKind("authors", slug=SLUG_RULE),
        "article": RemoteKind("post", slug=SLUG_RULE),
    }
    assert schema.locales is None
    assert len(side.asked) == 3
    assert {request.url.params["page_size"] for request in side.asked} == {"1", "100"}


def test_inspecting_before_a_whole_read_asks_nothing_for_the_read_finds_out(reader, side):
    assert reader.inspect(probe=False) == reader.inspect()
    assert len(side.asked) == 3


def test_inspecting_a_mapping_without_kinds_asks_nothing(binding, side):
    reader = open_reader(replace(binding, kinds={}), clock=ManualClock(), transport=side.transport)
    assert reader.inspect().kinds == {}
    assert side.asked == []
    reader.close()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/content/authors/", "author is mapped to the collection 'authors'"),
        ("/pages/post/", "article is mapped to the page type 'post'"),
    ],
)
def test_a_place_that_is_missing_is_named_with_what_to_do(reader, side, path, said):
    side.refuses[path] = (404, {"detail": "Not found."})
    with pytest.raises(Missing, match=said) as missing:
        reader.inspect()
    assert "butter" in str(missing.value)
    assert "dashboard" in str(missing.value)
    assert missing.value.status == 404


@pytest.mark.parametrize("body", [{"detail": "Invalid locale parameter"}, {"locale": ["Unknown."]}])
def test_every_locale_that_the_account_lacks_is_named(reader, side, body):
    side.refuses["/content/authors/"] = (400, body)
    with pytest.raises(MappingError) as problems:
        reader.inspect()
    assert [problem.path for problem in problems.value.problems] == ["locales.en-US.butter", "locales.fr-FR.butter"]
    assert "'fr'" in str(problems.value)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("article", "title", Scalar("text", "Tea")),
        ("article", "topic", Scalar("option", "news")),
        ("article", "author", Ref(EntryKey("author", "7"))),
        ("article", "related", Many((Ref(EntryKey("article", "a")), Ref(EntryKey("article", "b"))))),
        ("article", SLUG, Scalar("text", "tea")),
        ("article", STATUS, DRAFT),
    ],
)
def test_an_echo_of_what_can_be_held_is_itself(reader, side, kind, field, value):
    assert reader.echo(kind, field, value) == value
    assert side.asked == []


def test_an_echo_of_an_image_has_lost_its_alternative_text(reader):
    assert reader.echo("article", "cover", Asset("image", "https://a.example/1", "A cup")) == Asset(
        "image", "https://a.example/1"
    )


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        ("article", "alt", Scalar("text", "A cup"), "media library"),
        ("article", "author", Ref(EntryKey("author", "ada")), "not the number"),
        ("article", STATUS, ARCHIVED, "no archive"),
        ("author", SLUG, Scalar("text", "ada"), "has no slug"),
    ],
)
def test_an_echo_of_what_cannot_be_held_says_why(reader, kind, field, value, said):
    with pytest.raises(ValueError, match=said):
        reader.echo(kind, field, value)


def op(verb, kind, number, *cells, present=()):
    entry = EntryKey(kind, str(number))
    changes = tuple(Change(Cell(entry, locale, name), ABSENT, after, ABSENT) for locale, name, after in cells)
    return Op(Digest(f"{verb}{number}"), Side.RIGHT, verb, entry, "", changes, present)


def test_the_cost_is_the_calls_that_would_be_made(reader):
    text = Scalar("text", "x")
    made = op("update", "article", 1, (EN, "title", text), (FR, "title", text), (FR, STATUS, DRAFT), present=(EN, FR))
    assert reader.cost([made, made]) == 4


def test_looking_back_costs_full_listings_and_both_versions_where_one_does_not_tell(reader):
    text = Scalar("text", "x")
    pages = [op("update", "article", number, (EN, "title", text)) for number in range(101)]
    assert reader.look_cost(pages) == 2
    assert reader.look_cost([op("update", "author", 1, (SHARED, "name", text), present=(EN, FR))]) == 4
    assert reader.look_cost([op("publish", "author", 1, (EN, STATUS, PUBLISHED))]) == 1
    assert reader.look_cost([op("unpublish", "author", 1, (EN, STATUS, DRAFT))]) == 2
    assert reader.look_cost([]) == 0


def test_a_reader_has_no_way_to_write(reader):
    assert isinstance(reader, ButterReader)
    assert not hasattr(reader, "calls")
    assert not hasattr(reader._client, "write")


def test_a_reader_needs_no_write_token_but_a_token_of_some_kind(binding, side):
    only_read = replace(binding, secrets={"read_token": binding.secrets["read_token"]})
    open_reader(only_read, clock=ManualClock(), transport=side.transport).close()
    with pytest.raises(ConfigError, match=r"sides\.butter\.read_token"):
        open_writer(replace(binding, secrets={}), clock=ManualClock(), transport=side.transport)


def test_whoever_watches_is_told_of_every_request(binding, side):
    tally = Tally()
    reader = open_reader(binding, clock=ManualClock(), observer=tally, transport=side.transport)
    reader.inspect()
    reader.close()
    assert tally.total == len(side.asked) == 3


def test_no_token_is_shown_by_anything_that_is_opened(binding, side):
    writer = open_writer(binding, clock=ManualClock(), transport=side.transport)
    shown = f"{writer!r} {vars(writer)!r} {writer._client._wire!r} {writer._writing._wire!r}"
    writer.close()
    assert "t0ken" not in shown
