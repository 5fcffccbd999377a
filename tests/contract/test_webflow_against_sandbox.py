"""The Webflow adapter and the Webflow sandbox, written apart, checked against each other over HTTP."""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import pytest

from isogloss.adapters.webflow.adapter import open_reader, open_writer
from isogloss.bridge import Collection, FieldBinding, KindBinding, SideBinding, WebflowSettings
from isogloss.canon.values import alike
from isogloss.errors import Missing, Rejected, RemoteError, Stale, Unauthorized, UsageError
from isogloss.http.clock import SystemClock
from isogloss.http.observe import Tally
from isogloss.http.redact import Secret
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Asset, Digest, Many, Ref, Scalar
from isogloss.plan.op import Change, Op
from isogloss.ports import Wanted
from isogloss.sandbox.server import running
from isogloss.sandbox.webflow import create

EN, FR, JA = Locale("en-US"), Locale("fr-FR"), Locale("ja-JP")
LOCALES = {EN: "en-US", FR: "fr-fr", JA: "ja-JP"}
ADA, BEN = EntryKey("author", "ada"), EntryKey("author", "ben")
TEA, MILK = EntryKey("article", "tea"), EntryKey("article", "milk")

SHOP = {
    "site": {"displayName": "Tea House", "shortName": "tea-house"},
    "locales": {"primary": "en-US", "secondary": ["fr-FR", "ja-JP"]},
    "collections": [
        {"slug": "authors", "fields": []},
        {
            "slug": "posts",
            "fields": [
                {"slug": "lead", "type": "PlainText"},
                {"slug": "body", "type": "RichText"},
                {"slug": "hero", "type": "Image"},
                {"slug": "gallery", "type": "MultiImage"},
                {"slug": "sheet", "type": "File"},
                {"slug": "rating", "type": "Number"},
                {"slug": "hot", "type": "Switch"},
                {"slug": "at", "type": "DateTime"},
                {"slug": "day", "type": "DateTime"},
                {"slug": "tint", "type": "Color"},
                {"slug": "mail", "type": "Email"},
                {"slug": "call", "type": "Phone"},
                {"slug": "more", "type": "Link"},
                {"slug": "film", "type": "VideoLink"},
                {"slug": "topic", "type": "Option", "options": ["News", "Tips"]},
                {"slug": "author", "type": "Reference", "collection": "authors"},
                {"slug": "related", "type": "MultiReference", "collection": "posts"},
                {"slug": "origin", "type": "PlainText"},
            ],
        },
    ],
}


def bound(name, type_, remote, **more):
    return FieldBinding(Field(name, type_, **more), remote, {"news": "News", "tips": "Tips"} if name == "topic" else {})


KINDS = {
    "author": KindBinding("author", Collection("authors"), {"name": bound("name", "text", "name", shared=True)}),
    "article": KindBinding(
        "article",
        Collection("posts"),
        {
            one.field.name: one
            for one in (
                bound("title", "text", "name"),
                bound("lead", "long_text", "lead"),
                bound("body", "rich_text", "body"),
                bound("hero", "image", "hero", shared=True),
                bound("alt", "text", "hero.alt"),
                bound("gallery", "images", "gallery"),
                bound("sheet", "file", "sheet"),
                bound("rating", "number", "rating", shared=True),
                bound("hot", "flag", "hot", shared=True),
                bound("at", "instant", "at", shared=True),
                bound("day", "date", "day", shared=True),
                bound("tint", "colour", "tint"),
                bound("mail", "email", "mail"),
                bound("call", "phone", "call"),
                bound("more", "link", "more"),
                bound("film", "video", "film"),
                bound("topic", "option", "topic"),
                bound("author", "reference", "author", shared=True, to="author"),
                bound("related", "references", "related", shared=True, to="article"),
            )
        },
        origin_key="origin",
        label="title",
    ),
}


def text(words):
    return Scalar("text", words)


@dataclass
class Shelf:
    """Names in memory."""

    known: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)

    def remote(self, entry):
        return self.known.get(entry)

    def bind(self, entry, remote):
        self.known[entry] = remote

    def asset(self, identity):
        return self.files.get(identity)


