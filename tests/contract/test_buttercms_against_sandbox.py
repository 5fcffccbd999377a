"""The ButterCMS adapter and the ButterCMS sandbox, written apart, checked against each other over HTTP."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import pytest
from manual_clock import ManualClock

from isogloss.adapters.buttercms.adapter import ButterWriter, open_reader, open_writer
from isogloss.bridge import ButterSettings, Collection, FieldBinding, KindBinding, PageType, SideBinding
from isogloss.errors import MappingError, Missing, RemoteError, Stale, Unauthorized
from isogloss.http.observe import Tally
from isogloss.http.redact import Secret
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, Asset, Digest, Many, MaybeValue, Ref, Scalar, Value
from isogloss.plan.op import Change, Op, Verb
from isogloss.ports import Wanted
from isogloss.sandbox.buttercms import ButterSandbox, create
from isogloss.sandbox.server import running

EN, FR, DE = Locale("en-US"), Locale("fr-FR"), Locale("de-DE")
LOCALES = {EN: "en", FR: "fr", DE: "de"}
ADA, TEA = EntryKey("author", "ada"), EntryKey("article", "tea")

SCHEMA: dict[str, object] = {
    "locales": ["en", "fr", "de"],
    "collections": {"authors": {"fields": [{"slug": "name"}, {"slug": "bio"}, {"slug": "origin"}]}},
    "page_types": {
        "article": {
            "fields": [
                {"slug": "headline"},
                {"slug": "lead", "kind": "long_text"},
                {"slug": "body", "kind": "wysiwyg"},
                {"slug": "price", "kind": "number"},
                {"slug": "hot", "kind": "checkbox"},
                {"slug": "at", "kind": "date"},
                {"slug": "day", "kind": "date"},
                {"slug": "topic", "kind": "dropdown", "options": ["hot-news", "views"]},
                {"slug": "tint", "kind": "color"},
                {"slug": "cover", "kind": "media"},
                {"slug": "author", "kind": "reference", "to": "collection:authors"},
                {"slug": "related", "kind": "reference", "to": "page_type:article", "many": True},
                {"slug": "seo", "kind": "component", "fields": [{"slug": "title"}]},
            ]
        }
    },
}


def bound(name: str, type_: str, remote: str, **more: object) -> FieldBinding:
    options = {"news": "hot-news", "views": "views"} if type_ == "option" else {}
    return FieldBinding(Field(name, type_, **more), remote, options)  # type: ignore[arg-type]  # literals in a test


KINDS = {
    "author": KindBinding(
        "author",
        Collection("authors"),
        {"name": bound("name", "text", "name", shared=True), "bio": bound("bio", "text", "bio")},
        origin_key="origin",
    ),
    "article": KindBinding(
        "article",
        PageType("article"),
        {
            "title": bound("title", "text", "headline"),
            "lead": bound("lead", "long_text", "lead"),
            "body": bound("body", "rich_text", "body"),
            "price": bound("price", "number", "price"),
            "hot": bound("hot", "flag", "hot"),
            "at": bound("at", "instant", "at"),
            "day": bound("day", "date", "day"),
            "topic": bound("topic", "option", "topic"),
            "tint": bound("tint", "colour", "tint"),
            "cover": bound("cover", "image", "cover"),
            "author": bound("author", "reference", "author", to="author"),
            "related": bound("related", "references", "related", to="article"),
        },
        others=("seo",),
    ),
}
CONTENT: dict[str, Value] = {
    "title": Scalar("text", "Tea"),
    "lead": Scalar("long_text", "One\nTwo"),
    "body": Scalar("rich_text", "<p>Green &amp; black</p>"),
    "price": Scalar("number", "12.5"),
    "hot": Scalar("flag", "true"),
    "at": Scalar("instant", "2026-03-15T14:30:00Z"),
    "day": Scalar("date", "2026-03-15"),
    "topic": Scalar("option", "news"),
    "tint": Scalar("colour", "#1a2b3c"),
}


@dataclass
class Book:
    """Names, kept in memory."""

    remotes: dict[EntryKey, str] = field(default_factory=dict)

    def remote(self, entry: EntryKey) -> str | None:
        return self.remotes.get(entry)

    def bind(self, entry: EntryKey, remote: str) -> None:
        self.remotes[entry] = remote

    def asset(self, identity: str) -> str | None:
        return None


@dataclass
class Bench:
    """A sandbox, a writer over HTTP, and what the writer has learned."""

    sandbox: ButterSandbox
    writer: ButterWriter
    binding: SideBinding
    tally: Tally
    book: Book = field(default_factory=Book)

    def run(self, *ops: Op) -> None:
        """Send every call; each must be accepted."""
        calls = self.writer.calls(ops, self.book)
        call = next(calls, None)
        while call is not None:
            sent = call.send()
            assert not sent.refused, sent.refused
            for entry, remote in sent.remotes.items():
                self.book.bind(entry, remote)
            try:
                call = calls.send(sent)
            except StopIteration:
                call = None

    def refused(self, op: Op) -> str:
        return next(self.writer.calls([op], self.book)).send().refused[op.entry]

    def look(self, entry: EntryKey, *locales: Locale, live: bool = False) -> Seen | None:
        wanted = Wanted(entry, locales or tuple(LOCALES), remote=self.book.remote(entry), live=live)
        return self.writer.look([wanted]).get(entry)

    def found(self, entry: EntryKey) -> Seen:
        """Find an item that we made, by its origin key, and remember it."""
        seen = self.writer.look([Wanted(entry, tuple(LOCALES), origin=str(entry))])[entry]
        self.book.bind(entry, seen.remote)
        return seen

    def all(self) -> dict[tuple[str, str], Seen]:
        return {(seen.kind, seen.remote): seen for seen in self.writer.read()}


def binding(url: str, kinds: Mapping[str, KindBinding] = KINDS, **settings: object) -> SideBinding:
    return SideBinding(
        side=Side.RIGHT,
        name="butter",
        settings=replace(ButterSettings(f"{url}/v2", rate=100_000), **settings),
        secrets={"read_token": Secret("butter-read-token"), "write_token": Secret("butter-write-token")},
        locales=LOCALES,
        primary=EN,
        kinds=kinds,
    )


@pytest.fixture
def bench() -> Iterator[Callable[..., Bench]]:
    with ExitStack() as stack:

        def opened(settings: Mapping[str, object] | None = None, **switches: object) -> Bench:
            sandbox = create(seed=SCHEMA, **switches)
            url = stack.enter_context(running(sandbox.app))
            made = binding(url, **(settings or {}))
            tally = Tally()
            writer = open_writer(made, clock=ManualClock(), observer=tally)
            stack.callback(writer.close)
            return Bench(sandbox, writer, made, tally)

        yield opened


def change(entry: EntryKey, locale: Locale, name: str, after: MaybeValue, before: MaybeValue = ABSENT) -> Change:
    return Change(Cell(entry, locale, name), before, after, ABSENT)


def op(verb: Verb, entry: EntryKey, changes: Sequence[Change], present: Sequence[Locale] = (), label: str = "") -> Op:
    return Op(Digest(f"{verb} {entry}"), Side.RIGHT, verb, entry, label, tuple(changes), tuple(present))


def new(entry: EntryKey, content: Mapping[Locale, Mapping[str, Value]], label: str = "") -> Op:
    present = [locale for locale in content if locale != SHARED]
    changes = [change(entry, locale, name, value) for locale, cells in content.items() for name, value in cells.items()]
    changes += [change(entry, locale, STATUS, DRAFT) for locale in present]
    return op("create", entry, changes, present, label)


def put_live(entry: EntryKey, *locales: Locale) -> Op:
    return op("publish", entry, [change(entry, each, STATUS, PUBLISHED, DRAFT) for each in locales], locales)


def author_and_article(bench: Bench, content: Mapping[str, Value] = CONTENT) -> None:
    """Make an author in two locales, and an article in two that links to it."""
    bench.run(new(ADA, {SHARED: {"name": Scalar("text", "Ada")}, EN: {"bio": Scalar("text", "Writes")}, FR: {}}))
    bench.found(ADA)
    english = {**content, "author": Ref(ADA)}
    french = {"title": Scalar("text", "Thé")}
    bench.run(new(TEA, {SHARED: {SLUG: Scalar("text", "tea")}, EN: english, FR: french}, "Tea"))


RENDERINGS = [
    {},
    {"status_keys": False},
    {"name_key": False},
    {"missing_locale": "empty"},
    {"missing_locale": "empty", "empty_style": "empty"},
    {"missing_locale": "empty", "empty_style": "missing"},
    {"date_style": "Z"},
    {"date_style": "+00:00"},
    {"number_style": "float"},
    {"html_trim": True, "html_rewrite": True},
    {"timestamp_zone": "+05:30"},
    {"page_path": "star", "path_shape": "plain"},
    {"item_get": "off"},
    {"missing_keys": "lost", "unknown_keys": "reject"},
]


@pytest.mark.parametrize("switches", RENDERINGS, ids=str)
def test_what_is_created_in_two_locales_is_read_in_these_two(bench, switches):
    here = bench(**switches)
    author_and_article(here)

    seen = here.all()["article", "tea"]
    ada = here.book.remotes[ADA]

    assert set(seen.variants) == {SHARED, EN, FR}
    assert seen.variants[SHARED] == {SLUG: Scalar("text", "tea")}
    expected = {**CONTENT, "author": Ref(EntryKey("author", ada)), STATUS: DRAFT}
    assert seen.variants[EN] == expected
    assert seen.variants[FR] == {"title": Scalar("text", "Thé"), STATUS: DRAFT}
    author = here.all()["author", ada]
    assert author.origin == "author/ada"
    assert author.variants[SHARED] == {"name": Scalar("text", "Ada")}
    assert author.variants[EN] == {"bio": Scalar("text", "Writes"), STATUS: DRAFT}
    assert author.variants[FR] == {STATUS: DRAFT}


@pytest.mark.parametrize("switches", RENDERINGS, ids=str)
def test_looking_shows_what_reading_shows(bench, switches):
    here = bench(**switches)
    author_and_article(here)
    here.run(put_live(TEA, EN), put_live(ADA, FR))

    read = here.all()

    assert here.look(TEA) == read["article", "tea"]
    assert here.look(ADA) == read["author", here.book.remotes[ADA]]
    assert here.look(TEA).variants[EN][STATUS] == PUBLISHED
    assert here.look(ADA).variants[EN][STATUS] == DRAFT
    assert here.look(ADA).variants[FR][STATUS] == PUBLISHED


def test_a_publish_puts_only_the_named_locales_live(bench):
    here = bench()
    author_and_article(here)
    here.run(put_live(TEA, FR))

    public = here.look(TEA, live=True)
    assert (public.variants[FR][STATUS], public.variants[EN][STATUS]) == (PUBLISHED, DRAFT)
    assert here.all()["article", "tea"].variants[EN][STATUS] == DRAFT


def test_an_update_of_a_live_variant_is_live_at_once_and_leaves_the_others_alone(bench):
    here = bench()
    author_and_article(here)
    here.run(put_live(TEA, FR))
    here.run(
        op(
            "update",
            TEA,
            [
                change(TEA, FR, "title", Scalar("text", "Thé vert"), Scalar("text", "Thé")),
                change(TEA, FR, STATUS, PUBLISHED, PUBLISHED),
                change(TEA, EN, "price", ABSENT, Scalar("number", "12.5")),
                change(TEA, EN, "author", ABSENT, Ref(ADA)),
            ],
            (EN, FR),
        )
    )

    seen = here.all()["article", "tea"]
    assert seen.variants[FR] == {"title": Scalar("text", "Thé vert"), STATUS: PUBLISHED}
    assert "price" not in seen.variants[EN]
    assert "author" not in seen.variants[EN]
    assert seen.variants[EN]["title"] == Scalar("text", "Tea")
    assert not seen.notes[FR].unpublished_edits


@pytest.mark.parametrize("entry", [ADA, TEA], ids=str)
def test_a_new_locale_of_an_existing_entry_is_added_as_a_draft(bench, entry):
    here = bench()
    author_and_article(here)
    here.run(put_live(entry, EN))
    name = "bio" if entry == ADA else "title"
    added = [change(entry, DE, name, Scalar("text", "Neu")), change(entry, DE, STATUS, DRAFT)]
    here.run(op("update", entry, added, (DE, EN, FR)))

    seen = here.look(entry)
    assert seen.variants[DE] == {name: Scalar("text", "Neu"), STATUS: DRAFT}
    assert seen.variants[EN][STATUS] == PUBLISHED


def test_a_shared_cell_reaches_every_locale(bench):
    here = bench()
    author_and_article(here)
    name = change(ADA, SHARED, "name", Scalar("text", "Ada L."), Scalar("text", "Ada"))
    here.run(op("update", ADA, [name], (EN, FR)))

    for locale in (EN, FR):
        assert here.look(ADA, locale).variants[SHARED] == {"name": Scalar("text", "Ada L.")}


def test_an_item_is_taken_offline_in_one_locale_and_deleted_as_a_whole(bench):
    here = bench()
    author_and_article(here)
    here.run(put_live(ADA, EN, FR))
    here.run(op("unpublish", ADA, [change(ADA, EN, STATUS, DRAFT, PUBLISHED)], (EN, FR)))

    public = here.look(ADA, live=True)
    assert (public.variants[FR][STATUS], public.variants[EN][STATUS]) == (PUBLISHED, DRAFT)
    assert here.look(ADA).variants[EN] == {"bio": Scalar("text", "Writes"), STATUS: DRAFT}

    here.run(op("delete", ADA, [change(ADA, each, STATUS, ABSENT, DRAFT) for each in (EN, FR)]))
    assert here.look(ADA) is None
    assert ("author", here.book.remotes[ADA]) not in here.all()


def test_a_page_is_deleted_only_where_the_account_offers_it(bench):
    closed = bench()
    author_and_article(closed)
    delete = op("delete", TEA, [change(TEA, EN, STATUS, ABSENT, DRAFT)])
    assert "page_delete" in closed.refused(delete)

    opened = bench({"page_delete": True})
    author_and_article(opened)
    with pytest.raises(RemoteError) as refusal:
        opened.run(delete)
    assert refusal.value.status == 405
    assert refusal.value.took_effect == "no"

    opened.sandbox.turn({"page_delete": True})
    opened.run(delete)
    assert opened.look(TEA) is None


def test_an_edit_on_top_of_live_content_is_noted_and_the_live_content_shown(bench):
    here = bench()
    author_and_article(here)
    here.run(put_live(TEA, EN))
    edit = {"action": "update", "page_type": "article", "slug": "tea", "locale": "en", "fields": {"headline": "Tease"}}
    here.sandbox.edit(edit)

    seen = here.all()["article", "tea"]
    assert seen.notes[EN].unpublished_edits
    assert seen.variants[EN]["title"] == Scalar("text", "Tea")
    assert seen.variants[EN][STATUS] == PUBLISHED
    assert here.look(TEA, EN).variants[EN]["title"] == Scalar("text", "Tease")
    assert here.look(TEA, EN, live=True).variants[EN]["title"] == Scalar("text", "Tea")


def test_an_edit_of_a_field_that_is_not_mapped_is_noted_too(bench):
    here = bench()
    author_and_article(here)
    here.run(put_live(TEA, EN))
    edit = {"action": "update", "page_type": "article", "slug": "tea", "locale": "en"}
    here.sandbox.edit({**edit, "fields": {"seo": {"title": "Buy tea"}}})

    assert here.all()["article", "tea"].notes[EN].unpublished_edits


@pytest.mark.parametrize("style", ["absent", "null", "dropped"])
def test_a_link_to_a_draft_is_not_taken_for_an_edit(bench, style):
    here = bench(unpublished_reference=style)
    author_and_article(here)
    here.run(put_live(TEA, EN))

    seen = here.all()["article", "tea"]
    assert not seen.notes[EN].unpublished_edits
    assert seen.variants[EN]["author"] == Ref(EntryKey("author", here.book.remotes[ADA]))


def test_links_between_pages_come_back_by_slug_in_whatever_order(bench):
    here = bench(reference_reorder=True)
    names = ["one", "two", "three"]
    for name in names:
        here.run(
            new(EntryKey("article", name), {SHARED: {SLUG: Scalar("text", name)}, EN: {"title": Scalar("text", name)}})
        )
    related = Many(tuple(Ref(EntryKey("article", name)) for name in reversed(names[:2])))
    third = EntryKey("article", "three")
    here.run(op("link", third, [change(third, EN, "related", related)], (EN,)))

    shown = here.look(third).variants[EN]["related"]
    assert isinstance(shown, Many)
    assert {item.to.name for item in shown.items if isinstance(item, Ref)} == {"one", "two"}


def test_media_show_the_address_that_the_side_gave_them(bench):
    here = bench(media_rehost=True)
    cover = Asset("image", "https://example.com/tea.png")
    author_and_article(here, {**CONTENT, "cover": cover})

    shown = here.look(TEA, EN).variants[EN]["cover"]
    assert isinstance(shown, Asset)
    assert shown.identity.startswith("https://cdn.buttercms.com/")


def test_a_created_page_is_found_again_by_its_slug_when_the_answer_was_lost(bench):
    here = bench()
    author_and_article(here)
    wanted = Wanted(TEA, (EN, FR), slugs={SHARED: "tea"})
    assert here.writer.look([wanted])[TEA].remote == "tea"
    assert here.writer.look([Wanted(TEA, (EN,), slugs={SHARED: "coffee"})]) == {}


def test_two_items_with_one_origin_key_are_never_chosen_between(bench):
    here = bench()
    for _ in range(2):
        here.run(new(ADA, {SHARED: {"name": Scalar("text", "Ada")}, EN: {}}))
    with pytest.raises(Stale, match=r"author/ada may be any of \d+, \d+"):
        here.found(ADA)


def test_an_item_whose_locales_have_numbers_of_their_own_is_never_taken_for_one(bench):
    here = bench(item_id_scope="per_locale")
    here.run(new(ADA, {SHARED: {"name": Scalar("text", "Ada")}, EN: {}, FR: {}}))
    with pytest.raises(Stale, match="may be any of"):
        here.found(ADA)


def test_a_write_that_shows_late_is_missing_until_it_does(bench):
    here = bench(land_reads=1)
    here.run(new(TEA, {SHARED: {SLUG: Scalar("text", "tea")}, EN: CONTENT}))
    looks = [here.look(TEA, EN) for _ in range(4)]
    assert looks[0] is None
    assert looks[-1].variants[EN]["title"] == Scalar("text", "Tea")


def test_many_entries_are_looked_at_by_one_listing(bench):
    here = bench()
    keys = [EntryKey("article", f"page-{number}") for number in range(5)]
    for key in keys:
        here.run(new(key, {SHARED: {SLUG: Scalar("text", key.name)}, EN: {"title": Scalar("text", "T")}}))
    before = here.tally.total
    found = here.writer.look([Wanted(key, (EN,), remote=key.name) for key in keys])
    assert set(found) == set(keys)
    assert here.tally.total - before == 1


def test_many_entries_among_very_many_are_looked_at_one_by_one(bench):
    here = bench({"page_size": 1})
    keys = [EntryKey("article", f"page-{number}") for number in range(5)]
    for key in keys:
        here.run(new(key, {SHARED: {SLUG: Scalar("text", key.name)}, EN: {"title": Scalar("text", "T")}}))
    wanted = [Wanted(key, (EN,), remote=key.name) for key in keys[:2]]
    requests = []
    for _ in range(2):
        before = here.tally.total
        assert set(here.writer.look(wanted)) == set(keys[:2])
        requests.append(here.tally.total - before)
    assert requests == [3, 2]  # the first time, the length of the listing has to be learned


def test_an_account_without_locales_is_read_and_written_without_naming_any(bench):
    sandbox = create(seed=SCHEMA, localization=False)
    with running(sandbox.app) as url:
        made = binding(url, localized=False)
        single = SideBinding(**{name: getattr(made, name) for name in made.__slots__} | {"locales": {EN: "en"}})
        writer = open_writer(single, clock=ManualClock())
        here = Bench(sandbox, writer, single, Tally())
        here.run(new(TEA, {SHARED: {SLUG: Scalar("text", "tea")}, EN: CONTENT}))
        here.run(new(ADA, {SHARED: {"name": Scalar("text", "Ada")}, EN: {}}))
        ada = here.writer.look([Wanted(ADA, (EN,), origin="author/ada")])[ADA]
        here.book.bind(ADA, ada.remote)
        here.run(put_live(TEA, EN), put_live(ADA, EN))
        here.run(
            op("link", TEA, [change(TEA, EN, "author", Ref(ADA)), change(TEA, EN, STATUS, PUBLISHED, PUBLISHED)], (EN,))
        )
        seen = here.all()["article", "tea"]
        writer.close()
    assert seen.variants[EN] == {**CONTENT, "author": Ref(EntryKey("author", ada.remote)), STATUS: PUBLISHED}


@pytest.mark.parametrize("key", ["page_type", "page-type"])
def test_the_page_type_is_named_as_the_account_wants_it(bench, key):
    here = bench({"page_type_key": key}, page_type_key=key)
    here.run(new(TEA, {SHARED: {SLUG: Scalar("text", "tea")}, EN: CONTENT}))
    assert here.look(TEA, EN) is not None


def test_inspecting_asks_once_for_each_kind_and_each_further_locale(bench):
    here = bench()
    schema = here.writer.inspect()
    assert set(schema.kinds) == {"author", "article"}
    assert schema.locales is None
    assert here.tally.total == 4


@pytest.mark.parametrize("body", ["detail", "object"])
def test_an_unknown_locale_is_named_when_inspecting(bench, body):
    here = bench(unknown_locale_body=body)
    here.sandbox.edit({"action": "locales", "locales": ["en", "fr"]})
    with pytest.raises(MappingError, match=r"locales\.de-DE\.butter: .*'de'"):
        here.writer.inspect()


def test_a_place_that_is_not_there_is_named_when_inspecting(bench):
    here = bench()
    kinds = {"author": KindBinding("author", Collection("writers"), {}, origin_key="origin")}
    url = here.binding.settings.base_url.removesuffix("/v2")
    reader = open_reader(binding(url, kinds), clock=ManualClock())
    with pytest.raises(Missing, match="collection 'writers'"):
        reader.inspect()
    reader.close()


def test_the_read_token_alone_does_not_open_writing(bench):
    here = bench()
    secrets = {"read_token": Secret("butter-read-token"), "write_token": Secret("butter-read-token")}
    made = SideBinding(**{name: getattr(here.binding, name) for name in here.binding.__slots__} | {"secrets": secrets})
    writer = open_writer(made, clock=ManualClock())
    call = next(writer.calls([new(TEA, {SHARED: {SLUG: Scalar("text", "tea")}, EN: CONTENT})], here.book))
    with pytest.raises(Unauthorized, match=r"sides\.butter\.write_token") as refusal:
        call.send()
    writer.close()
    assert "butter-read-token" not in str(refusal.value)
