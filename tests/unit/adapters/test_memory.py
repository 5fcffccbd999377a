from dataclasses import replace

import pytest

from isogloss.adapters.memory import MemoryReader, MemoryWriter, Version, World, as_is, open_reader, open_writer
from isogloss.bridge import ByKind, FieldBinding, KindBinding, MemorySettings, SideBinding
from isogloss.errors import Unavailable
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Capabilities, Field
from isogloss.model.value import ABSENT, Asset, Digest, Group, Many, Ref, Scalar
from isogloss.plan.op import Change, Op
from isogloss.ports import Sent, Wanted

EN, FR = Locale("en"), Locale("fr")
TEA, ADA = EntryKey("article", "tea"), EntryKey("author", "ada")
OLD, NEW = Scalar("text", "old"), Scalar("text", "new")
CUP = Asset("image", "https://a/cup.png", "A cup")

ARTICLE = {
    "title": FieldBinding(Field("title", "text"), "headline"),
    "rank": FieldBinding(Field("rank", "number", shared=True), "rank"),
    "cover": FieldBinding(Field("cover", "image"), "cover"),
    "author": FieldBinding(Field("author", "reference", to="author"), "author"),
    "also": FieldBinding(Field("also", "references", to="author"), "also"),
    "panel": FieldBinding(Field("panel", "opaque"), "panel"),
    "topic": FieldBinding(Field("topic", "option"), "topic", {"news": "News"}),
}


def binding(world, **more):
    kinds = {"article": KindBinding("article", ByKind(), ARTICLE), "author": KindBinding("author", ByKind(), {})}
    made = SideBinding(Side.RIGHT, "memory", MemorySettings(world), {}, {EN: "en", FR: "fr"}, EN, kinds)
    return replace(made, **more)


class Names:
    def __init__(self, **known):
        self.known, self.files = {}, {}

    def remote(self, entry):
        return self.known.get(entry)

    def bind(self, entry, remote):
        self.known[entry] = remote

    def asset(self, identity):
        return self.files.get(identity)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def names():
    return Names()


def writer(world, **more):
    return open_writer(binding(world, **more))


def change(name, after, before=ABSENT, locale=EN, entry=TEA):
    return Change(Cell(entry, locale, name), before, after, ABSENT)


def op(verb, *changes, entry=TEA, present=(EN,)):
    return Op(Digest(f"{verb} {entry}"), Side.RIGHT, verb, entry, "", changes, present)


def create(*changes, entry=TEA, present=(EN,)):
    born = [change(STATUS, DRAFT, locale=locale, entry=entry) for locale in present]
    return op("create", *born, *changes, entry=entry, present=present)


def send(world, names, *ops, **more):
    sent = [call.send() for call in writer(world, **more).calls(ops, names)]
    for each in sent:
        for entry, remote in each.remotes.items():
            names.bind(entry, remote)
    return sent


def shown(world, **more):
    return {(seen.kind, seen.remote): seen for seen in open_reader(binding(world, **more)).read()}


def only(world, **more):
    (seen,) = [seen for (kind, _), seen in shown(world, **more).items() if kind == "article"]
    return seen


# The world.


def test_what_an_editor_puts_there_is_read(world):
    world.put(
        "article", "1", {EN: {STATUS: PUBLISHED, "headline": OLD, "rank": NEW}, FR: {}}, slug="tea", origin="article/x"
    )
    seen = only(world)
    assert seen.variants == {
        SHARED: {"rank": NEW, SLUG: Scalar("text", "tea")},
        EN: {STATUS: PUBLISHED, "title": OLD},
        FR: {STATUS: DRAFT},
    }
    assert seen.origin == "article/x"


def test_what_nobody_bound_is_not_shown(world):
    world.put("page", "1", {EN: {}})
    world.put("article", "2", {EN: {"other": OLD}, Locale("de"): {}})
    assert only(world).variants == {EN: {STATUS: DRAFT}}
    assert set(shown(world)) == {("article", "2")}


def test_an_edit_of_a_live_variant_is_live_unless_it_is_left_a_draft(world):
    world.put("article", "1", {EN: {STATUS: PUBLISHED, "headline": OLD}})
    world.edit("article", "1", EN, headline=NEW)
    assert only(world).variants[EN]["title"] == NEW
    before = only(world).notes[EN]
    world.edit("article", "1", EN, publish=False, headline=ABSENT)
    after = only(world)
    assert after.variants[EN]["title"] == NEW
    assert after.notes[EN].unpublished_edits
    assert after.notes[EN].updated > before.updated