@dataclass
class World:
    """A sandbox, a writer on it, and the names they agree on."""

    sandbox: object
    address: str
    writer: object
    tally: Tally
    names: Shelf = field(default_factory=Shelf)

    def carry_out(self, *ops, isolate=False):
        """Send the calls of some ops; gives what became of each call."""
        answered = []
        calls = self.writer.calls(ops, self.names, isolate=isolate)
        call = next(calls, None)
        while call is not None:
            try:
                answer = call.send()
            except RemoteError as error:
                answer = error
            else:
                for entry, remote in answer.remotes.items():
                    self.names.bind(entry, remote)
            answered.append(answer)
            assert len(answered) < 100
            try:
                call = calls.send(answer)
            except StopIteration:
                call = None
        return answered

    def accept(self, *ops):
        """Send ops none of which may fail."""
        for answer in self.carry_out(*ops):
            assert not isinstance(answer, RemoteError), answer
            assert not answer.refused, answer.refused

    def look(self, entry, *locales, live=False, **more):
        wanted = Wanted(entry, locales or tuple(self.locales), self.names.remote(entry), live=live, **more)
        return self.writer.look([wanted]).get(entry)

    def state(self, entry, locale):
        return self.look(entry, locale, live=True).variants[locale][STATUS]

    @property
    def locales(self):
        return self.writer._binding.locales


@pytest.fixture
def open_world():
    with ExitStack() as stack:

        def opened(*, locales=None, settings=None, seed=None, token="sandbox-token", writes=True, **switches):
            sandbox = create(**{"rate_limit": None, **switches})
            sandbox.seed(seed or SHOP)
            address = stack.enter_context(running(sandbox.app))
            binding = SideBinding(
                side=Side.LEFT,
                name="webflow",
                settings=replace(WebflowSettings("tea-house", f"{address}/v2", rate=60_000), **(settings or {})),
                secrets={"token": Secret(token)},
                locales=LOCALES if locales is None else locales,
                primary=EN,
                kinds=KINDS,
            )
            tally = Tally()
            opener = open_writer if writes else open_reader
            adapter = opener(binding, clock=SystemClock(), observer=tally)
            stack.callback(adapter.close)
            return World(sandbox, address, adapter, tally)

        yield opened


def op(verb, entry, changes, present=(EN, FR, JA), label="A title"):
    told = tuple(
        Change(Cell(entry, locale, slot), *(value if isinstance(value, tuple) else (ABSENT, value)), ABSENT)
        for (locale, slot), value in changes.items()
    )
    return Op(Digest(f"{verb} {entry} {len(changes)}"), Side.LEFT, verb, entry, label, told, tuple(present))


def states(verb, entry, after, locales=(EN, FR, JA), before=DRAFT, present=None):
    told = {(locale, STATUS): (before, after) for locale in locales}
    return op(verb, entry, told, present=locales if present is None else present)


def new_author(entry, locales=(EN, FR, JA)):
    changes = {(SHARED, SLUG): text(entry.name), (SHARED, "name"): text(entry.name.title())}
    return op("create", entry, changes | {(locale, STATUS): DRAFT for locale in locales}, present=locales)


