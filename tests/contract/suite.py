"""What any adapter must do, written once: ``ports`` as tests.

An adapter joins by a subclass of :class:`AdapterContract` whose ``side`` fixture gives a :class:`Sides`: an empty side
with the two kinds of :data:`FIELDS` in the three locales of :data:`LOCALES`, and a person at its editor.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Protocol

import pytest

from isogloss.bridge import FieldBinding, KindBinding, Place
from isogloss.errors import RemoteError
from isogloss.mapping.types.likeness import rendering
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, Absent, Asset, Many, MaybeValue, Ref, Scalar, Value, digest
from isogloss.plan.op import Change, Op, Verb
from isogloss.plan.record import op_id
from isogloss.ports import Answered, Call, Reader, Sent, Wanted, Writer

EN, FR, JA = LOCALES = (Locale("en-US"), Locale("fr-FR"), Locale("ja-JP"))
"""The locales that every side under test has; the first is the primary."""

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "author": (Field("name", "text", shared=True), Field("bio", "text")),
    "article": (
        Field("title", "text"),
        Field("lead", "long_text"),
        Field("body", "rich_text"),
        Field("rank", "number", shared=True),
        Field("hot", "flag"),
        Field("topic", "option"),
        Field("tint", "colour"),
        Field("cover", "image"),
        Field("author", "reference", to="author"),
        Field("related", "references", to="article"),
    ),
}
TOPICS = {"news": "News", "tips": "Tips"}
LABELS = {"author": "name", "article": "title"}

ADA, BEN = EntryKey("author", "ada"), EntryKey("author", "ben")
TEA, MILK, SUGAR = (EntryKey("article", name) for name in ("tea", "milk", "sugar"))


def kind_binding(
    kind: str, place: Place, remotes: Mapping[str, str] | None = None, origin_key: str | None = None
) -> KindBinding:
    """A kind of the suite on one side; ``remotes`` says what the side calls its fields, where not the same."""
    called = {found.name: (remotes or {}).get(found.name, found.name) for found in FIELDS[kind]}
    fields = {
        found.name: FieldBinding(found, called[found.name], TOPICS if found.type == "option" else {})
        for found in FIELDS[kind]
    }
    return KindBinding(kind, place, fields, origin_key, label=LABELS[kind])


class Sides(Protocol):
    """A side under test.

    slugged: the kinds whose entries have a ``$slug``.
    """

    slugged: Collection[str]

    def reader(self) -> Reader:
        """Open it to read."""
        ...

    def writer(self) -> Writer:
        """Open it to write."""
        ...

    def seed(
        self, entry: EntryKey, variants: Mapping[Locale, Mapping[str, Value]], live: Collection[Locale] = ()
    ) -> str:
        """Make an entry as an editor would, with every cell in its own variant; gives its remote id.

        Values are texts, numbers and links by remote id.
        """
        ...

    def edit(self, kind: str, remote: str, locale: Locale, name: str, value: Value) -> None:
        """Change a cell in the editor and publish nothing."""
        ...

    def requests(self) -> int:
        """How many writing requests the platform has seen."""
        ...


@dataclass
class Book:
    """Names in memory."""

    remotes: dict[EntryKey, str] = field(default_factory=dict)

    def remote(self, entry: EntryKey) -> str | None:
        return self.remotes.get(entry)

    def bind(self, entry: EntryKey, remote: str) -> None:
        self.remotes[entry] = remote

    def asset(self, identity: str) -> str | None:
        del identity
        return None


@dataclass
class Bench:
    """A side, opened to write, and what was learned of its names."""

    side: Sides
    writer: Writer
    names: Book = field(default_factory=Book)

    def can(self, kind: str = "article"):
        return self.writer.capabilities(kind)

    def calls(self, *ops: Op, isolate: bool = False) -> list[tuple[Call, Answered]]:
        """Send ops as a run does, binding every id that is told."""
        done: list[tuple[Call, Answered]] = []
        calls = self.writer.calls(ops, self.names, isolate=isolate)
        call = next(calls, None)
        while call is not None:
            answered: Answered
            try:
                answered = call.send()
            except RemoteError as error:
                answered = error
            else:
                for entry, remote in answered.remotes.items():
                    self.names.bind(entry, remote)
            done.append((call, answered))
            assert len(done) < 1000, "the adapter makes calls without end"
            try:
                call = calls.send(answered)
            except StopIteration:
                call = None
        return done

    def accepted(self, *ops: Op) -> list[Call]:
        """Send ops none of which may be refused; then find what they made."""
        done = self.calls(*ops)
        for _, answered in done:
            assert isinstance(answered, Sent), answered
            assert answered.refused == {}
        for op in ops:
            if op.verb == "create":
                self.found(op)
        return [call for call, _ in done]

    def refused(self, op: Op) -> str:
        """Send an op that cannot be carried out: the side, or the adapter for it, names it."""
        reasons = []
        for _, answered in self.calls(op):
            if isinstance(answered, Sent):
                reasons += [answered.refused[op.entry]] if op.entry in answered.refused else []
            else:
                reasons.append(str(answered))
        assert reasons, f"{op.verb} was accepted"
        return reasons[0]

    def found(self, op: Op) -> Seen:
        """Look for what an op made, as is done where the answer was lost."""
        slugs = {c.locale: c.after.text for c in op.changes if c.field == SLUG and isinstance(c.after, Scalar)}
        wanted = Wanted(op.entry, LOCALES, self.names.remote(op.entry), slugs, str(op.entry))
        seen = self.writer.look([wanted]).get(op.entry)
        assert seen is not None, f"{op.entry} was made and cannot be found"
        self.names.bind(op.entry, seen.remote)
        return seen

    def look(self, entry: EntryKey, *locales: Locale, live: bool = False) -> Seen | None:
        wanted = Wanted(entry, locales or LOCALES, self.names.remote(entry), live=live)
        return self.writer.look([wanted]).get(entry)

    def seen(self, entry: EntryKey) -> Seen:
        found = self.look(entry)
        assert found is not None, f"{entry} is not there"
        return found

    def state(self, entry: EntryKey, locale: Locale) -> MaybeValue:
        """What the public sees of a variant."""
        found = self.look(entry, locale, live=True)
        return ABSENT if found is None else found.variants.get(locale, {}).get(STATUS, ABSENT)

    def read(self) -> dict[tuple[str, str], Seen]:
        return {(seen.kind, seen.remote): seen for seen in self.side.reader().read()}

    def seed(self, entry: EntryKey, variants, live: Collection[Locale] = ()) -> str:
        remote = self.side.seed(entry, variants, live)
        self.names.bind(entry, remote)
        return remote

    def shows(self, wanted: MaybeValue, shown: MaybeValue) -> bool:
        """Whether what is shown may be a rendering of what was written."""
        match wanted, shown:
            case Ref(to), Ref(there):
                return there == EntryKey(to.kind, self.names.remote(to) or "")
            case Many(items), Many(others):
                left = list(others)
                return len(items) == len(left) and all(self._taken(item, left) for item in items)
            case Asset(kind, _, alt), Asset(other, _, text):  # a platform may keep its own copy of a file
                return (kind, alt) == (other, text)
        return rendering(wanted, shown)

    def _taken(self, item: Value, left: list[Value]) -> bool:
        match = next((other for other in left if self.shows(item, other)), None)
        if match is not None:
            left.remove(match)
        return match is not None


def first_state(bench: Bench, kind: str = "article") -> Scalar:
    """What a variant is when it is made: live at once where a side has no drafts."""
    return DRAFT if bench.can(kind).drafts else PUBLISHED


def text(words: str) -> Scalar:
    return Scalar("text", words)


def make(verb: Verb, entry: EntryKey, cells: Sequence[tuple[Locale, str, MaybeValue, MaybeValue]], present) -> Op:
    """An op; each cell is (locale, field, before, after)."""
    changes = tuple(
        Change(Cell(entry, locale, name), before, after, digest(after))
        for locale, name, before, after in sorted(cells, key=lambda cell: cell[:2])
    )
    op = Op("", Side.RIGHT, verb, entry, entry.name.title(), changes, tuple(sorted(present)))  # type: ignore[arg-type]  # the id plays no part here
    return replace(op, id=op_id(op))


class AdapterContract:
    """Every test of the contract; a subclass adds the ``side`` fixture."""

    @pytest.fixture
    def bench(self, side: Sides):
        writer = side.writer()
        yield Bench(side, writer)
        close = getattr(writer, "close", None)
        if close is not None:
            close()

    # Makers.

    def new(self, bench: Bench, entry: EntryKey, variants, shared: Mapping[str, Value] | None = None) -> Op:
        common: dict[str, Value] = dict(shared or {})
        if entry.kind in bench.side.slugged:
            common[SLUG] = text(entry.name)
        if entry.kind == "author":
            common.setdefault("name", text(entry.name.title()))
        cells = [(SHARED, name, ABSENT, value) for name, value in common.items()]
        for locale, own in variants.items():
            cells += [
                (locale, STATUS, ABSENT, first_state(bench, entry.kind)),
                *((locale, name, ABSENT, value) for name, value in own.items()),
            ]
        return make("create", entry, cells, variants)

    def going_live(self, bench: Bench, entry: EntryKey, *locales: Locale) -> Op:
        """A publish; where a side names a locale by a field, the label goes along."""
        shown = bench.seen(entry)
        cells = [(locale, STATUS, shown.variants[locale][STATUS], PUBLISHED) for locale in locales]
        if bench.can(entry.kind).touch_to_publish:
            label = LABELS[entry.kind]
            place = SHARED if label == "name" else None
            for locale in locales:
                value = shown.variants[place or locale][label]
                cells.append((place or locale, label, value, value))
        return make("publish", entry, list(dict.fromkeys(cells)), set(shown.variants) - {SHARED})

    def change(self, bench: Bench, entry: EntryKey, *cells: tuple[Locale, str, MaybeValue]) -> Op:
        """An update of what is there; where nothing can be staged, live variants are written live."""
        shown = bench.seen(entry)
        told = [
            (locale, name, shown.variants.get(locale, {}).get(name, ABSENT), after) for locale, name, after in cells
        ]
        if not bench.can(entry.kind).stages_edits:
            touched = {locale for locale, _, _ in cells}
            live = [one for one in shown.variants if shown.variants[one].get(STATUS) == PUBLISHED]
            told += [(one, STATUS, PUBLISHED, PUBLISHED) for one in live if touched & {SHARED, one}]
        present = {*shown.variants, *(locale for locale, *_ in cells)} - {SHARED}
        return make("update", entry, told, present)

    def article(self, bench: Bench, entry: EntryKey = TEA, locales: Sequence[Locale] = (EN, FR), **own: Value) -> Op:
        variants = {locale: {"title": text(f"{entry.name} {locale}"), **own} for locale in locales}
        return self.new(bench, entry, variants)

    # Reading.

    def test_an_empty_side_reads_empty(self, bench):
        assert bench.read() == {}

    def test_everything_is_read_with_state_and_shared_cells_apart(self, bench):
        ada = bench.seed(ADA, {EN: {"name": text("Ada"), "bio": text("Writes")}})
        own = {
            EN: {"title": text("Tea"), "rank": Scalar("number", "3"), "author": Ref(EntryKey("author", ada))},
            FR: {"title": text("Thé"), "rank": Scalar("number", "3")},
        }
        tea = bench.seed(TEA, own, live=[EN])
        read = bench.read()
        assert set(read) == {("author", ada), ("article", tea)}
        shared = {"rank": Scalar("number", "3")}
        if "article" in bench.side.slugged:
            shared[SLUG] = text("tea")
        article = read["article", tea].variants
        assert article[SHARED] == shared
        assert article[EN] == {
            STATUS: PUBLISHED,
            **self._off(article[EN]),
            "title": text("Tea"),
            "author": own[EN]["author"],
        }
        assert article[FR] == {STATUS: first_state(bench), **self._off(article[FR]), "title": text("Thé")}
        assert read["author", ada].variants[SHARED]["name"] == text("Ada")
        assert read["author", ada].variants[EN] == {STATUS: first_state(bench, "author"), "bio": text("Writes")}

    def _off(self, variant: Mapping[str, Value]) -> Mapping[str, Value]:
        """A switch that was never set may read as off, and that is as good as nothing."""
        return {name: value for name, value in variant.items() if value == Scalar("flag", "false")}

    def test_a_locale_that_an_entry_lacks_is_missing_and_not_empty(self, bench):
        only = EN if bench.can().by_primary else FR
        bench.seed(TEA, {only: {"title": text("Thé")}})
        ((_, seen),) = bench.read().items()
        assert set(seen.variants) - {SHARED} == {only}
        assert set(bench.seen(TEA).variants) - {SHARED} == {only}

    def test_reading_twice_without_an_edit_gives_equal_results(self, bench):
        bench.seed(ADA, {EN: {"name": text("Ada")}})
        bench.seed(TEA, {EN: {"title": text("Tea")}, FR: {"title": text("Thé")}}, live=[EN, FR])
        assert bench.read() == bench.read()

    def test_looking_shows_what_reading_shows(self, bench):
        tea = bench.seed(TEA, {EN: {"title": text("Tea")}, FR: {"title": text("Thé")}}, live=[FR])
        assert bench.seen(TEA).variants == bench.read()["article", tea].variants

    def test_a_live_variant_shows_its_live_content_and_what_lies_on_top_is_noted(self, bench):
        tea = bench.seed(TEA, {EN: {"title": text("Tea")}}, live=[EN])
        bench.side.edit("article", tea, EN, "title", text("Tease"))
        if not bench.can().drafts:  # what a person saves is live, and nothing lies on top of it
            assert bench.seen(TEA).variants[EN]["title"] == text("Tease")
            assert bench.look(TEA, EN, live=True) == bench.look(TEA, EN)
            return
        seen = bench.read()["article", tea]
        assert seen.variants[EN]["title"] == text("Tea")
        assert seen.variants[EN][STATUS] == PUBLISHED
        assert seen.notes[EN].unpublished_edits
        assert bench.seen(TEA).variants[EN]["title"] == text("Tease")
        assert bench.look(TEA, EN, live=True).variants[EN]["title"] == text("Tea")

    def test_a_variant_without_edits_on_top_is_not_said_to_have_any(self, bench):
        bench.seed(TEA, {EN: {"title": text("Tea")}, FR: {"title": text("Thé")}}, live=[EN])
        ((_, seen),) = bench.read().items()
        assert not any(note.unpublished_edits for note in seen.notes.values())

    def test_an_entry_that_is_not_there_is_missing_from_a_look(self, bench):
        assert bench.writer.look([Wanted(TEA, LOCALES, slugs={SHARED: "tea"}, origin="article/tea")]) == {}

    def test_a_reader_cannot_write(self, bench):
        reader = bench.side.reader()
        assert not hasattr(reader, "calls")
        assert {kind for kind in FIELDS if reader.capabilities(kind) == bench.can(kind)} == set(FIELDS)

    def test_every_kind_is_described(self, bench):
        schema = bench.writer.inspect()
        assert set(schema.kinds) == set(FIELDS)
        if schema.locales is not None:
            assert len(schema.locales) >= len(LOCALES)

    # Creating.

    def test_an_entry_is_created_in_several_locales_as_drafts(self, bench):
        op = self.new(
            bench,
            TEA,
            {
                EN: {
                    "title": text("Tea"),
                    "lead": Scalar("long_text", "One\nTwo"),
                    "topic": Scalar("option", "news"),
                    **({"body": Scalar("rich_text", "<p>Green</p>")} if bench.can().by_primary else {}),
                },
                FR: {"title": text("Thé"), "body": Scalar("rich_text", "<p>Vert &amp; noir</p>")},
            },
            {"rank": Scalar("number", "4.5")},
        )
        bench.accepted(op)
        seen = bench.seen(TEA)
        assert set(seen.variants) == {SHARED, EN, FR}
        for change in op.changes:
            shown = seen.variants[change.locale].get(change.field, ABSENT)
            assert bench.shows(change.after, shown), (change.at, shown)

    def test_nothing_of_one_locale_is_copied_into_another(self, bench):
        own = {EN: {"title": text("Tea"), "lead": Scalar("long_text", "Leaves")}, FR: {"title": text("Thé")}}
        bench.accepted(self.new(bench, TEA, own))
        assert "lead" not in bench.seen(TEA).variants[FR]

    def test_nothing_that_was_created_is_live_but_where_nothing_else_can_be(self, bench):
        bench.accepted(self.article(bench))
        states = {bench.state(TEA, locale) for locale in (EN, FR)}
        assert states <= ({DRAFT, ABSENT} if bench.can().drafts else {PUBLISHED})

    def test_a_draft_is_refused_where_there_are_none(self, bench):
        if bench.can().drafts:
            return
        bench.accepted(self.article(bench, locales=[EN]))
        bench.refused(make("create", MILK, [(EN, STATUS, ABSENT, DRAFT), (EN, "title", ABSENT, text("Milk"))], [EN]))
        bench.refused(self.change(bench, TEA, (FR, STATUS, DRAFT), (FR, "title", text("Thé"))))
        ((_, seen),) = bench.read().items()
        assert set(seen.variants) - {SHARED} == {EN}

    def test_a_created_entry_is_found_without_its_id(self, bench):
        op = self.article(bench)
        bench.calls(op)
        bench.names.remotes.clear()
        assert bench.found(op).kind == "article"
        author = self.new(bench, ADA, {EN: {"bio": text("Writes")}})
        bench.calls(author)
        bench.names.remotes.pop(ADA, None)
        assert bench.found(author).kind == "author"

    def test_an_id_that_a_side_tells_is_the_one_that_it_shows(self, bench):
        op = self.article(bench)
        bench.calls(op)
        told = bench.names.remote(TEA)
        shown = bench.found(op).remote
        assert told in (None, shown)
        assert [seen.remote for seen in bench.side.reader().read()] == [shown]

    def test_a_create_says_what_it_creates(self, bench):
        op = self.article(bench)
        creating = [call for call, _ in bench.calls(op) if call.creates]
        assert [call.creates for call in creating] == [{TEA}]
        bench.found(op)
        assert not any(call.creates for call, _ in bench.calls(self.change(bench, TEA, (EN, "title", text("T")))))

    def test_several_entries_are_created_in_one_layer(self, bench):
        ops = [self.article(bench, entry) for entry in (TEA, MILK, SUGAR)]
        bench.accepted(*ops)
        remotes = {bench.names.remote(op.entry) for op in ops}
        assert len(remotes) == len(ops)
        for op in ops:
            assert bench.seen(op.entry).variants[EN]["title"] == text(f"{op.entry.name} {EN}")

    # Links.

    def test_a_link_is_written_by_key_and_read_by_the_sides_own_name(self, bench):
        bench.accepted(self.new(bench, ADA, {EN: {}, FR: {}}))
        bench.accepted(self.article(bench, author=Ref(ADA)))
        shown = bench.seen(TEA).variants[EN]["author"]
        assert shown == Ref(EntryKey("author", bench.names.remote(ADA)))

    def test_several_links_are_written_and_read(self, bench):
        bench.accepted(*(self.article(bench, entry) for entry in (MILK, SUGAR)))
        bench.accepted(self.article(bench, related=Many((Ref(SUGAR), Ref(MILK)))))
        assert bench.shows(Many((Ref(SUGAR), Ref(MILK))), bench.seen(TEA).variants[FR]["related"])

    def test_a_link_is_added_afterwards(self, bench):
        bench.accepted(self.article(bench))
        link = replace(self.change(bench, TEA, (EN, "related", Many((Ref(TEA),)))), verb="link")
        bench.accepted(link)
        assert bench.shows(Many((Ref(TEA),)), bench.seen(TEA).variants[EN]["related"])

    def test_a_link_to_what_has_no_name_here_is_refused_without_a_request(self, bench):
        before = bench.side.requests()
        assert "ada" in bench.refused(self.article(bench, author=Ref(ADA)))
        assert bench.side.requests() == before
        assert bench.read() == {}

    def test_an_op_that_is_refused_is_named_and_the_others_are_carried_out(self, bench):
        good, bad = self.article(bench, MILK), self.article(bench, related=Many((Ref(SUGAR),)))
        answers = [answered for _, answered in bench.calls(good, bad)]
        assert all(isinstance(answered, Sent) for answered in answers)
        assert [set(answered.refused) for answered in answers if answered.refused] == [{TEA}]
        bench.found(good)
        assert len(bench.read()) == 1

    # Files.

    def test_an_image_is_written_with_its_alternative_text_where_that_can_be_written(self, bench):
        alt = "A cup" if bench.can().write_alt else ""
        cover = Asset("image", "https://files.example/cup.png", alt)
        bench.accepted(self.article(bench, cover=cover))
        assert bench.shows(cover, bench.seen(TEA).variants[EN]["cover"])

    # Changing.

    def test_an_update_changes_its_cells_and_leaves_every_other_as_it_was(self, bench):
        rich = {"body": Scalar("rich_text", "<p>Hot</p>"), "tint": Scalar("colour", "#336699")}
        bench.accepted(self.article(bench, **rich))
        before = bench.seen(TEA).variants
        bench.accepted(self.change(bench, TEA, (FR, "title", text("Thé vert"))))
        after = bench.seen(TEA).variants
        assert after == {**before, FR: {**before[FR], "title": text("Thé vert")}}

    def test_a_shared_cell_reaches_every_locale(self, bench):
        bench.accepted(self.article(bench))
        bench.accepted(self.change(bench, TEA, (SHARED, "rank", Scalar("number", "7"))))
        for locale in (EN, FR):
            assert bench.look(TEA, locale).variants[SHARED]["rank"] == Scalar("number", "7")

    def test_a_cell_is_cleared(self, bench):
        bench.accepted(self.article(bench, lead=Scalar("long_text", "Leaves"), topic=Scalar("option", "news")))
        one, other = (FR, EN) if bench.can().by_primary else (EN, FR)
        bench.accepted(self.change(bench, TEA, (one, "lead", ABSENT), (one, "topic", ABSENT)))
        variants = bench.seen(TEA).variants
        assert not {"lead", "topic"} & set(variants[one])
        assert {"lead", "topic"} <= set(variants[other])

    def test_a_text_is_known_by_the_primary_or_stands_alone_as_the_side_says(self, bench):
        alone = self.new(bench, TEA, {EN: {"title": text("Tea")}, FR: {"title": text("Thé"), "body": text("Vert")}})

        if bench.can().by_primary:
            assert bench.refused(alone)
            assert bench.read() == {}
            bench.accepted(self.article(bench, lead=Scalar("long_text", "Leaves")))
            assert bench.refused(self.change(bench, TEA, (EN, "lead", ABSENT)))
            assert "lead" in bench.seen(TEA).variants[EN]

    def test_a_locale_is_added_as_a_draft_or_the_side_says_no(self, bench):
        bench.accepted(self.article(bench))
        bench.accepted(self.going_live(bench, TEA, EN))
        state = first_state(bench)
        add = self.change(bench, TEA, (JA, STATUS, state), (JA, "title", text("お茶")))
        if not bench.can().add_variant:
            bench.refused(add)
            assert JA not in bench.seen(TEA).variants
            return
        bench.accepted(add)
        variants = bench.seen(TEA).variants
        assert (variants[JA][STATUS], variants[JA]["title"]) == (state, text("お茶"))
        assert variants[FR]["title"] == text("tea fr-FR")
        assert bench.state(TEA, JA) in (state, ABSENT)

    def test_an_update_of_a_live_variant_is_staged_or_live_as_the_side_says(self, bench):
        bench.accepted(self.article(bench))
        bench.accepted(self.going_live(bench, TEA, EN))
        bench.accepted(self.change(bench, TEA, (EN, "title", text("Black tea"))))
        assert bench.seen(TEA).variants[EN]["title"] == text("Black tea")
        public = bench.look(TEA, EN, live=True).variants[EN]["title"]
        assert public == text(f"tea {EN}" if bench.can().stages_edits else "Black tea")

    # States.

    def test_a_publish_puts_only_the_named_locales_live(self, bench):
        bench.accepted(self.article(bench))
        bench.accepted(self.going_live(bench, TEA, FR))
        assert bench.state(TEA, FR) == PUBLISHED
        assert bench.state(TEA, EN) in (first_state(bench), ABSENT)

    def test_a_publish_changes_no_content(self, bench):
        bench.accepted(self.article(bench, lead=Scalar("long_text", "Leaves")))
        before = bench.seen(TEA).variants
        bench.accepted(self.going_live(bench, TEA, EN, FR))
        after = bench.seen(TEA).variants
        assert {locale: {**cells, STATUS: PUBLISHED} for locale, cells in before.items() if locale != SHARED} == {
            locale: cells for locale, cells in after.items() if locale != SHARED
        }

    def test_a_variant_is_taken_off_the_live_site_or_the_side_says_no(self, bench):
        for entry, op in ((ADA, self.new(bench, ADA, {EN: {"bio": text("x")}, FR: {}})), (TEA, self.article(bench))):
            bench.accepted(op)
            bench.accepted(self.going_live(bench, entry, EN, FR))
            off = make("unpublish", entry, [(EN, STATUS, PUBLISHED, DRAFT)], (EN, FR))
            if bench.can(entry.kind).unpublish:
                bench.accepted(off)
                assert bench.state(entry, EN) in (DRAFT, ABSENT)
                assert bench.seen(entry).variants[EN][STATUS] == DRAFT
            else:
                bench.refused(off)
                assert bench.state(entry, EN) == PUBLISHED
            assert bench.state(entry, FR) == PUBLISHED

    def test_a_variant_is_archived_or_the_side_says_no(self, bench):
        bench.accepted(self.article(bench))
        gone = make("archive", TEA, [(EN, STATUS, first_state(bench), ARCHIVED)], (EN, FR))
        if not bench.can().archive:
            bench.refused(gone)
            return
        bench.accepted(gone)
        variants = bench.seen(TEA).variants
        assert (variants[EN][STATUS], variants[FR][STATUS]) == (ARCHIVED, DRAFT)

    def test_a_variant_comes_out_of_the_archive_as_a_draft(self, bench):
        bench.accepted(self.article(bench))
        if not bench.can().archive:
            return
        bench.accepted(make("archive", TEA, [(EN, STATUS, DRAFT, ARCHIVED)], (EN, FR)))
        bench.accepted(self.change(bench, TEA, (EN, STATUS, DRAFT), (EN, "title", text("Back"))))
        variants = bench.seen(TEA).variants
        assert (variants[EN][STATUS], variants[EN]["title"]) == (DRAFT, text("Back"))
        bench.accepted(self.going_live(bench, TEA, EN))
        assert bench.state(TEA, EN) == PUBLISHED

    def test_an_entry_is_deleted_or_the_side_says_no(self, bench):
        for entry, op in ((ADA, self.new(bench, ADA, {EN: {}, FR: {}})), (TEA, self.article(bench))):
            bench.accepted(op)
            state = first_state(bench, entry.kind)
            gone = make("delete", entry, [(locale, STATUS, state, ABSENT) for locale in (EN, FR)], ())
            if bench.can(entry.kind).delete_entry:
                bench.accepted(gone)
                assert bench.look(entry) is None
                assert entry.kind not in {kind for kind, _ in bench.read()}
            else:
                bench.refused(gone)
                assert bench.look(entry) is not None

    def test_a_variant_is_deleted_alone_or_the_side_says_no(self, bench):
        bench.accepted(self.article(bench))
        gone = make("delete", TEA, [(FR, STATUS, first_state(bench), ABSENT)], (EN,))
        if bench.can().delete_variant:
            bench.accepted(gone)
            assert set(bench.seen(TEA).variants) - {SHARED} == {EN}
        else:
            bench.refused(gone)
            assert FR in bench.seen(TEA).variants

    # Calls.

    def many(self, bench: Bench, count: int = 5) -> list[EntryKey]:
        keys = [EntryKey("article", f"page-{number}") for number in range(count)]
        bench.accepted(*(self.article(bench, key, [EN]) for key in keys))
        return keys

    def test_batches_are_filled_to_the_limit(self, bench):
        keys = self.many(bench)
        calls = bench.accepted(*(self.change(bench, key, (EN, "title", text("x"))) for key in keys))
        assert len(calls) == ceil(len(keys) / bench.can().batch)

    def test_isolated_ops_go_one_by_one(self, bench):
        keys = self.many(bench, 3)
        ops = [self.change(bench, key, (EN, "title", text("x"))) for key in keys]
        calls = [call for call, _ in bench.calls(*ops, isolate=True)]
        assert [[op.entry for op in call.ops] for call in calls] == [[key] for key in keys]

    def test_every_op_is_completed_by_one_call(self, bench):
        ops = [self.article(bench, entry) for entry in (TEA, MILK)]
        last = [op.entry for call, _ in bench.calls(*ops) if call.last for op in call.ops]
        assert sorted(last) == [MILK, TEA]

    def test_the_cost_is_the_number_of_calls(self, bench):
        def counted(*ops: Op) -> None:
            expected = bench.writer.cost(ops)
            assert bench.writer.cost([self.reduced(op) for op in ops]) == expected
            assert len(bench.accepted(*ops)) == expected

        counted(*(self.new(bench, entry, {EN: {"bio": text("x")}, FR: {}}) for entry in (ADA, BEN)))
        counted(*(self.article(bench, entry, author=Ref(ADA)) for entry in (TEA, MILK, SUGAR)))
        counted(*(self.going_live(bench, entry, EN, FR) for entry in (TEA, MILK)), self.going_live(bench, ADA, EN))
        title, lead = (EN, "title", text("x")), (FR, "title", text("y"))
        counted(self.change(bench, TEA, title, lead), self.change(bench, SUGAR, title))
        counted(self.change(bench, MILK, (SHARED, "rank", Scalar("number", "1"))))

    def reduced(self, op: Op) -> Op:
        """One change per locale beside the states, and no values: all that a plan keeps in memory of an op."""
        kept: dict[tuple[Locale, bool], Change] = {}
        for change in op.changes:
            state = change.field == STATUS
            kept.setdefault((change.locale, state), change if state else replace(change, before=ABSENT, after=ABSENT))
        return replace(op, changes=tuple(kept.values()))

    def test_counting_asks_nobody(self, bench):
        before = bench.side.requests()
        assert bench.writer.cost([self.article(bench)]) >= 1
        assert bench.writer.look_cost([self.article(bench)]) >= 1
        assert bench.side.requests() == before

    # Echo.

    SAMPLES: Mapping[str, tuple[Value, ...]] = {
        "title": (text("Tea"), text('Thé "vert" & <noir> 茶 🍵')),
        "lead": (Scalar("long_text", "One\nTwo"),),
        "body": (Scalar("rich_text", "<p>Hot &amp; <strong>strong</strong></p>"),),
        "rank": (Scalar("number", "3"), Scalar("number", "-2.25")),
        "hot": (Scalar("flag", "true"), Scalar("flag", "false")),
        "topic": (Scalar("option", "news"), Scalar("option", "tips")),
        "tint": (Scalar("colour", "#336699"),),
        "cover": (Asset("image", "https://files.example/cup.png"),),
    }

    @pytest.mark.parametrize("name", SAMPLES)
    def test_what_an_echo_accepts_comes_back_as_it_was(self, bench, name):
        for value in self.SAMPLES[name]:
            assert rendering(value, bench.writer.echo("article", name, value))

    def test_an_echo_of_links_is_in_the_sides_own_names(self, bench):
        remote = bench.seed(ADA, {EN: {"name": text("Ada")}})
        link = Ref(EntryKey("author", remote))
        assert bench.writer.echo("article", "author", link) == link

    def test_what_an_echo_says_is_what_a_write_gives(self, bench):
        own = {name: values[0] for name, values in self.SAMPLES.items() if name not in ("rank", "title")}
        bench.accepted(self.article(bench, **own))
        shown = bench.seen(TEA).variants[EN]
        for name, value in own.items():
            expected = bench.writer.echo("article", name, value)
            assert not isinstance(expected, Absent)
            assert bench.shows(expected, shown[name]), (name, expected, shown[name])