def test_an_edit_may_begin_a_locale(world):
    world.put("article", "1", {EN: {}})
    world.edit("article", "1", FR, headline=NEW)
    assert only(world).variants[FR] == {STATUS: DRAFT, "title": NEW}


def test_with_unpublished_edits_carried_the_draft_on_top_is_shown_and_said_so(world):
    world.put("article", "1", {EN: {STATUS: PUBLISHED, "headline": OLD}})
    world.edit("article", "1", EN, publish=False, headline=NEW)
    assert only(world, carry=True).variants[EN] == {STATUS: CHANGED, "title": NEW}


def test_a_platform_renders_what_it_stores(world, names):
    world.render = lambda value: replace(value, text=value.text.upper()) if isinstance(value, Scalar) else value
    send(world, names, create(change("title", OLD)))
    assert only(world).variants[EN]["title"] == Scalar("text", "OLD")
    assert writer(world).echo("article", "title", NEW) == Scalar("text", "NEW")
    assert as_is(NEW) is NEW


def test_remote_ids_are_never_used_twice(world):
    assert len({world.mint() for _ in range(100)}) == 100


# Losing and being late.


@pytest.mark.parametrize(("lost", "there"), [("before", 0), ("after", 1)])
def test_a_lost_call_took_effect_or_did_not_and_nobody_knows(world, names, lost, there):
    world.lose[1] = lost
    with pytest.raises(Unavailable) as failure:
        send(world, names, create())
    assert failure.value.took_effect == "unknown"
    assert len(shown(world)) == there
    send(world, names, create())
    assert len(shown(world)) == there + 1


def test_a_late_write_shows_after_so_many_looks(world, names):
    world.delay = 2
    send(world, names, create())
    assert [len(shown(world)) for _ in range(3)] == [0, 1, 1]


# Looking.


def test_an_entry_is_found_by_id_slug_or_origin_key(world):
    world.put("article", "1", {EN: {}}, slug="tea")
    world.put("article", "2", {EN: {}}, origin="article/milk")
    world.put("author", "3", {EN: {}}, slug="tea")
    reader = open_reader(binding(world))

    def found(entry=TEA, **told):
        seen = reader.look([Wanted(entry, (EN,), **told)]).get(entry)
        return seen and seen.remote

    assert found(remote="1") == "1"
    assert found(remote="9", slugs={SHARED: "tea"}) is None
    assert found(slugs={SHARED: "tea"}) == "1"
    assert found(origin="article/milk") == "2"
    assert found(ADA, slugs={SHARED: "tea"}) == "3"
    assert found(slugs={SHARED: "coffee"}, origin="article/coffee") is None


def test_a_look_shows_what_is_staged_unless_live_is_asked_for(world):
    world.put("article", "1", {EN: {STATUS: PUBLISHED, "headline": OLD}})
    world.edit("article", "1", EN, publish=False, headline=NEW)
    reader = open_reader(binding(world))
    for live, title in ((False, NEW), (True, OLD)):
        assert reader.look([Wanted(TEA, (EN,), "1", live=live)])[TEA].variants[EN]["title"] == title


# Writing.


def test_an_entry_is_created_with_its_origin_key_and_slug(world, names):
    slug = Scalar("text", "tea")
    (sent,) = send(
        world, names, create(change(SLUG, slug, locale=SHARED), change("rank", OLD, locale=SHARED), present=(EN, FR))
    )
    assert sent.remotes == {TEA: names.remote(TEA)}
    seen = only(world)
    assert (seen.remote, seen.origin) == (names.remote(TEA), "article/tea")
    assert seen.variants == {SHARED: {SLUG: slug, "rank": OLD}, EN: {STATUS: DRAFT}, FR: {STATUS: DRAFT}}


def test_an_asynchronous_side_tells_no_ids(world, names):
    world.capabilities = Capabilities(asynchronous=True)
    assert send(world, names, create()) == [Sent()]


def test_a_slug_is_changed_and_cleared(world, names):
    send(world, names, create(change(SLUG, OLD, locale=SHARED)))
    send(world, names, op("update", change(SLUG, NEW, OLD, SHARED)))
    assert only(world).variants[SHARED] == {SLUG: NEW}
    send(world, names, op("update", change(SLUG, ABSENT, NEW, SHARED)))
    assert SHARED not in only(world).variants