TITLES = {EN: "Tea", FR: "Thé", JA: "お茶"}
OWN = {
    "lead": Scalar("long_text", "Leaves,\nwater"),
    "body": Scalar("rich_text", "<p>Hot &amp; <em>strong</em></p>"),
    "gallery": Many(
        (Asset("image", "https://files.example/1.png", "One"), Asset("image", "https://files.example/2.png"))
    ),
    "sheet": Asset("file", "https://files.example/menu.pdf"),
    "tint": Scalar("colour", "#336699"),
    "mail": Scalar("email", "tea@house.example"),
    "call": Scalar("phone", "+33 1 23 45 67 89"),
    "more": Scalar("link", "https://house.example/tea"),
    "film": Scalar("video", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    "topic": Scalar("option", "tips"),
}
COMMON = {
    SLUG: text("tea"),
    "hero": Asset("image", "https://files.example/cup.png"),
    "rating": Scalar("number", "4.25"),
    "hot": Scalar("flag", "true"),
    "at": Scalar("instant", "2026-01-31T10:30:00Z"),
    "day": Scalar("date", "2026-01-31"),
    "author": Ref(ADA),
}


def new_article(entry=TEA, locales=(EN, FR, JA), common=COMMON, own=OWN):
    changes = {(SHARED, name): value for name, value in (common | {SLUG: text(entry.name)}).items()}
    for locale in locales:
        changes[locale, STATUS] = DRAFT
        changes[locale, "title"] = text(TITLES[locale])
        changes[locale, "alt"] = text(f"cup ({locale})")
        # The other locales have less than the first, so that what a create call copies would show.
        given = own if locale == locales[0] else {name: own[name] for name in list(own)[:4]}
        changes.update({(locale, name): value for name, value in given.items()})
    return op("create", entry, changes, present=locales, label="Tea")


def is_like(world, sent, found):
    match sent, found:
        case Scalar(kind, one), Scalar(other, two):
            return kind == other and alike(kind, one, two)
        case Asset(kind, _, one), Asset(other, _, two):
            return (kind, one) == (other, two)
        case Many(items), Many(others):
            remaining = list(others)
            for item in items:
                remaining.remove(next(one for one in remaining if is_like(world, item, one)))
            return not remaining
        case Ref(to), Ref(there):
            return there == EntryKey(to.kind, world.names.remote(to))
    return sent == found


def assert_shows(world, ops, seen):
    for change in ops.changes:
        found = seen.variants[change.locale].get(change.field, ABSENT)
        assert is_like(world, change.after, found), (change, found)


SWITCHES = [
    {},
    {"insert_status": 200},
    {"insert": False},
    {"insert": False, "bulk_answer": "object"},
    {"insert": False, "bulk_atomic": False},
    {"bulk_atomic": False},
    {"api_variants_inherit": True},
    {"insert": False, "api_variants_inherit": True},
    {"delete_primary": "all"},
    {"slug_unique_per": "collection"},
    {"own_slug": "refused"},
    {"slug_missing": "make"},
    {"empty_fields": "null"},
    {"patch_needs_required": True},
    {"multi_order": "sorted"},
    {"html_rewrite": "none"},
    {"html_rewrite": "heavy"},
    {"color_rewrite": False},
    {"datetime_ms": False},
    {"image_rehost": False},
    {"files_base": "self"},
    {"last_updated_on_publish": True, "last_updated_on_inherit": True},
    {"publish_needs_primary": True},
    {"insert_skip_invalid_files": False},
]


@pytest.mark.parametrize("switches", SWITCHES, ids=str)
def test_an_entry_lives_through_all_its_states_in_several_locales(open_world, switches):
    world = open_world(**switches)
    world.accept(new_author(ADA), new_author(BEN, (EN, FR)))
    made = new_article()
    world.accept(made)
    assert_shows(world, made, world.look(TEA))
    (read,) = [seen for seen in world.writer.read() if seen.kind == "article"]
    assert read.variants == world.look(TEA).variants
    assert read.origin == "article/tea"
    for locale in (FR, JA):
        assert not {"tint", "mail", "call"} & set(read.variants[locale]), "nothing of the first locale was copied"

    change = op(
        "update",
        TEA,
        {
            (FR, "title"): (text("Thé"), text("Thé vert")),
            (EN, "lead"): (OWN["lead"], ABSENT),
            (EN, "topic"): (OWN["topic"], ABSENT),
            (EN, "alt"): (text("x"), text("A mug")),
            (SHARED, "rating"): (COMMON["rating"], Scalar("number", "5")),
            (SHARED, "author"): (Ref(ADA), ABSENT),
            (SHARED, "related"): Many((Ref(TEA),)),
        },
    )
    before = world.look(TEA)
    world.accept(change)
    after = world.look(TEA)
    assert_shows(world, change, after)
    untouched = {
        (locale, name)
        for locale, variant in before.variants.items()
        for name in variant
        if (locale, name) not in {(one.locale, one.field) for one in change.changes}
    }
    assert {at: after.variants[at[0]].get(at[1]) for at in untouched} == {
        (locale, name): before.variants[locale][name] for locale, name in untouched
    }

    world.accept(states("publish", TEA, PUBLISHED))
    live = world.look(TEA, live=True)
    assert [live.variants[locale][STATUS] for locale in (EN, FR, JA)] == [PUBLISHED] * 3
    assert not any(note.unpublished_edits for note in live.notes.values())

    world.accept(op("update", TEA, {(FR, "title"): (text("Thé vert"), text("Thé noir"))}))
    (read,) = [seen for seen in world.writer.read() if seen.kind == "article"]
    assert read.variants[FR]["title"] == text("Thé vert")
    assert [read.notes[locale].unpublished_edits for locale in (EN, FR, JA)] == [False, True, False]
    assert world.look(TEA).variants[FR]["title"] == text("Thé noir")
    world.accept(states("publish", TEA, PUBLISHED, (FR,), PUBLISHED))
    assert world.look(TEA, FR, live=True).variants[FR]["title"] == text("Thé noir")

    world.accept(states("unpublish", TEA, DRAFT, (FR,), PUBLISHED, present=(EN, FR, JA)))
    assert [world.state(TEA, locale) for locale in (EN, FR, JA)] == [PUBLISHED, DRAFT, PUBLISHED]
    world.accept(states("archive", TEA, ARCHIVED, (JA,), PUBLISHED, present=(EN, FR, JA)))
    assert [world.state(TEA, locale) for locale in (EN, FR, JA)] == [PUBLISHED, DRAFT, ARCHIVED]

    world.accept(delete_all(world))
    assert world.look(TEA) is None
    assert [seen.kind for seen in world.writer.read()] == ["author", "author"]


def delete_all(world):
    told = {(locale, STATUS): (world.state(TEA, locale), ABSENT) for locale in (EN, FR, JA)}
    return op("delete", TEA, told, present=())


def test_reading_twice_without_an_edit_between_shows_the_same(open_world):
    world = open_world(html_rewrite="heavy")
    world.accept(new_author(ADA))
    world.accept(new_article())
    world.accept(states("publish", TEA, PUBLISHED))
    first = list(world.writer.read())
    assert first == list(world.writer.read())
    world.sandbox.edit({"action": "open", "collection": "posts", "item": "tea", "locale": "en-US"})
    (read,) = [seen for seen in world.writer.read() if seen.kind == "article"]
    assert not read.notes[EN].unpublished_edits, "what the Designer rewrites unasked is no edit"


@pytest.mark.parametrize("null_on_write", ["clear", "reject", "ignore"])
def test_a_field_that_cannot_be_cleared_is_never_said_to_be(open_world, null_on_write):
    world = open_world(null_on_write=null_on_write)
    world.accept(new_author(ADA))
    world.accept(new_article())
    (answer,) = world.carry_out(op("update", TEA, {(EN, "topic"): (OWN["topic"], ABSENT)}))
    assert isinstance(answer, Rejected) == (null_on_write == "reject")
    assert ("topic" in world.look(TEA).variants[EN]) == (null_on_write != "clear")


def test_a_file_that_is_hosted_already_is_not_fetched_again(open_world):
    world = open_world()
    world.accept(new_author(ADA))
    world.accept(new_article())
    hosted = world.look(TEA).variants[SHARED]["hero"].identity
    assert "#" in hosted
    world.names.files["https://files.example/cup.png"] = hosted
    world.accept(new_article(MILK, (EN,)))
    assert world.look(MILK).variants[SHARED]["hero"].identity == hosted
    own = op("update", MILK, {(SHARED, "hero"): Asset("image", hosted)}, present=(EN,))
    world.accept(own)
    assert world.look(MILK).variants[SHARED]["hero"].identity == hosted


def test_a_locale_is_added_to_an_entry_with_what_all_its_locales_share(open_world):
    world = open_world()
    world.accept(new_author(ADA))
    world.accept(new_article(locales=(EN, FR)))
    add = op("update", TEA, {(JA, STATUS): DRAFT, (JA, "title"): text("お茶"), (FR, "lead"): (OWN["lead"], ABSENT)})
    world.accept(add)
    seen = world.look(TEA)
    assert seen.variants[JA] == {STATUS: DRAFT, "title": text("お茶")}
    own = [world.writer.look([Wanted(TEA, (one,), world.names.remote(TEA))])[TEA].variants[SHARED] for one in (EN, JA)]
    assert own[0] == own[1]


@pytest.mark.parametrize("insert", [True, False])
def test_where_no_locale_can_be_added_that_is_said_and_nothing_is_written(open_world, insert):
    world = open_world(insert=False, settings={"insert": insert})
    world.accept(new_author(ADA))
    world.accept(new_article(locales=(EN,)))
    before = world.look(TEA)
    (answer,) = world.carry_out(op("update", TEA, {(JA, STATUS): DRAFT, (EN, "lead"): (OWN["lead"], ABSENT)}))
    assert "insert: off" in answer.refused[TEA]
    assert world.look(TEA).variants == before.variants
    assert world.writer.capabilities("article").add_variant is insert


def test_links_wait_for_their_targets_and_a_refused_one_harms_nobody_else(open_world):
    world = open_world()
    (answer,) = world.carry_out(
        new_article(locales=(EN,)), new_article(MILK, (EN,), common={"related": Many((Ref(TEA),))}), isolate=False
    )
    assert set(answer.refused) == {TEA, MILK}
    world.accept(new_author(ADA, (EN,)))
    world.accept(new_article(locales=(EN,)))
    assert world.look(TEA).variants[SHARED]["author"] == Ref(EntryKey("author", world.names.remote(ADA)))
    answers = world.carry_out(new_article(MILK, (FR,)))
    assert isinstance(answers[0], Rejected), "the author has no French variant to link to"


def test_a_partly_refused_publish_names_the_entry(open_world):
    world = open_world()
    world.accept(new_author(ADA), new_author(BEN))
    world.accept(states("archive", BEN, ARCHIVED))
    (answer,) = world.carry_out(states("publish", ADA, PUBLISHED), states("publish", BEN, PUBLISHED))
    assert set(answer.refused) == {BEN}
    assert world.state(ADA, FR) == PUBLISHED


def test_a_publish_that_needs_the_site_to_be_published_is_told_as_such(open_world):
    world = open_world(publish_needs_site=True)
    world.accept(new_author(ADA))
    (answer,) = world.carry_out(states("publish", ADA, PUBLISHED))
    refused = isinstance(answer, Stale | Rejected) or set(answer.refused) == {ADA}
    assert refused
    assert world.state(ADA, EN) == DRAFT


@pytest.mark.parametrize("delete_primary", ["only", "all"])
def test_deleting_the_primary_never_takes_a_locale_that_was_not_named(open_world, delete_primary):
    world = open_world(delete_primary=delete_primary, locales={EN: "en-US", FR: "fr-FR"})
    world.accept(new_author(ADA, (EN, FR)))
    world.sandbox.edit({"action": "add_locale", "collection": "authors", "item": "ada", "locale": "ja-JP"})
    (answer,) = world.carry_out(states("delete", ADA, ABSENT, (EN, FR), present=()))
    assert "ja-JP" in answer.refused[ADA]
    assert set(world.look(ADA).variants) == {SHARED, EN, FR}
    world.accept(states("delete", ADA, ABSENT, (FR,), present=(EN,)))
    assert set(world.look(ADA).variants) == {SHARED, EN}


def test_a_locale_that_the_site_does_not_serve_is_written_and_seen_not_to_go_live(open_world):
    world = open_world(seed=SHOP | {"locales": {"primary": "en-US", "secondary": ["fr-FR"], "disabled": ["ja-JP"]}})
    assert world.writer.inspect().locales == {"en-US": True, "fr-fr": True, "ja-JP": False}
    world.accept(new_author(ADA))
    world.carry_out(states("publish", ADA, PUBLISHED))
    assert [world.state(ADA, locale) for locale in (EN, FR, JA)] == [PUBLISHED, PUBLISHED, DRAFT]


def test_a_site_without_localization_is_read_and_written_without_locale_ids(open_world):
    for number, insert in enumerate((True, False)):
        world = open_world(localization=False, locales={EN: "en-US"}, seed=SHOP | {"locales": None}, insert=insert)
        ada, tea = EntryKey("author", f"ada-{number}"), EntryKey("article", f"tea-{number}")
        world.accept(new_author(ada, (EN,)))
        made = new_article(tea, (EN,), COMMON | {"author": Ref(ada)})
        world.accept(made)
        assert_shows(world, made, world.look(tea))
        world.accept(op("update", tea, {(EN, "title"): (text("Tea"), text("Black tea"))}, present=(EN,)))
        world.accept(states("publish", tea, PUBLISHED, (EN,)))
        assert world.look(tea, live=True).variants[EN]["title"] == text("Black tea")
        world.accept(states("delete", tea, ABSENT, (EN,), PUBLISHED, present=()))
        assert world.look(tea) is None


def test_a_create_whose_answer_was_lost_is_found_by_its_origin_key_or_slug(open_world):
    world = open_world()
    world.accept(new_author(ADA))
    world.accept(new_article())
    remote = world.names.known.pop(TEA)
    by_slug = Wanted(TEA, (EN, FR), slugs={SHARED: "tea"}, origin="article/tea")
    by_origin = Wanted(TEA, (EN, FR), slugs={SHARED: "another"}, origin="article/tea")
    for wanted in (by_slug, by_origin):
        assert world.writer.look([wanted])[TEA].remote == remote


def test_what_an_editor_does_is_seen_for_what_it_is(open_world):
    world = open_world()
    world.accept(new_author(ADA))
    world.accept(states("publish", ADA, PUBLISHED))
    edit = {"collection": "authors", "item": "ada", "locale": "fr-FR"}
    world.sandbox.edit(edit | {"action": "update", "fields": {"name": "Ada L."}})
    (read,) = world.writer.read()
    assert [read.notes[locale].unpublished_edits for locale in (EN, FR, JA)] == [False, True, False]
    world.sandbox.edit(edit | {"action": "queue"})
    (read,) = world.writer.read()
    assert (read.variants[FR][STATUS], read.notes[FR].unpublished_edits) == (PUBLISHED, True)
    world.sandbox.edit(edit | {"action": "unpublish"})
    (read,) = world.writer.read()
    assert read.variants[FR][STATUS] == DRAFT


def test_the_schema_is_told_as_the_mapping_spells_it(open_world):
    schema = open_world(writes=False).writer.inspect()
    assert schema.locales == {"en-US": True, "fr-fr": True, "ja-JP": True}
    assert schema.kinds["article"].fields["related"].to == "posts"
    assert sorted(schema.kinds["article"].fields["topic"].options.values()) == ["News", "Tips"]


def test_a_wrong_token_a_missing_scope_and_a_missing_site_are_told_apart(open_world):
    with pytest.raises(Unauthorized):
        open_world(token="wrong").writer.inspect()
    with pytest.raises(Unauthorized, match="cms:read"):
        open_world(scopes="sites:read").writer.inspect()
    with pytest.raises(Missing, match="tea-house"):
        open_world(settings={"site": "nowhere"}).writer.inspect()
    with pytest.raises(UsageError, match="no locale de-DE"):
        open_world(locales={EN: "de-DE"}).writer.inspect()


def test_the_permitted_rate_is_kept_without_a_refusal(open_world):
    world = open_world(rate_limit=20, minute_seconds=0.2, settings={"rate": 20, "window_seconds": 0.2})
    for _ in range(12):
        list(world.writer.read())
    assert world.tally.repeated == 0
    assert world.tally.total > 40
