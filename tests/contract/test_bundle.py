"""The contract of ``ports`` over a folder of files."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from suite import EN as PRIMARY
from suite import LOCALES, AdapterContract, kind_binding

from isogloss.adapters.bundle.adapter import open_reader, open_writer
from isogloss.bridge import BundleSettings, ByKind, Collection, FieldBinding, KindBinding, PageType, SideBinding
from isogloss.errors import ConfigError, Drift, Missing, Stale
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.schema import Field
from isogloss.model.value import ABSENT, Asset, Group, Many, MaybeValue, Ref, Scalar, digest
from isogloss.plan.op import Change, Op
from isogloss.plan.record import op_id
from isogloss.ports import Sent, Wanted

if TYPE_CHECKING:
    from isogloss.adapters.bundle.adapter import BundleWriter
    from isogloss.model.snapshot import Seen

EN, FR = Locale("en"), Locale("fr-FR")
FIELDS = {
    "author": {"name": Field("name", "text")},
    "article": {
        "title": Field("title", "text"),
        "body": Field("body", "rich_text"),
        "rank": Field("rank", "number", shared=True),
        "topic": Field("topic", "option"),
        "cover": Field("cover", "image"),
        "author": Field("author", "reference", to="author"),
        "related": Field("related", "references", to="article"),
        "panel": Field("panel", "opaque"),
        "cards": Field("cards", "list"),
    },
}
OPTIONS = {"news": "News", "tips": "Tips"}
CARD = {
    "who": FieldBinding(Field("who", "reference", to="author"), "who_there"),
    "topic": FieldBinding(Field("topic", "option"), "topic_there", OPTIONS),
    "inner": FieldBinding(
        Field("inner", "group"), "inner_there", fields={"n": FieldBinding(Field("n", "number"), "n_there")}
    ),
}


def binding(path: Path, **changes: object) -> SideBinding:
    kinds = {
        kind: KindBinding(
            kind,
            Collection(f"{kind}s"),
            {
                name: FieldBinding(
                    found,
                    f"{name}_here",
                    OPTIONS if name == "topic" else {},
                    fields=CARD if name == "cards" else {},
                )
                for name, found in fields.items()
            },
        )
        for kind, fields in FIELDS.items()
    }
    made = SideBinding(Side.LEFT, "files", BundleSettings(path), {}, {EN: "en", FR: "fr"}, EN, kinds)
    return replace(made, **changes)  # type: ignore[arg-type]  # a test says what it changes


@dataclass
class KnownNames:
    """The port ``Names`` in memory."""

    remotes: dict[EntryKey, str] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)

    def remote(self, entry: EntryKey) -> str | None:
        return self.remotes.get(entry)

    def bind(self, entry: EntryKey, remote: str) -> None:
        self.remotes[entry] = remote

    def asset(self, identity: str) -> str | None:
        return self.assets.get(identity)


@dataclass
class Bundle:
    """A bundle, a writer over it, and its names."""

    path: Path
    names: KnownNames = field(default_factory=KnownNames)

    @property
    def writer(self) -> BundleWriter:
        return open_writer(binding(self.path))

    def send(self, *ops: Op, isolate: bool = False) -> list[Sent]:
        calls = self.writer.calls(ops, self.names, isolate=isolate)
        answers: list[Sent] = []
        call = next(calls, None)
        while call is not None:
            answers.append(call.send())
            for entry, remote in answers[-1].remotes.items():
                self.names.bind(entry, remote)
            with suppress(StopIteration):
                call = calls.send(answers[-1])
                continue
            call = None
        return answers

    def done(self, *ops: Op) -> None:
        for answer in self.send(*ops):
            assert answer.refused == {}

    def seen(self, kind: str, remote: str) -> Seen:
        return {(seen.kind, seen.remote): seen for seen in open_reader(binding(self.path)).read()}[kind, remote]

    def files(self) -> dict[str, bytes]:
        return {str(file.relative_to(self.path)): file.read_bytes() for file in self.path.rglob("*") if file.is_file()}

    def put(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def op(verb: str, entry: EntryKey, *changes: tuple[Locale, str, MaybeValue], present: tuple[Locale, ...] = (EN,)) -> Op:
    made = tuple(
        Change(Cell(entry, locale, name), ABSENT, value, digest(value))
        for locale, name, value in sorted(changes, key=lambda change: change[:2])
    )
    bare = Op("", Side.LEFT, verb, entry, entry.name, made, present)  # type: ignore[arg-type]  # the id follows
    return replace(bare, id=op_id(bare))


def text(value: str) -> Scalar:
    return Scalar("text", value)


ANN, BOB = EntryKey("author", "ann"), EntryKey("author", "bob")
TEA = EntryKey("article", "tea")


def create_author(entry: EntryKey, name: str = "Ann") -> Op:
    return op("create", entry, (EN, "name", text(name)), (EN, STATUS, DRAFT), (SHARED, SLUG, text(entry.name)))


@pytest.fixture
def side(tmp_path: Path) -> Bundle:
    (tmp_path / "content").mkdir()
    return Bundle(tmp_path / "content")


@pytest.fixture
def tea(side: Bundle) -> Bundle:
    """A bundle with an author, and an article in two locales."""
    side.done(create_author(ANN))
    side.done(
        op(
            "create",
            TEA,
            (SHARED, SLUG, text("tea")),
            (SHARED, "rank", Scalar("number", "1.5")),
            (EN, "title", text("Tea")),
            (EN, "body", Scalar("rich_text", "<p>One</p><p>Two</p>")),
            (EN, "topic", Scalar("option", "news")),
            (EN, "cover", Asset("image", "https://a.example/1.png", "A pot")),
            (EN, "author", Ref(ANN)),
            (EN, STATUS, DRAFT),
            (FR, "title", text("Thé")),
            (FR, STATUS, DRAFT),
            present=(EN, FR),
        )
    )
    return side


def test_an_empty_folder_is_a_side_with_nothing_in_it(side: Bundle) -> None:
    reader = open_reader(binding(side.path))
    assert list(reader.read()) == []
    schema = reader.inspect()
    assert schema.locales == {"en": True, "fr": True}
    assert schema.primary == "en"
    assert schema.kinds["article"].fields is not None
    assert schema.kinds["article"].fields["author_here"].to == "authors"
    assert schema.kinds["article"].fields["topic_here"].options == {"News": "News", "Tips": "Tips"}
    assert side.files() == {}


def test_a_created_entry_is_read_as_it_was_written(tea: Bundle) -> None:
    seen = tea.seen("article", "tea")
    assert seen.origin == "article/tea"
    assert seen.variants == {
        SHARED: {SLUG: text("tea"), "rank": Scalar("number", "1.5")},
        EN: {
            STATUS: DRAFT,
            "title": text("Tea"),
            "body": Scalar("rich_text", "<p>One</p><p>Two</p>"),
            "topic": Scalar("option", "news"),
            "cover": Asset("image", "https://a.example/1.png", "A pot"),
            "author": Ref(EntryKey("author", "ann")),
        },
        FR: {STATUS: DRAFT, "title": text("Thé")},
    }
    assert not any(note.unpublished_edits for note in seen.notes.values())


def test_the_files_are_what_a_person_would_write(tea: Bundle) -> None:
    files = tea.files()
    assert sorted(files) == [
        "articles/tea/en.yaml", "articles/tea/fr.yaml", "articles/tea/shared.yaml",
        "authors/ann/en.yaml", "authors/ann/shared.yaml", "bundle.yaml",
    ]  # fmt: skip
    assert files["articles/tea/en.yaml"].decode().splitlines() == [
        "$status: draft",
        "author_here: ann",
        "body_here: |-",
        "  <p>One</p>",
        "  <p>Two</p>",
        "cover_here:",
        "  alt: A pot",
        '  url: "https://a.example/1.png"',
        "title_here: Tea",
        "topic_here: News",
    ]


def test_an_update_writes_the_file_it_changes_and_no_other(tea: Bundle) -> None:
    for file in tea.path.rglob("*.yaml"):
        os.utime(file, ns=(1, 1))
    before = tea.files()
    tea.done(op("update", TEA, (FR, "title", text("Le thé")), (FR, "author", Ref(ANN)), present=(EN, FR)))
    assert tea.seen("article", "tea").variants[FR]["title"] == text("Le thé")
    after = tea.files()
    assert {name for name in after if after[name] != before[name]} == {"articles/tea/fr.yaml"}
    written = {str(file.relative_to(tea.path)) for file in tea.path.rglob("*.yaml") if file.stat().st_mtime_ns != 1}
    assert written == {"articles/tea/fr.yaml"}


def test_a_cell_emptied_and_a_slug_changed_are_read_so(tea: Bundle) -> None:
    changes = ((EN, "cover", ABSENT), (SHARED, SLUG, text("teas")), (SHARED, "rank", ABSENT))
    tea.done(op("update", TEA, *changes, present=(EN, FR)))
    seen = tea.seen("article", "tea")
    assert "cover" not in seen.variants[EN]
    assert seen.variants[SHARED] == {SLUG: text("teas")}
    tea.done(op("update", TEA, (SHARED, SLUG, ABSENT), present=(EN, FR)))
    assert SHARED not in tea.seen("article", "tea").variants


def test_a_new_variant_of_an_entry_is_a_file_of_its_own(side: Bundle) -> None:
    side.done(create_author(ANN))
    side.done(op("update", ANN, (FR, "name", text("Anne")), (FR, STATUS, DRAFT), present=(EN, FR)))
    assert side.files()["authors/ann/fr.yaml"] == b"$status: draft\nname_here: Anne\n"
    side.done(op("update", ANN, (EN, "name", text("Ann B")), present=(EN, FR)))
    assert side.seen("author", "ann").variants[FR]["name"] == text("Anne")


def test_states_are_written_locale_by_locale_and_leave_content_alone(tea: Bundle) -> None:
    named = (EN, "title", text("not written"))
    tea.done(op("publish", TEA, (EN, STATUS, PUBLISHED), named, present=(EN, FR)))
    seen = tea.seen("article", "tea")
    assert (seen.variants[EN][STATUS], seen.variants[FR][STATUS]) == (PUBLISHED, DRAFT)
    assert seen.variants[EN]["title"] == text("Tea")
    tea.done(op("unpublish", TEA, (EN, STATUS, DRAFT), present=(EN, FR)))
    tea.done(op("archive", TEA, (FR, STATUS, ARCHIVED), present=(EN, FR)))
    seen = tea.seen("article", "tea")
    assert (seen.variants[EN][STATUS], seen.variants[FR][STATUS]) == (DRAFT, ARCHIVED)


def test_a_variant_is_deleted_alone_and_the_last_takes_the_entry_with_it(tea: Bundle) -> None:
    tea.done(op("delete", TEA, (FR, STATUS, ABSENT)))
    assert set(tea.seen("article", "tea").variants) == {SHARED, EN}
    tea.done(op("delete", TEA, (EN, STATUS, ABSENT), present=()))
    assert os.listdir(tea.path / "articles") == []  # noqa: PTH208  # dot names count too


def test_any_value_stands_in_any_field(side: Bundle) -> None:
    value = Many((Group((("no", Scalar("flag", "true")), ("z", Many((Ref(EntryKey("author", "x")),))))), text("1.0")))
    side.names.bind(EntryKey("author", "x"), "ann")
    side.done(create_author(ANN))
    side.done(op("create", TEA, (EN, "panel", value), (EN, STATUS, DRAFT)))
    shown = side.seen("article", "tea").variants[EN]["panel"]
    assert shown == Many(
        (Group((("no", Scalar("flag", "true")), ("z", Many((Ref(EntryKey("author", "ann")),))))), text("1.0"))
    )


def test_the_parts_of_a_group_go_by_the_names_of_this_side(side: Bundle) -> None:
    side.done(create_author(ANN))
    inner = Group((("n", Scalar("number", "1")),))
    cards = Many((Group((("inner", inner), ("topic", Scalar("option", "news")), ("who", Ref(ANN)))),))
    side.done(op("create", TEA, (EN, "cards", cards), (EN, STATUS, DRAFT)))
    assert side.files()["articles/tea/en.yaml"].decode().splitlines() == [
        "$status: draft",
        "cards_here:",
        "  - inner_there:",
        "      n_there: 1",
        "    topic_there: News",
        "    who_there: ann",
    ]
    assert side.seen("article", "tea").variants[EN]["cards"] == cards


def test_a_file_has_the_address_that_this_side_knows_it_by(side: Bundle) -> None:
    side.names.assets["https://there.example/1.png"] = "https://here.example/1.png"
    cover = Asset("image", "https://there.example/1.png", "A")
    side.done(op("create", TEA, (EN, "cover", cover), (EN, STATUS, DRAFT)))
    shown = side.seen("article", "tea").variants[EN]["cover"]
    assert shown == Asset("image", "https://here.example/1.png", "A")


def test_an_option_that_the_mapping_does_not_name_is_seen_as_such(tea: Bundle) -> None:
    tea.put("articles/tea/fr.yaml", "$status: draft\ntopic_here: Gossip\n")
    assert tea.seen("article", "tea").variants[FR]["topic"] == Scalar("option", "?Gossip")
    tea.put("articles/tea/fr.yaml", '$status: draft\ntopic_here: "?News"\n')
    assert tea.seen("article", "tea").variants[FR]["topic"] == Scalar("option", "?News")


@pytest.mark.parametrize("to", [BOB, EntryKey("article", "gone"), EntryKey("page", "x")])
def test_a_link_to_what_is_not_there_is_refused_and_the_rest_goes_on(tea: Bundle, to: EntryKey) -> None:
    tea.names.bind(EntryKey("article", "gone"), "gone")
    tea.names.bind(EntryKey("page", "x"), "x")
    before = tea.files()
    answers = tea.send(
        op("update", TEA, (EN, "author", Many((Ref(ANN), Ref(to)))), present=(EN, FR)),
        op("update", ANN, (EN, "name", text("Ann B"))),
    )
    assert list(answers[0].refused) == [TEA]
    assert "is not in the bundle" in answers[0].refused[TEA]
    assert {name for name, raw in tea.files().items() if raw != before[name]} == {"authors/ann/en.yaml"}


def test_a_change_to_what_is_not_there_is_refused(side: Bundle) -> None:
    side.names.bind(BOB, "bob")
    for entry in (ANN, BOB):
        answers = side.send(op("update", entry, (EN, "name", text("x"))))
        assert answers[0].refused == {entry: f"{entry} is not in the bundle"}


@pytest.mark.parametrize("remote", ["..", "../authors/ann", "/etc", "a/b", ""])
def test_a_remote_id_that_leads_outside_is_no_entry(tea: Bundle, remote: str) -> None:
    tea.names.bind(BOB, remote)
    assert list(tea.send(op("delete", BOB, (EN, STATUS, ABSENT)))[0].refused) == [BOB]
    assert open_reader(binding(tea.path)).look([Wanted(BOB, (EN,), remote)]) == {}


@pytest.mark.parametrize("name", ["../../up", "CON", "a/b", "Ann", "x" * 400, "日本語", ".hidden", "é", "e\u0301", "."])
def test_a_hostile_key_makes_a_folder_that_can_be_read_again(side: Bundle, name: str) -> None:
    key = EntryKey("author", name)
    side.done(create_author(key))
    assert len(side.files()) == 3
    assert list(side.path.parent.iterdir()) == [side.path]
    seen = side.seen("author", side.names.remotes[key])
    assert seen.origin == f"author/{name}" or name == "e\u0301"


def test_keys_that_differ_in_case_alone_get_folders_of_their_own(side: Bundle) -> None:
    side.done(create_author(BOB))
    side.put("authors/Ann/en.yaml", "$status: draft\n")
    side.done(create_author(ANN))
    assert side.names.remotes[ANN] == "ann~2"
    assert len(list(open_reader(binding(side.path)).read())) == 3


def test_ops_are_batched_by_verb_and_cost_what_they_take(side: Bundle) -> None:
    ops = [create_author(EntryKey("author", f"a{n}")) for n in range(150)]
    ops.append(op("update", EntryKey("author", "a0"), (EN, "name", text("x"))))
    assert side.writer.cost(ops) == 3
    assert side.writer.look_cost(ops) == 1
    calls = list(side.writer.calls(ops, side.names))
    assert [len(call.ops) for call in calls] == [100, 50, 1]
    assert [len(call.creates) for call in calls] == [100, 50, 0]
    assert all(call.last for call in calls)
    assert [len(call.ops) for call in side.writer.calls(ops[:3], side.names, isolate=True)] == [1, 1, 1]


def test_a_batch_tells_the_ids_of_what_it_made(side: Bundle) -> None:
    (answer,) = side.send(create_author(ANN), create_author(BOB))
    assert answer.remotes == {ANN: "ann", BOB: "bob"}


def test_looking_finds_by_id_by_origin_and_by_slug(tea: Bundle) -> None:
    reader = open_reader(binding(tea.path))
    by_id = Wanted(TEA, (EN,), "tea")
    by_origin = Wanted(EntryKey("article", "x"), (EN,), origin="article/tea")
    by_slug = Wanted(EntryKey("article", "y"), (EN,), slugs={SHARED: "tea"}, origin="article/y")
    nothing = Wanted(EntryKey("article", "z"), (EN,), slugs={SHARED: "zzz"})
    gone = Wanted(EntryKey("article", "g"), (EN,), "gone")
    found = reader.look([by_id, by_origin, by_slug, nothing, gone])
    assert {key.name: seen.remote for key, seen in found.items()} == {"tea": "tea", "x": "tea", "y": "tea"}


def test_looking_for_what_could_be_either_of_two_is_no_answer(side: Bundle) -> None:
    for name in ("one", "two"):
        side.done(op("create", EntryKey("author", name), (EN, STATUS, DRAFT), (SHARED, SLUG, text("same"))))
    with pytest.raises(Stale, match="could be any of one, two"):
        open_reader(binding(side.path)).look([Wanted(ANN, (EN,), slugs={SHARED: "same"})])


def test_a_look_sees_what_was_written_a_moment_ago(tea: Bundle) -> None:
    reader = open_reader(binding(tea.path))
    reader.look([Wanted(TEA, (EN,), "tea")])
    tea.done(op("update", TEA, (EN, "title", text("Now")), present=(EN, FR)))
    assert reader.look([Wanted(TEA, (EN,), "tea")])[TEA].variants[EN]["title"] == text("Now")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", text("no")),
        ("topic", Scalar("option", "tips")),
        ("author", Ref(EntryKey("author", "1"))),
        ("related", Many((Ref(EntryKey("article", "1")),))),
        ("cover", Asset("image", "https://a.example/1.png", "A")),
        ("panel", Scalar("opaque", '{"a": 1}')),
    ],
)
def test_an_echo_is_what_a_file_would_say(side: Bundle, name: str, value: Scalar) -> None:
    assert open_reader(binding(side.path)).echo("article", name, value) == value


def test_an_echo_of_what_cannot_be_held_says_why(side: Bundle) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        open_reader(binding(side.path)).echo("article", "rank", Scalar("number", "many"))


def test_it_can_do_everything_but_stage_edits_and_tell_times(side: Bundle) -> None:
    can = open_reader(binding(side.path)).capabilities("article")
    assert can.add_variant
    assert can.rename_slug
    assert can.delete_variant
    assert not can.stages_edits  # a file says one content
    assert not can.times  # the time of a file is when it was checked out
    assert not can.asynchronous
    assert (can.batch, can.counts, can.rate) == (100, "entry", None)


def test_a_reader_has_nothing_to_write_with(side: Bundle) -> None:
    assert not hasattr(open_reader(binding(side.path)), "calls")


# whole or raises

BROKEN = [
    ("articles/tea/en.yaml", "a: [\n", r"not YAML.*articles/tea/en.yaml, line 2"),
    ("articles/tea/en.yaml", "$status: draft\ntitel_here: x\n", r"did you mean title_here\?.*en.yaml, line 2"),
    ("articles/tea/en.yaml", "title_here: x\n", r"\$status is needed.*articles/tea/en.yaml, line 1"),
    ("articles/tea/en.yaml", "", r"\$status is needed.*articles/tea/en.yaml"),
    ("articles/tea/fr.yml", "$status: draft\n", r"no file of an entry; there can be en.yaml, fr.yaml, shared.yaml"),
    ("articles/tea/de.yaml", "$status: draft\n", r"no file of an entry.*articles/tea/de.yaml"),
    ("articles/notes.txt", "hello\n", r"only the folders of entries stand here.*articles/notes.txt"),
    ("articles/new/shared.yaml", "$slug: new\n", r"has no file of a locale.*articles/new"),
    ("bundle.yaml", "bundle: 1\nlocals: []\n", r'"locals" is not known here.*bundle.yaml, line 2'),
]


@pytest.mark.parametrize(("file", "said", "reason"), BROKEN)
def test_a_broken_file_stops_the_whole_read_and_is_named(tea: Bundle, file: str, said: str, reason: str) -> None:
    tea.put(file, said)
    with pytest.raises(Drift, match=reason):
        list(open_reader(binding(tea.path)).read())


CELL = ("articles/tea/shared.yaml", "rank_here: many\n", r"is not a number")


def test_a_value_that_cannot_be_read_sets_its_entry_aside_alone(tea: Bundle) -> None:
    file, said, _ = CELL
    tea.put(file, said)
    article, author = sorted(open_reader(binding(tea.path)).read(), key=lambda seen: seen.kind)
    (broken,) = article.unreadable
    assert (broken.locale, broken.field, broken.value) == (SHARED, "rank", '"many"')
    assert broken.why.startswith("'many' is not a number; expected")
    assert broken.why.endswith(" (articles/tea/shared.yaml, line 1)")
    assert (set(article.variants), author.unreadable) == ({EN, FR}, ())


@pytest.mark.parametrize(("file", "said", "reason"), [*BROKEN[:4], CELL])
def test_an_op_on_a_broken_file_is_refused_and_leaves_it_alone(tea: Bundle, file: str, said: str, reason: str) -> None:
    tea.put(file, said)
    (answer,) = tea.send(op("update", TEA, (EN, "title", text("x")), present=(EN, FR)))
    assert list(answer.refused) == [TEA]
    assert tea.files()[file] == said.encode()


def test_a_folder_left_empty_is_no_entry(tea: Bundle) -> None:
    (tea.path / "articles" / "empty").mkdir()
    assert len(list(open_reader(binding(tea.path)).read())) == 2


def test_a_locale_that_the_mapping_leaves_out_is_left_alone(tea: Bundle) -> None:
    only = binding(tea.path, locales={EN: "en"})
    (seen,) = (seen for seen in open_reader(only).read() if seen.kind == "article")
    assert set(seen.variants) == {SHARED, EN}


def test_there_has_to_be_a_folder_and_it_has_to_be_a_bundle(tmp_path: Path) -> None:
    reader = open_reader(binding(tmp_path / "nowhere"))
    with pytest.raises(Missing, match="there is no folder"):
        list(reader.read())
    (tmp_path / "photo.png").write_bytes(b"x")
    with pytest.raises(Missing, match=r"holds photo.png and no bundle.yaml, so it is no bundle"):
        open_reader(binding(tmp_path)).inspect()


def test_a_kind_that_the_bundle_lacks_is_missing_not_empty(side: Bundle) -> None:
    side.put("bundle.yaml", "bundle: 1\nkinds: {authors: {}}\nlocales: [en]\n")
    with pytest.raises(Missing, match=r"has no kind articles; there is authors"):
        open_reader(binding(side.path)).inspect()
    with pytest.raises(Missing, match=r"has no kind articles"):
        list(open_reader(binding(side.path)).read())


def test_a_field_or_locale_that_the_bundle_lacks_is_refused_to_be_written(side: Bundle) -> None:
    side.put("bundle.yaml", "bundle: 1\nkinds: {authors: {fields: {}}, articles: {}}\nlocales: [en]\n")
    answers = side.send(create_author(ANN))
    assert answers[0].refused == {ANN: "bundle.yaml has no field name_here for author; add it there"}
    answers = side.send(op("create", BOB, (FR, STATUS, DRAFT), present=(FR,)))
    assert answers[0].refused == {BOB: "bundle.yaml has no locale fr; add it there"}


def test_a_mapping_and_a_bundle_that_disagree_on_what_is_shared_are_told(side: Bundle) -> None:
    said = "bundle: 1\nkinds: {authors: {fields: {name_here: {type: text, shared: true}}}, articles: {}}\n"
    side.put("bundle.yaml", said)
    with pytest.raises(Drift, match=r"name_here has one value for all locales here, and the mapping says otherwise"):
        open_reader(binding(side.path)).inspect()
    other = said.replace(", shared: true", "").replace(
        "articles: {}", "articles: {fields: {rank_here: {type: number}}}"
    )
    side.put("bundle.yaml", other)
    with pytest.raises(Drift, match=r"rank_here has a value for each locale here"):
        open_reader(binding(side.path)).inspect()


def test_a_written_manifest_keeps_the_remarks_of_people(tea: Bundle) -> None:
    said = "# ours\n" + (tea.path / "bundle.yaml").read_text(encoding="utf-8")
    tea.put("bundle.yaml", said)
    tea.done(op("update", TEA, (EN, "title", text("x")), present=(EN, FR)))
    assert tea.files()["bundle.yaml"] == said.encode()


def test_what_a_writer_that_died_left_is_swept_before_the_next_write(tea: Bundle) -> None:
    tea.put("articles/.new-x/en.yaml", "half")
    tea.put(".new-bundle.yaml", "half")
    assert len(list(open_reader(binding(tea.path)).read())) == 2
    tea.done(op("update", TEA, (EN, "title", text("x")), present=(EN, FR)))
    assert not [name for name in tea.files() if "/.new" in f"/{name}"]


# what a mapping says that no folder can be


@pytest.mark.parametrize("code", ["../en", "a b", "shared", "", "en.yaml", "日本"])
def test_a_code_of_a_locale_that_is_no_name_of_a_file_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(ConfigError, match=r"locales\.en\.files: .* cannot be the name of a file"):
        open_reader(binding(tmp_path, locales={EN: code}))


def test_codes_and_kinds_that_some_file_system_takes_for_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="would share the name"):
        open_reader(binding(tmp_path, locales={EN: "EN", FR: "en"}))
    kinds = binding(tmp_path).kinds
    same = {kind: replace(bound, place=PageType("same")) for kind, bound in kinds.items()}
    with pytest.raises(ConfigError, match="article and author would share the name same"):
        open_reader(binding(tmp_path, kinds=same))


def test_a_kind_called_assets_gives_way_to_the_folder_of_files(tmp_path: Path) -> None:
    kinds = {"assets": replace(binding(tmp_path).kinds["author"], kind="assets", place=ByKind())}
    assert open_reader(binding(tmp_path, kinds=kinds)).content.folders == {"assets": "%61ssets"}


# what any adapter must do


class BundleSide:
    slugged = ("article", "author")

    def __init__(self, path: Path) -> None:
        self.path = path
        kinds = {kind: kind_binding(kind, Collection(f"{kind}s")) for kind in ("author", "article")}
        self.binding = SideBinding(
            Side.RIGHT, "files", BundleSettings(path), {}, {one: str(one) for one in LOCALES}, PRIMARY, kinds
        )
        self.writer().ready()

    def reader(self):
        return open_reader(self.binding)

    def writer(self):
        return open_writer(self.binding)

    def seed(self, entry, variants, live=()):
        """Write the files as a person does: what is shared stands once, in a file of its own."""
        folder = self.path / f"{entry.kind}s" / entry.name
        folder.mkdir(parents=True)
        bound = self.binding.kinds[entry.kind].fields
        cells = {name: value for own in variants.values() for name, value in own.items()}
        common = {name: value for name, value in cells.items() if bound[name].field.shared}
        self._write(folder / "shared.yaml", {"$slug": entry.name, **common})
        for locale, own in variants.items():
            status = "published" if locale in live else "draft"
            alone = {name: value for name, value in own.items() if name not in common}
            self._write(folder / f"{locale}.yaml", {"$status": status, **alone})
        return entry.name

    def _write(self, file, told):
        lines = [f"{name}: {value if isinstance(value, str) else self._said(value)}" for name, value in told.items()]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    @staticmethod
    def _said(value):
        return value.to.name if isinstance(value, Ref) else value.text

    def edit(self, kind, remote, locale, name, value):
        file = self.path / f"{kind}s" / remote / f"{locale}.yaml"
        said = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{name}:")]
        file.write_text("\n".join([*said, f"{name}: {self._said(value)}"]) + "\n", encoding="utf-8")

    def requests(self):
        return sum(1 for _ in self.path.rglob("*/*.yaml"))


class TestBundle(AdapterContract):
    @pytest.fixture
    def side(self, tmp_path):
        return BundleSide(tmp_path)

    def test_a_live_variant_shows_its_live_content_and_what_lies_on_top_is_noted(self, bench):
        """A file says one content: what a person writes there is what it shows, and nothing lies on top."""
        tea = bench.seed(TEA, {PRIMARY: {"title": text("Tea")}}, live=[PRIMARY])
        bench.side.edit("article", tea, PRIMARY, "title", text("Tease"))
        for seen in (bench.read()["article", tea], bench.seen(TEA), bench.look(TEA, PRIMARY, live=True)):
            assert seen.variants[PRIMARY] == {STATUS: PUBLISHED, "title": text("Tease")}
            assert not seen.notes[PRIMARY].unpublished_edits