def test_links_and_files_are_written_in_the_sides_own_names(world, names):
    send(world, names, create(entry=ADA))
    names.files[CUP.identity] = "https://here/cup.png"
    panel = Group((("who", Ref(ADA)),))
    send(
        world,
        names,
        create(
            change("author", Ref(ADA)), change("also", Many((Ref(ADA),))), change("cover", CUP), change("panel", panel)
        ),
    )
    here = Ref(EntryKey("author", names.remote(ADA)))
    cells = only(world).variants[EN]
    assert cells["author"] == here
    assert cells["also"] == Many((here,))
    assert cells["cover"] == replace(CUP, identity="https://here/cup.png")
    assert cells["panel"] == Group((("who", here),))


def test_alternative_text_is_dropped_where_it_cannot_be_written(world, names):
    world.capabilities = Capabilities(write_alt=False)
    send(world, names, create(change("cover", CUP)))
    assert only(world).variants[EN]["cover"] == replace(CUP, alt="")


def test_states_are_reached(world, names):
    send(world, names, create(change("title", OLD)))
    for verb, before, after in [
        ("publish", DRAFT, PUBLISHED),
        ("unpublish", PUBLISHED, DRAFT),
        ("archive", DRAFT, ARCHIVED),
        ("publish", ARCHIVED, PUBLISHED),
    ]:
        send(world, names, op(verb, change(STATUS, after, before)))
        assert only(world).variants[EN] == {STATUS: after, "title": OLD}


def test_a_variant_comes_out_of_the_archive_as_a_draft(world, names):
    send(world, names, create())
    send(world, names, op("archive", change(STATUS, ARCHIVED, DRAFT)))
    send(world, names, op("update", change(STATUS, DRAFT, ARCHIVED)))
    assert only(world).variants[EN] == {STATUS: DRAFT}


def test_content_that_is_carried_as_a_draft_stays_one(world, names):
    world.put("article", "1", {EN: {STATUS: PUBLISHED, "headline": OLD}})
    names.bind(TEA, "1")
    send(world, names, op("update", change("title", NEW, OLD), change(STATUS, CHANGED, PUBLISHED)))
    assert only(world).variants[EN] == {STATUS: PUBLISHED, "title": OLD}
    assert only(world, carry=True).variants[EN] == {STATUS: CHANGED, "title": NEW}


def test_a_publish_writes_no_content(world, names):
    send(world, names, create(change("title", OLD)))
    send(world, names, op("publish", change(STATUS, PUBLISHED, DRAFT), change("title", NEW, NEW)))
    assert only(world).variants[EN] == {STATUS: PUBLISHED, "title": OLD}


@pytest.mark.parametrize(("stages", "title"), [(True, OLD), (False, NEW)])
def test_new_content_of_a_live_variant_is_staged_or_live_at_once(world, names, stages, title):
    world.capabilities = Capabilities(stages_edits=stages)
    world.put("article", "1", {EN: {STATUS: PUBLISHED, "headline": OLD}})
    names.bind(TEA, "1")
    send(world, names, op("update", change("title", NEW, OLD)))
    assert only(world).variants[EN]["title"] == title


def test_a_variant_is_deleted_and_with_the_last_the_entry(world, names):
    send(world, names, create(present=(EN, FR)))
    send(world, names, op("delete", change(STATUS, ABSENT, DRAFT, FR), present=(EN,)))
    assert set(only(world).variants) == {EN}
    send(world, names, op("delete", change(STATUS, ABSENT, DRAFT), present=()))
    assert shown(world) == {}


def test_ops_share_calls_by_verb_up_to_the_limit(world, names):
    world.capabilities = Capabilities(batch=2)
    ops = [create(entry=EntryKey("author", str(n))) for n in range(3)]
    mixed = [ops[0], op("publish", change(STATUS, PUBLISHED, DRAFT), entry=ADA), *ops[1:]]
    calls = list(writer(world).calls(mixed, names))
    assert [(call.name, len(call.ops), len(call.creates)) for call in calls] == [
        ("CREATE /memory", 2, 2),
        ("CREATE /memory", 1, 1),
        ("PUBLISH /memory", 1, 0),
    ]
    assert writer(world).cost(mixed) == 3
    assert [len(call.ops) for call in writer(world).calls(mixed, names, isolate=True)] == [1, 1, 1, 1]
    assert (writer(world).look_cost(mixed), writer(world).look_cost([])) == (1, 0)


