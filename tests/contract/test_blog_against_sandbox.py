"""The blog's half of the ButterCMS adapter and the ButterCMS sandbox, written apart, checked against each other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import pytest
from manual_clock import ManualClock

from isogloss.adapters.buttercms.adapter import ButterWriter, open_writer
from isogloss.bridge import (
    BlogAuthors,
    BlogCategories,
    BlogPosts,
    ButterSettings,
    FieldBinding,
    KindBinding,
    Placed,
    SideBinding,
)
from isogloss.errors import MappingError, RemoteError
from isogloss.http.observe import Tally
from isogloss.http.redact import Secret
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, Asset, Digest, MaybeValue, Ref, Scalar, Value
from isogloss.plan.op import Change, Op, Verb
from isogloss.ports import Wanted
from isogloss.sandbox.buttercms import ButterSandbox, create
from isogloss.sandbox.server import running

EN, FR, JA = Locale("en-US"), Locale("fr-FR"), Locale("ja-JP")
LOCALES = {EN: "en", FR: "fr", JA: "ja"}
TEA = EntryKey("article", "tea")
PICTURE = "https://images.example/tea.png"

SEED: dict[str, object] = {
    "locales": ["en", "fr", "ja"],
    "authors": [{"slug": "ann", "first_name": "Ann", "last_name": "Lee", "email": "ann@example.com", "bio": "Writes"}],
}


def bound(name: str, type_: str, remote: str, **more: object) -> FieldBinding:
    options = {"news": "News", "tips": "Tips"} if type_ == "option" else {}
    return FieldBinding(Field(name, type_, **more), remote, options)  # type: ignore[arg-type]  # literals in a test


FIELDS = {
    "title": bound("title", "text", "title"),
    "slug": bound("slug", "text", "slug"),
    "body": bound("body", "rich_text", "body"),
    "lead": bound("lead", "long_text", "summary"),
    "cover": bound("cover", "image", "featured_image"),
    "author": bound("author", "reference", "author", to="author", shared=True),
    "topics": bound("topics", "tags", "categories"),
    "tags": bound("tags", "tags", "$tags"),
    "at": bound("at", "instant", "published"),
}
AUTHORS = {"name": bound("name", "text", "name"), "bio": bound("bio", "long_text", "bio", shared=True)}


def kinds(group: Mapping[str, object] | None = None, fields: Mapping[str, FieldBinding] = FIELDS, **place: object):
    return {
        "author": KindBinding("author", BlogAuthors(), AUTHORS),
        "article": KindBinding("article", BlogPosts(**{**(group or {}), **place}), fields),
        "topic": KindBinding("topic", BlogCategories(), {"name": bound("name", "text", "name")}),
    }


TAGGED = kinds({"by": "tag", "text": "group:"})
CONTENT: dict[str, Value] = {
    "title": Scalar("text", "Tea"),
    "body": Scalar("rich_text", "<p>Green &amp; black</p>"),
    "lead": Scalar("long_text", "Short"),
    "topics": Scalar("tags", "Drinks, News"),
    "tags": Scalar("tags", "Green tea, Leaf"),
}


@dataclass
class Book:
    """Names, kept in memory."""

    remotes: dict[EntryKey, str] = field(default_factory=lambda: {EntryKey("author", "ann"): "ann"})

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
    book: Book = field(default_factory=Book)

    def run(self, *ops: Op) -> int:
        """Send every call; each must be accepted."""
        sent_calls = 0
        calls = self.writer.calls(ops, self.book)
        call = next(calls, None)
        while call is not None:
            sent = call.send()
            sent_calls += 1
            assert not sent.refused, sent.refused
            for entry, remote in sent.remotes.items():
                self.book.bind(entry, remote)
            try:
                call = calls.send(sent)
            except StopIteration:
                call = None
        return sent_calls

    def refused(self, op: Op) -> str:
        return next(self.writer.calls([op], self.book)).send().refused[op.entry]

    def look(self, entry: EntryKey, *locales: Locale, live: bool = False) -> Seen | None:
        wanted = Wanted(entry, locales or tuple(LOCALES), remote=self.book.remote(entry), live=live)
        return self.writer.look([wanted]).get(entry)

    def all(self) -> dict[tuple[str, str], Seen]:
        return {(seen.kind, seen.remote): seen for seen in self.writer.read()}

    def posts(self) -> dict[str, dict[str, object]]:
        """Every post as the sandbox keeps it, by slug, once what was accepted has landed."""
        self.writer.surfaces[1].reading.listing.probe(None)
        rows = self.sandbox.state()["posts"]
        assert isinstance(rows, list)
        return {text["slug"]: text for row in rows if row["deleted"] is None for text in row["locales"].values()}


@pytest.fixture
def bench() -> Iterator[Callable[..., Bench]]:
    with ExitStack() as stack:

        def opened(
            seed: Mapping[str, object] | None = None,
            mapped: Mapping[str, KindBinding] = TAGGED,
            settings: Mapping[str, object] | None = None,
            **switches: object,
        ) -> Bench:
            sandbox = create(seed={**SEED, **(seed or {})}, **switches)
            url = stack.enter_context(running(sandbox.app))
            binding = SideBinding(
                side=Side.RIGHT,
                name="butter",
                settings=replace(ButterSettings(f"{url}/v2", rate=100_000), **(settings or {})),
                secrets={"read_token": Secret("butter-read-token"), "write_token": Secret("butter-write-token")},
                locales=LOCALES,
                primary=EN,
                kinds=mapped,
                tags={JA: "jp"},
            )
            writer = open_writer(binding, clock=ManualClock(), observer=Tally())
            stack.callback(writer.close)
            return Bench(sandbox, writer)

        yield opened


def change(entry: EntryKey, locale: Locale, name: str, after: MaybeValue, before: MaybeValue = ABSENT) -> Change:
    return Change(Cell(entry, locale, name), before, after, ABSENT)


def op(verb: Verb, entry: EntryKey, changes: Sequence[Change], present: Sequence[Locale] = (), label: str = "") -> Op:
    return Op(Digest(f"{verb} {entry}"), Side.RIGHT, verb, entry, label, tuple(changes), tuple(present))


def new(entry: EntryKey, content: Mapping[Locale, Mapping[str, Value]], label: str = "Label") -> Op:
    present = [locale for locale in content if locale != SHARED]
    changes = [change(entry, locale, name, value) for locale, cells in content.items() for name, value in cells.items()]
    changes += [change(entry, locale, STATUS, DRAFT) for locale in present]
    return op("create", entry, changes, present, label)


def put_live(entry: EntryKey, *locales: Locale) -> Op:
    return op("publish", entry, [change(entry, each, STATUS, PUBLISHED, DRAFT) for each in locales], locales)


def tea(bench: Bench) -> Op:
    made = new(
        TEA,
        {
            SHARED: {SLUG: Scalar("text", "tea"), "author": Ref(EntryKey("author", "ann"))},
            EN: CONTENT,
            JA: {"title": Scalar("text", "お茶")},
        },
    )
    bench.run(made)
    return made


def text(value: str, kind: str = "text") -> Scalar:
    return Scalar(kind, value)  # type: ignore[arg-type]  # literals in a test


WORLDS = [
    {},
    {"native_post_locales": True},
    {"put_posts": "full"},
    {"tag_case": "lower"},
    {"status_keys": False},
    {"empty_style": "empty"},
    {"html_trim": True},
    {"html_rewrite": True},
    {"timestamp_zone": "+05:30"},
    {"unknown_keys": "ignore"},
    {"duplicate_slug": "403"},
    {"deleted_slug_reusable": True},
    {"localization": False},
    {"media_new_id_each_write": True},
    {"media_rehost": False},
    {"cache": True},
]


def uncached(seen: Seen) -> Seen:
    """What is shown, without when a cache may have taken it in."""
    return replace(seen, notes={at: replace(note, made=None) for at, note in seen.notes.items()})


@pytest.mark.parametrize("switches", WORLDS, ids=str)
def test_an_entry_is_made_of_one_post_for_each_locale_and_found_again(bench, switches):
    here = bench(**switches)
    made = tea(here)
    assert here.writer.cost([made]) == 2

    assert here.book.remote(TEA) == "tea"
    posts = here.posts()
    assert set(posts) == {"tea", "tea-jp"}
    assert {posts[slug]["status"] for slug in posts} == {"draft"}
    seen = here.look(TEA)
    assert seen is not None
    assert seen.variants[SHARED] == {SLUG: text("tea"), "author": Ref(EntryKey("author", "ann"))}
    assert seen.variants[EN][STATUS] == DRAFT
    assert seen.variants[EN]["title"] == text("Tea")
    assert seen.variants[EN]["slug"] == text("tea")
    shown = seen.variants[EN]["tags"]
    assert isinstance(shown, Scalar)
    assert shown.text.casefold() == "green tea, leaf"
    assert seen.variants[JA]["title"] == text("お茶")
    assert uncached(seen) == uncached(here.all()["article", "tea"])


def test_publishing_and_taking_off_and_deleting_is_by_post(bench):
    here = bench()
    tea(here)

    assert here.run(put_live(TEA, JA)) == 1
    posts = here.posts()
    assert (posts["tea"]["status"], posts["tea-jp"]["status"]) == ("draft", "published")
    live = here.look(TEA, live=True)
    assert live is not None
    assert (live.variants[EN][STATUS], live.variants[JA][STATUS]) == (DRAFT, PUBLISHED)
    assert "at" in live.variants[JA]

    here.run(op("unpublish", TEA, [change(TEA, JA, STATUS, DRAFT, PUBLISHED)], [EN, JA]))
    assert here.posts()["tea-jp"]["status"] == "draft"

    here.run(op("delete", TEA, [change(TEA, JA, STATUS, ABSENT, DRAFT)], [EN]))
    assert set(here.posts()) == {"tea"}
    here.run(op("delete", TEA, [change(TEA, EN, STATUS, ABSENT, DRAFT)]))
    assert here.posts() == {}
    assert here.look(TEA) is None


def test_a_change_sends_only_what_changes_and_a_new_locale_is_a_new_post(bench):
    here = bench()
    tea(here)
    changes = [
        change(TEA, EN, "title", text("Green tea"), text("Tea")),
        change(TEA, EN, "slug", text("green-tea"), text("tea")),
        change(TEA, FR, "title", text("Thé")),
        change(TEA, FR, STATUS, DRAFT),
        change(TEA, SHARED, "author", Ref(EntryKey("author", "ann")), Ref(EntryKey("author", "ann"))),
    ]
    update = op("update", TEA, changes, [EN, FR, JA])

    assert here.writer.cost([update]) == here.run(update) == 2

    assert set(here.posts()) == {"green-tea", "tea-fr", "tea-jp"}
    seen = here.look(TEA)
    assert seen is not None
    assert seen.remote == "tea"
    assert {locale: v.get("title") for locale, v in seen.variants.items() if locale != SHARED} == {
        EN: text("Green tea"),
        FR: text("Thé"),
        JA: text("お茶"),
    }
    assert seen.variants[EN]["body"] == CONTENT["body"]


def test_tags_of_other_meaning_stay_and_can_be_changed(bench):
    here = bench()
    tea(here)
    assert here.posts()["tea"]["tags"] == ["en", "group-tea", "green-tea", "leaf"]

    here.run(op("update", TEA, [change(TEA, EN, "title", text("T"), text("Tea"))], [EN, JA]))
    assert here.posts()["tea"]["tags"] == ["en", "group-tea", "green-tea", "leaf"]

    here.run(op("update", TEA, [change(TEA, EN, "tags", text("Leaf, Milk", "tags"), CONTENT["tags"])], [EN, JA]))
    assert here.posts()["tea"]["tags"] == ["en", "group-tea", "leaf", "milk"]

    here.run(op("update", TEA, [change(TEA, EN, "tags", ABSENT, text("Leaf, Milk", "tags"))], [EN, JA]))
    assert here.posts()["tea"]["tags"] == ["en", "group-tea"]


def test_a_tag_that_would_be_taken_for_a_locale_is_not_written(bench):
    here = bench()

    said = here.refused(new(TEA, {EN: {"title": text("Tea"), "tags": text("fr", "tags")}}))

    assert "its tags tell 2 locales (en, fr)" in said
    assert "post_locales" in said
    assert here.posts() == {}


def test_a_slug_that_another_post_has_is_not_written(bench):
    here = bench({"posts": [{"slug": "tea-jp", "title": "Other"}]})

    assert "belongs to another post" in here.refused(new(TEA, {JA: {"title": text("Tea")}}))


def test_an_entry_whose_name_is_taken_is_not_made(bench):
    here = bench({"posts": [{"slug": "x", "title": "X", "tags": ["fr", "group:tea"]}]})

    assert "another entry of the blog is called 'tea'" in here.refused(new(TEA, {EN: {"title": text("Tea")}}))


MESSY = [
    {"slug": "tea", "title": "Tea", "tags": ["en", "group:tea"]},
    {"slug": "the", "title": "Thé", "tags": ["fr", "group:tea"], "state": "draft"},
    {"slug": "ocha", "title": "お茶", "tags": ["jp", "Group:Tea", "leaf"]},
    {"slug": "trip", "title": "Trip", "tags": ["en", "fr", "group:trip"]},
    {"slug": "voyage", "title": "Voyage", "tags": ["fr", "group:trip"]},
    {"slug": "alone", "title": "Alone", "tags": ["en"]},
    {"slug": "nowhere", "title": "Nowhere", "tags": ["group:nowhere"]},
    {"slug": "viaje", "title": "Viaje", "tags": ["es", "group:tea"]},
]


def test_posts_that_cannot_be_placed_are_set_aside_with_their_whole_entry(bench):
    here = bench({"posts": MESSY}, kinds({"by": "tag", "text": "group:"}, left_out_tags=frozenset({"es"})))

    found = here.all()

    assert [remote for kind, remote in found if kind == "article"] == ["tea"]
    assert {locale: v[STATUS] for locale, v in found["article", "tea"].variants.items() if locale != SHARED} == {
        EN: PUBLISHED,
        FR: DRAFT,
        JA: PUBLISHED,
    }
    assert [(aside.remote, aside.reason) for aside in here.writer.set_aside()] == [
        ("alone", "it has no tag that begins with 'group:'"),
        ("nowhere", "none of its tags tells its locale (en, fr, jp)"),
        ("trip", "its tags tell 2 locales (en, fr)"),
        ("voyage", "another post of its entry 'trip' could not be placed"),
    ]
    assert "another entry" in here.refused(new(EntryKey("article", "trip"), {JA: {"title": text("旅")}}))


def test_a_shared_field_that_differs_between_the_posts_of_an_entry_is_noted(bench):
    authors = [{"slug": slug, "first_name": slug} for slug in ("ann", "bob")]
    tea = {"title": "Tea", "tags": ["en", "group:tea"], "author": "ann"}
    french = {"title": "Thé", "tags": ["fr", "group:tea"], "author": "bob"}
    here = bench({"authors": authors, "posts": [{"slug": "the", **french}, {"slug": "tea", **tea}]})

    seen = here.all()["article", "tea"]

    assert seen.variants[SHARED]["author"] == Ref(EntryKey("author", "ann"))
    differing = {locale: note.differs for locale, note in seen.notes.items()}
    assert differing == {EN: {}, FR: {"author": Ref(EntryKey("author", "bob"))}}


def test_the_mapping_can_tell_the_locale_of_a_post(bench):
    told = {"trip": EN, "nowhere": FR}
    here = bench(
        {"posts": MESSY},
        kinds(
            {"by": "tag", "text": "group:"}, left_out=frozenset({"alone"}), left_out_tags=frozenset({"es"}), told=told
        ),
    )

    found = here.all()

    assert here.writer.set_aside() == ()
    assert set(found["article", "trip"].variants) == {SHARED, EN, FR}
    assert found["article", "trip"].variants[EN]["tags"] == text("fr", "tags")
    assert set(found["article", "nowhere"].variants) == {SHARED, FR}


def test_two_posts_of_one_locale_in_one_group_are_an_error_that_lists_them(bench):
    posts = [{"slug": slug, "title": slug, "tags": ["en", "group:tea"]} for slug in ("tea", "green-tea")]
    here = bench({"posts": posts})

    with pytest.raises(MappingError) as found:
        here.all()

    assert "the entry 'tea' has 2 posts in en-US: " in str(found.value)
    assert "green-tea" in str(found.value)
    with pytest.raises(RemoteError, match="2 posts in en-US"):
        here.writer.look([Wanted(TEA, (EN,), remote="tea")])


def test_a_slug_pattern_groups_posts_and_tells_which_tag_is_topical(bench):
    posts = [
        {"slug": "tea", "title": "Tea", "tags": ["en", "fr"]},
        {"slug": "tea-fr", "title": "Thé", "tags": ["fr"]},
        {"slug": "tea-jp", "title": "お茶", "tags": ["jp"]},
        {"slug": "odd", "title": "Odd", "tags": ["fr"]},
    ]
    here = bench({"posts": posts}, kinds({"by": "slug", "text": "{stem}-{locale}", "primary": "{stem}"}))

    found = here.all()

    assert set(found["article", "tea"].variants) == {SHARED, EN, FR, JA}
    assert found["article", "tea"].variants[EN]["tags"] == text("fr", "tags")
    assert "odd" in {aside.remote for aside in here.writer.set_aside()}


def test_a_field_can_hold_the_name_of_the_entry(bench):
    fields = {name: each for name, each in FIELDS.items() if name in {"title", "tags"}}
    here = bench(None, kinds({"by": "field", "text": "seo_title"}, fields))
    here.run(new(TEA, {EN: {"title": text("Tea")}, FR: {"title": text("Thé")}}))

    assert here.posts()["tea-fr"]["seo_title"] == "tea"
    seen = here.look(TEA)
    assert seen is not None
    assert set(seen.variants) == {SHARED, EN, FR}


def test_a_file_of_decisions_comes_first_and_another_rule_places_what_is_new(bench):
    decided = {"odd": Placed("tea", EN), "the": Placed("tea", FR)}
    posts = [{"slug": "odd", "title": "Tea", "tags": ["en", "fr"]}, {"slug": "the", "title": "Thé", "tags": []}]
    rule = {"by": "tag", "text": "g:", "file": "groups.yaml"}
    here = bench({"posts": posts}, kinds(rule, decided=decided))
    here.book.bind(TEA, "tea")

    assert set(here.all()["article", "tea"].variants) == {SHARED, EN, FR}
    here.run(op("update", TEA, [change(TEA, JA, STATUS, DRAFT), change(TEA, JA, "title", text("茶"))], [EN, FR, JA]))
    assert set(here.all()["article", "tea"].variants) == {SHARED, EN, FR, JA}

    alone = bench({"posts": posts}, kinds({"by": "file", "file": "groups.yaml"}, decided=decided))
    assert "groups.yaml does not say" in alone.refused(new(EntryKey("article", "ink"), {EN: {}}))


def test_authors_and_categories_are_there_in_every_locale_and_never_written(bench):
    posts = [
        {"slug": "tea", "title": "Tea", "tags": ["en", "group:tea"], "categories": ["Hot drinks"], "state": "draft"}
    ]
    here = bench({"posts": posts})

    found = here.all()

    ann = found["author", "ann"]
    assert set(ann.variants) == {SHARED, EN, FR, JA}
    assert ann.variants[SHARED] == {SLUG: text("ann"), "bio": text("Writes", "long_text")}
    assert ann.variants[FR] == {STATUS: PUBLISHED, "name": text("Ann Lee")}
    assert found["topic", "hot-drinks"].variants[EN]["name"] == text("Hot drinks")
    assert here.writer.capabilities("author").read_only
    assert "only read" in here.refused(new(EntryKey("author", "bob"), {EN: {"name": text("Bob")}}))


def test_categories_can_be_links_and_options(bench):
    fields = {
        "title": FIELDS["title"],
        "topics": bound("topics", "references", "categories", to="topic"),
        "kind": bound("kind", "option", "$tags"),
    }
    posts = [{"slug": "a", "title": "A", "tags": ["en", "group:a", "News", "Other"], "categories": ["Hot drinks"]}]
    here = bench({"posts": posts}, kinds({"by": "tag", "text": "group:"}, fields))
    here.book.bind(EntryKey("topic", "t"), "hot-drinks")
    here.book.bind(EntryKey("article", "a"), "a")
    seen = here.all()["article", "a"]
    assert seen.variants[EN]["kind"] == Scalar("option", "news")

    here.run(new(TEA, {EN: {"topics": Ref(EntryKey("topic", "t")), "kind": Scalar("option", "tips")}}))
    assert here.posts()["tea"]["categories"] == ["hot-drinks"]
    assert here.posts()["tea"]["tags"] == ["en", "group-tea", "tips"]
    assert here.posts()["tea"]["title"] == "Label"

    a = EntryKey("article", "a")
    here.run(op("update", a, [change(a, EN, "kind", Scalar("option", "tips"), Scalar("option", "news"))], [EN]))
    assert here.posts()["a"]["tags"] == ["en", "group-a", "other", "tips"]


NATIVE = kinds()


@pytest.mark.parametrize(
    "switches",
    [{}, {"post_locale_key": True}, {"land_reads": 1}, {"tag_case": "lower"}, {"duplicate_slug": "silent"}],
    ids=str,
)
def test_native_variants_are_one_post(bench, switches):
    here = bench(None, NATIVE, {"blog_locales": "native"}, native_post_locales=True, **switches)
    content = {
        SHARED: {SLUG: text("tea")},
        EN: {"title": text("Tea"), "slug": text("tea")},
        FR: {"title": text("Thé"), "slug": text("the"), "tags": text("fr", "tags")},
        JA: {"title": text("お茶")},
    }
    here.run(new(TEA, content))
    here.run(op("publish", TEA, [change(TEA, FR, STATUS, PUBLISHED, DRAFT)], [EN, FR, JA]))

    assert here.book.remote(TEA) == "tea"
    for _ in range(2):
        seen = here.all()["article", "tea"]
    assert {locale: v[STATUS] for locale, v in seen.variants.items() if locale != SHARED} == {
        EN: DRAFT,
        FR: PUBLISHED,
        JA: DRAFT,
    }
    assert seen.variants[FR]["slug"] == text("the")
    assert seen.variants[FR]["tags"] == text("fr", "tags")
    assert here.look(TEA) == seen
    assert not here.writer.capabilities("article").delete_variant

    here.run(op("update", TEA, [change(TEA, EN, "slug", text("green"), text("tea"))], [EN, FR, JA]))
    assert here.book.remote(TEA) == "green"
    for _ in range(2):
        found = here.all()
    assert ("article", "green") in found
    gone = [change(TEA, each, STATUS, ABSENT, DRAFT) for each in (EN, FR, JA)]
    assert here.run(op("delete", TEA, gone)) == 1
    assert [at for at in here.all() if at[0] == "article"] == []


def test_native_locales_that_an_account_does_not_have_are_found_out(bench):
    here = bench(None, NATIVE, {"blog_locales": "native"})
    with pytest.raises(MappingError, match="posts of this account have no locales"):
        here.writer.inspect()

    there = bench({"locales": ["en", "fr"]}, NATIVE, {"blog_locales": "native"}, native_post_locales=True)
    with pytest.raises(MappingError, match="does not know the locale 'ja'"):
        there.writer.inspect()


def test_a_write_that_lands_late_is_waited_for_by_looking(bench):
    here = bench(land_reads=2)
    here.all()
    here.run(new(TEA, {EN: {"title": text("Tea")}}))

    shown = [here.look(TEA) for _ in range(3)]

    assert shown[0] is None
    assert shown[-1] is not None


def test_pictures_carry_their_alternative_text(bench):
    here = bench()
    here.run(new(TEA, {EN: {"cover": Asset("image", PICTURE, "A cup")}}))
    cover = here.look(TEA).variants[EN]["cover"]
    assert isinstance(cover, Asset)
    assert cover.alt == "A cup"
    assert cover.identity.startswith("https://cdn.buttercms.com/")


def test_the_schema_of_a_blog_is_known(bench):
    here = bench()

    schema = here.writer.inspect()

    assert schema.kinds["article"].fields is not None
    assert "text" in schema.kinds["article"].fields["title"].holds
    assert here.writer.inspect(probe=False) == schema