# Refusing.


def refusal(world, names, *ops):
    return [sent.refused for sent in send(world, names, *ops) if sent.refused]


def test_a_strict_world_refuses_what_changed_since_it_was_read(world, names):
    send(world, names, create(change("title", OLD)))
    late = op("update", change("title", NEW, Scalar("text", "older")))
    assert refusal(world, names, late) == [{TEA: "article/tea: title changed since it was read"}]
    assert world.calls == ["create 1"]
    world.strict = False
    assert refusal(world, names, late) == []


def test_a_strict_world_takes_what_is_there_already_and_what_it_cannot_compare(world, names):
    send(world, names, create(change("title", NEW)))
    again = op(
        "update",
        change("title", NEW, OLD),
        change("cover", CUP),
        change("title", NEW, OLD, FR),
        change(SLUG, NEW, OLD, SHARED),
    )
    assert refusal(world, names, again) == []


def test_what_is_gone_is_refused(world, names):
    names.bind(TEA, "9")
    assert refusal(world, names, op("update", change("title", NEW))) == [{TEA: "article/tea is not there any more"}]


def test_an_entry_without_a_required_field_is_refused(world, names):
    world.required["article"] = frozenset({"headline"})
    reason = {TEA: "article/tea lacks headline in fr"}
    assert refusal(world, names, create(change("title", OLD), present=(EN, FR))) == [reason]
    send(world, names, create(change("title", OLD)))
    assert refusal(world, names, op("update", change("title", ABSENT, OLD))) == [
        {TEA: "article/tea lacks headline in en"}
    ]
    assert refusal(world, names, op("update", change("rank", NEW, locale=SHARED))) == []


def test_a_link_to_what_has_no_name_here_is_refused(world, names):
    reason = {TEA: "article/tea links to what is not here: author/ada"}
    assert refusal(world, names, create(change("author", Ref(ADA)))) == [reason]
    assert world.calls == []


def test_invariant_6_a_link_to_what_is_not_there_is_our_own_bug(world, names):
    names.bind(ADA, "9")
    with pytest.raises(AssertionError, match="does not exist here yet"):
        send(world, names, create(change("author", Ref(ADA))))


@pytest.mark.parametrize(
    ("can", "verb", "present"),
    [
        (Capabilities(unpublish=False), "unpublish", (EN,)),
        (Capabilities(archive=False), "archive", (EN,)),
        (Capabilities(delete_entry=False), "delete", ()),
        (Capabilities(delete_variant=False), "delete", (FR,)),
    ],
)
def test_what_a_side_does_not_offer_it_refuses(world, names, can, verb, present):
    send(world, names, create(present=(EN, FR)))
    asked = op(verb, change(STATUS, ARCHIVED, DRAFT), present=present)
    world.capabilities = can
    assert refusal(world, names, asked) == [{TEA: f"article/tea: this side does not offer to {verb} it"}]
    world.capabilities = Capabilities()
    assert refusal(world, names, asked) == []


def test_a_locale_is_not_added_where_a_side_adds_none(world, names):
    world.capabilities = Capabilities(add_variant=False)
    send(world, names, create())
    added = op("update", change(STATUS, DRAFT, locale=FR), present=(EN, FR))
    assert refusal(world, names, added) == [{TEA: "article/tea: this side adds no locale to an entry"}]
    assert refusal(world, names, op("update", change("title", NEW))) == []


# Opening.


def test_a_reader_only_reads(world):
    reader = open_reader(binding(world))
    assert type(reader) is MemoryReader
    assert type(writer(world)) is MemoryWriter
    assert reader.capabilities("article") is world.capabilities


def test_a_side_describes_exactly_what_the_mapping_binds(world):
    world.required["article"] = frozenset({"headline"})
    schema = open_reader(binding(world)).inspect()
    assert schema.locales == {"en": True, "fr": True}
    assert schema.primary == "en"
    fields = schema.kinds["article"].fields
    assert fields["headline"].required
    assert not fields["rank"].required
    assert (fields["author"].to, fields["topic"].options) == ("author", {"News": "News"})


def test_a_side_without_a_world_is_our_own_bug():
    with pytest.raises(AssertionError, match="given its world"):
        open_reader(binding(None))


def test_a_version_says_what_an_editor_would():
    assert Version().status == DRAFT
    assert Version(live={}).status == PUBLISHED
    assert Version(live={}, archived=True).status == ARCHIVED
