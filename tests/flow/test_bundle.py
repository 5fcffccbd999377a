"""A side as a folder of files: there and back, backup and restore, review of content in git, a side of any mapping."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sandboxes as support
import small_site
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from manual_clock import ManualClock
from plan_lines import lines_of

from isogloss import api
from isogloss.adapters.bundle import folder as disk
from isogloss.adapters.memory import World
from isogloss.bridge import Bridge, ByKind, FieldBinding, KindBinding, KindScope, MemorySettings, SideBinding
from isogloss.cli.app import app
from isogloss.errors import ConfigError, Drift, MappingError, Missing, Refused, UsageError
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import DRAFT, PUBLISHED, SLUG, STATUS
from isogloss.model.locale import Locale
from isogloss.model.schema import Field, RemoteField, RemoteKind, RemoteSchema
from isogloss.model.value import Asset, Digest, Group, Many, Ref, Scalar
from isogloss.plan.limits import Limits
from isogloss.ports import Aside
from isogloss.run.bundles import bundle_bridge, from_bundle, side_named, writable
from isogloss.run.export import Exported
from isogloss.run.loading import load_text
from isogloss.run.session import Session

if TYPE_CHECKING:
    from isogloss.outcomes import Applied
    from isogloss.plan.data import PlanFile

EN, FR = Locale("en"), Locale("fr-FR")
TYPES = [
    "text", "long_text", "rich_text", "number", "flag", "instant", "date", "link", "email", "phone", "colour",
    "video", "opaque", "image", "images", "file",
]  # fmt: skip
FIELDS = {
    **{type_: Field(type_, type_) for type_ in TYPES},
    "option": Field("option", "option"),
    "tags": Field("tags", "tags"),
    "rows": Field("rows", "list", fields={"n": Field("n", "number"), "t": Field("t", "rich_text")}),
    "common": Field("common", "text", shared=True),
    "one": Field("one", "reference", to="thing"),
    "many": Field("many", "references", to="thing"),
}
OPTIONS = {"news": "News", "no": "No", "1.0": "1.0"}


def memory(side: Side, world: World) -> SideBinding:
    def bind(each: Field) -> FieldBinding:
        parts = {name: bind(part) for name, part in each.fields.items()}
        return FieldBinding(each, each.name, OPTIONS if each.name == "option" else {}, fields=parts)

    bound = {name: bind(each) for name, each in FIELDS.items()}
    kinds = {"thing": KindBinding("thing", ByKind(), bound, None, (SLUG,), "text")}
    return SideBinding(side, side.value, MemorySettings(world), {}, {EN: "en", FR: "fr"}, EN, kinds)


@dataclass
class Shelf:
    """A world, a folder it is exported to, and a state; each command is one method."""

    folder: Path
    world: World = field(default_factory=World)
    other: World = field(default_factory=World)
    options: dict[str, object] = field(default_factory=dict)
    clock: ManualClock = field(default_factory=ManualClock)

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def session(self) -> Session:
        scope = KindScope("thing", FIELDS, True, (SLUG,), "text", {})
        bridge = Bridge(
            "shelf", "shelf.yaml", Digest("shelf"), memory(Side.LEFT, self.world), memory(Side.RIGHT, self.other),
            "both", (EN, FR), EN, {"thing": scope}, limits=Limits(1.0, 1.0, 1000),
        )  # fmt: skip
        bridge = replace(bridge, **self.options)  # type: ignore[arg-type]  # a test says what it changes
        return Session(bridge, str(self.folder / "state.db"), self.folder, self.clock)

    def export(self, *, prune: bool = False, into: Path | None = None) -> Exported:
        return api.export(self.session(), Side.LEFT, into or self.out, prune=prune)

    def importing(self, *, overwrite: bool = False, into: Side = Side.LEFT) -> Session:
        session = self.session()
        return from_bundle(session, into, self.out, overwrite=overwrite)

    def plan(self, *, overwrite: bool = False, into: Side = Side.LEFT) -> PlanFile:
        return api.plan(self.importing(overwrite=overwrite, into=into), self.folder / "import.jsonl")

    def restore(self, *, overwrite: bool = True, into: Side = Side.LEFT) -> Applied:
        return api.apply(self.importing(overwrite=overwrite, into=into), self.plan(overwrite=overwrite, into=into))

    def put(self, remote: str, slug: str | None = None, **fields: object) -> None:
        self.world.put("thing", remote, {EN: {STATUS: PUBLISHED, **fields}}, slug=slug or remote)  # type: ignore[dict-item]  # values

    def ops(self, plan: PlanFile) -> list[tuple[str, str]]:
        return [(data["verb"], data["label"]) for data in lines_of(plan, "op")]

    def files(self) -> dict[str, bytes]:
        return {str(file.relative_to(self.out)): file.read_bytes() for file in self.out.rglob("*") if file.is_file()}


def contents(world: World) -> dict[object, object]:
    """Everything a world holds, in names that do not depend on ids."""
    slugs = {stored.remote: stored.slug for stored in world.entries.values()}

    def named(value: object) -> object:
        match value:
            case Ref(to):
                return "ref", to.kind, slugs.get(to.name, to.name)
            case Many(items):
                return tuple(named(item) for item in items)
            case Group(members):
                return tuple((name, named(item)) for name, item in members)
        return value

    return {
        (stored.slug, locale): (
            version.status,
            {name: named(value) for name, value in version.staged.items()},
            None if version.live is None else {name: named(value) for name, value in version.live.items()},
        )
        for stored in world.entries.values()
        for locale, version in stored.versions.items()
    }


def text(words: str) -> Scalar:
    return Scalar("text", words)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    made.put("a1", "first", text=text("First"), one=Ref(EntryKey("thing", "a2")), common=text("x"))
    made.put("a2", "second", text=text("Second"), rich_text=Scalar("rich_text", "<p>One</p><p>Two</p>"))
    made.world.edit("thing", "a2", FR, publish=False, text=text("Deuxième"))
    return made


# there and back

WORDS = st.sampled_from(["no", "1.0", "012", "2026-01-01", "~", "# x", "a: b", "é", "日本", "x\u00a0y", "'\"\\", "%T"])
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
LOOSE = {
    "text": WORDS.map(text),
    "long_text": LINES.map(lambda found: Scalar("long_text", found)),
    "rich_text": st.sampled_from(
        ["<p>a</p><p>b</p>", "<ul><li>no</li></ul>", "x", "<pre>a\n\nb</pre>", "<h2>a</h2><p>b<br>c</p>"]
    ).map(lambda found: Scalar("rich_text", found)),
    "number": st.sampled_from(["0", "-1.5", "12345678901234567890.5"]).map(lambda found: Scalar("number", found)),
    "flag": st.sampled_from(["true", "false"]).map(lambda found: Scalar("flag", found)),
    "instant": st.just(Scalar("instant", "2026-01-02T03:04:05.678Z")),
    "date": st.just(Scalar("date", "2026-01-02")),
    "link": st.just(Scalar("link", "https://example.com/?a=1#b")),
    "email": st.just(Scalar("email", "ada@example.com")),
    "phone": st.just(Scalar("phone", "0049 30 1")),
    "colour": st.just(Scalar("colour", "#ff8800")),
    "video": st.just(Scalar("video", "https://youtu.be/x")),
    "opaque": LINES.map(lambda found: Scalar("opaque", f'{{"a": "{found} "}}')),
    "image": st.builds(Asset, st.just("image"), st.just("https://a.example/1.png"), WORDS | st.just("")),
    "file": st.just(Asset("file", "https://a.example/1.pdf")),
    "option": st.sampled_from(list(OPTIONS)).map(lambda found: Scalar("option", found)),
    "common": WORDS.map(text),
}  # fmt: skip
LOOSE["images"] = st.lists(LOOSE["image"], min_size=1, max_size=2).map(lambda found: Many(tuple(found)))
GROUPS = st.dictionaries(
    st.sampled_from(["no", "a b", "$text", "$group", "1"]),
    st.one_of(LOOSE["text"], LOOSE["number"], LOOSE["rich_text"], LOOSE["image"], LOOSE["images"], LOOSE["flag"]),
    min_size=1,
    max_size=3,
).map(lambda found: Group(tuple(sorted(found.items()))))
LOOSE["opaque"] = st.one_of(
    LOOSE["opaque"], GROUPS, st.lists(GROUPS, min_size=1, max_size=2).map(lambda g: Many(tuple(g)))
)
SLUGS = ["no", "1.0", "con", "a", "é", "../x", "A"]
LINKS = st.sampled_from(SLUGS).map(lambda slug: Ref(EntryKey("thing", f"id-{SLUGS.index(slug)}")))
LOOSE["one"] = LINKS
LOOSE["tags"] = st.just(Scalar("tags", "1.0, no"))
LOOSE["rows"] = st.builds(
    lambda number, words: Many((Group((("n", number), ("t", words))), Group((("n", number),)))),
    LOOSE["number"],
    LOOSE["rich_text"],
)
LOOSE["many"] = st.lists(LINKS, min_size=1, max_size=2, unique=True).map(lambda found: Many(tuple(found)))
MARKS = {"common", "one", "many"}  # one value for all; a link leads only to what is there in its locale
VARIANT = st.fixed_dictionaries({STATUS: st.sampled_from([DRAFT, PUBLISHED])}, optional=dict(sorted(LOOSE.items())))
ENTRY = st.tuples(VARIANT, st.one_of(st.none(), VARIANT))


@pytest.mark.slow
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes minutes, and the folder tells enough
    suppress_health_check=[HealthCheck.too_slow],
)
@given(entries=st.fixed_dictionaries(dict.fromkeys(SLUGS, ENTRY)))
def test_memory_to_bundle_to_memory_is_equal_cell_by_cell(
    entries: dict[str, tuple], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    for number, (slug, (english, french)) in enumerate(entries.items()):
        common = {"common": english["common"]} if "common" in english else {}
        alone = {} if french is None else {FR: {n: v for n, v in french.items() if n not in MARKS} | common}
        shelf.world.put("thing", f"id-{number}", {EN: english, **alone}, slug=slug)
    before = contents(shelf.world)
    done = shelf.export()
    assert done.tally.entries == len(SLUGS)
    shelf.world.entries.clear()
    applied = shelf.restore()
    assert set(applied.result.counts()) <= {"confirmed", "normalized"}, applied.result.problems
    assert contents(shelf.world) == before
    assert api.verify(shelf.importing(overwrite=True)).proven


def test_an_export_asks_the_side_to_read_and_nothing_more(shelf: Shelf) -> None:
    before = contents(shelf.world)
    shelf.export()
    assert shelf.world.calls == []
    assert shelf.world.reads == 1
    assert contents(shelf.world) == before


# again


def test_two_exports_are_the_same_byte_for_byte(shelf: Shelf) -> None:
    shelf.export()
    files = shelf.files()
    again = shelf.folder / "again"
    shelf.export(into=again)
    assert {name: (again / name).read_bytes() for name in files} == files
    assert shelf.export().tally.files == 0
    assert shelf.files() == files


def test_an_export_again_touches_only_what_changed(shelf: Shelf) -> None:
    shelf.export()
    times = {file: file.stat().st_mtime_ns for file in shelf.out.rglob("*") if file.is_file()}
    shelf.world.edit("thing", "a2", FR, publish=False, text=text("Le deuxième"))
    done = shelf.export()
    assert (done.tally.files, done.tally.unchanged) == (1, len(times) - 1)
    moved = {str(file.relative_to(shelf.out)) for file in times if file.stat().st_mtime_ns != times[file]}
    assert moved == {"thing/second/fr-FR.yaml"}


def test_a_folder_keeps_its_name_when_the_slug_changes(shelf: Shelf) -> None:
    shelf.export()
    shelf.world.entries["thing", "a1"].slug = "renamed"
    shelf.put("a0", "first", text=text("Another"))
    shelf.export()
    assert sorted(path.name for path in (shelf.out / "thing").iterdir()) == ["first", "first~2", "second"]
    assert b"$slug: renamed" in shelf.files()["thing/first/shared.yaml"]


def test_a_variant_that_is_gone_is_gone_from_the_bundle(shelf: Shelf) -> None:
    shelf.export()
    del shelf.world.entries["thing", "a2"].versions[FR]
    shelf.export()
    assert "thing/second/fr-FR.yaml" not in shelf.files()


def test_entries_that_are_gone_are_kept_until_they_are_pruned(shelf: Shelf) -> None:
    shelf.export()
    del shelf.world.entries["thing", "a1"]
    done = shelf.export()
    assert (done.tally.gone, done.tally.pruned) == (["thing/first"], False)
    assert "thing/first/en.yaml" in shelf.files()
    assert shelf.export(prune=True).tally.pruned
    assert "thing/first/en.yaml" not in shelf.files()
    assert shelf.export(prune=True).tally.gone == []


def test_a_side_that_reads_empty_prunes_nothing(shelf: Shelf) -> None:
    shelf.options["limits"] = Limits(0.1, 0.5, 2)
    shelf.export()
    before = shelf.files()
    shelf.world.entries.clear()
    with pytest.raises(Refused, match="2 of the 2 entries in the bundle are gone on the side, more than 10%"):
        shelf.export(prune=True)
    assert shelf.files() == before


def test_nothing_is_pruned_of_a_kind_that_could_not_be_placed_whole(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from isogloss.adapters.memory import MemoryReader

    shelf.export()
    del shelf.world.entries["thing", "a1"]
    aside = Aside("thing", "a9", "two entries claim it", "Name one.")
    monkeypatch.setattr(MemoryReader, "set_aside", lambda _: [aside, replace(aside, kind="other")], raising=False)
    done = shelf.export(prune=True)
    assert done.asides == (aside,)
    assert done.tally.gone == []
    assert "thing/first/en.yaml" in shelf.files()


def test_unfinished_edits_are_counted_and_not_in_the_bundle(shelf: Shelf) -> None:
    shelf.world.edit("thing", "a1", EN, publish=False, text=text("Unfinished"))
    assert shelf.export().tally.edits == 1
    assert b"text: First" in shelf.files()["thing/first/en.yaml"]


def test_a_link_to_what_the_side_does_not_show_keeps_its_id(shelf: Shelf) -> None:
    shelf.world.edit("thing", "a1", EN, many=Many((Ref(EntryKey("thing", "a2")), Ref(EntryKey("thing", "zz")))))
    shelf.export()
    assert b"many:\n  - second\n  - zz\n" in shelf.files()["thing/first/en.yaml"]


def test_a_kind_and_options_that_lack_a_place_are_kept_as_they_are(shelf: Shelf) -> None:
    group = Group((("who", Ref(EntryKey("thing", "a2"))), ("x", text("y"))))
    shelf.world.edit("thing", "a1", EN, option=Scalar("option", "?Gossip"), opaque=group)
    shelf.export()
    said = shelf.files()["thing/first/en.yaml"].decode()
    assert 'option: "?Gossip"' in said
    assert "      $reference:\n        - thing\n        - second\n" in said


def test_an_export_over_a_broken_bundle_mends_it(shelf: Shelf) -> None:
    shelf.export()
    before = shelf.files()
    (shelf.out / "thing/first/shared.yaml").write_text("a: [", encoding="utf-8")
    (shelf.out / "thing/first/notes.txt").write_text("x", encoding="utf-8")
    (shelf.out / "bundle.yaml").write_text("bundle: 7\n", encoding="utf-8")
    shelf.export(prune=True)
    assert sorted(shelf.files()) == sorted(name.replace("/first/", "/first~2/") for name in before)
    shelf.export()


def test_a_folder_with_something_else_in_it_is_left_alone(shelf: Shelf) -> None:
    shelf.out.mkdir()
    (shelf.out / "photo.png").write_bytes(b"x")
    with pytest.raises(Missing, match=r"holds photo.png and no bundle.yaml"):
        shelf.export()
    with pytest.raises(ConfigError, match="the folder cannot be made"):
        api.export(shelf.session(), Side.LEFT, shelf.out / "photo.png" / "x")
    assert shelf.files() == {"photo.png": b"x"}


def test_a_field_that_the_side_lacks_is_told_before_anything_is_written(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from isogloss.adapters.memory import MemoryReader

    schema = RemoteSchema({"en": True, "fr": True, "de": True}, "en", {"thing": RemoteKind("thing", {})})
    monkeypatch.setattr(MemoryReader, "inspect", lambda _, probe: schema)
    with pytest.raises(MappingError, match='has no field "text"'):
        shelf.export()
    assert shelf.files() == {}


class Killed(BaseException):
    """The process dies here."""


@pytest.mark.parametrize("step", [1, 2, 3, 5, 8, 13, 21, 30])
def test_an_export_that_is_cut_is_finished_by_doing_it_again(
    shelf: Shelf, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.export(into=shelf.folder / "whole")
    whole = {
        str(f.relative_to(shelf.folder / "whole")): f.read_bytes()
        for f in (shelf.folder / "whole").rglob("*")
        if f.is_file()
    }
    done = [0]

    def dying(act):
        def acting(*args):
            done[0] += 1
            if done[0] == step:
                raise Killed
            return act(*args)

        return acting

    with monkeypatch.context() as patched, suppress(Killed):
        for name in ("_write_through", "flush", "_remove"):
            patched.setattr(disk, name, dying(getattr(disk, name)))
        shelf.export()
    shelf.export()
    assert shelf.files() == whole


# into a side


def test_an_import_after_an_export_has_nothing_to_do(shelf: Shelf) -> None:
    shelf.export()
    assert shelf.ops(shelf.plan()) == []
    assert shelf.ops(shelf.plan(overwrite=True)) == []


def test_an_edit_in_a_file_becomes_an_op_and_is_applied(shelf: Shelf) -> None:
    shelf.export()
    file = shelf.out / "thing/first/en.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("First", "Edited in git"), encoding="utf-8")
    shared = shelf.out / "thing/first/shared.yaml"
    shared.write_text(shared.read_text(encoding="utf-8").replace("$slug: first", "$slug: new-slug"), encoding="utf-8")
    plan = shelf.plan()
    assert plan.header.mapping == "shelf#import-left"
    assert shelf.ops(plan) == [("update", "Edited in git"), ("publish", "Edited in git")]
    shelf.restore(overwrite=False)
    stored = shelf.world.entries["thing", "a1"]
    assert stored.slug == "new-slug"
    assert stored.versions[EN].live == {
        "text": text("Edited in git"), "one": Ref(EntryKey("thing", "a2")), "common": text("x"),
    }  # fmt: skip
    assert shelf.ops(shelf.plan()) == []


def test_an_edit_on_the_side_since_the_export_is_kept_and_told(shelf: Shelf) -> None:
    shelf.export()
    shelf.world.edit("thing", "a1", EN, text=text("Edited there"))
    plan = shelf.plan()
    assert shelf.ops(plan) == []
    assert [data["kept"] for data in lines_of(plan, "drift")] == [True]


def test_an_edit_on_both_is_held(shelf: Shelf) -> None:
    shelf.export()
    file = shelf.out / "thing/first/en.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("First", "Here"), encoding="utf-8")
    shelf.world.edit("thing", "a1", EN, text=text("There"))
    plan = shelf.plan()
    assert shelf.ops(plan) == []
    assert [data["reason"] for data in lines_of(plan, "conflict")] == ["both sides changed"]


def test_restoring_writes_what_was_edited_since_as_it_was(shelf: Shelf) -> None:
    before = contents(shelf.world)
    shelf.export()
    shelf.world.edit("thing", "a1", EN, text=text("Edited there"))
    del shelf.world.entries["thing", "a2"].versions[FR]
    shelf.world.entries["thing", "a2"].slug = "renamed"
    shelf.restore()
    assert contents(shelf.world) == before


def test_an_entry_written_by_hand_is_created(shelf: Shelf) -> None:
    shelf.export()
    made = shelf.out / "thing/third"
    made.mkdir()
    (made / "en.yaml").write_text("$status: published\ntext: Third\none: first\n", encoding="utf-8")
    (made / "shared.yaml").write_text("$slug: third\n", encoding="utf-8")
    shelf.restore(overwrite=False)
    stored = next(stored for stored in shelf.world.entries.values() if stored.slug == "third")
    assert stored.versions[EN].live == {"text": text("Third"), "one": Ref(EntryKey("thing", "a1"))}
    assert shelf.ops(shelf.plan()) == []


def test_a_deleted_folder_deletes_only_what_the_mapping_lets_it(shelf: Shelf) -> None:
    shelf.export()
    for file in (shelf.out / "thing/first").iterdir():
        file.unlink()
    assert [data["reason"] for data in lines_of(shelf.plan(), "conflict")] == ["deletion"]
    shelf.options["delete"] = "propagate"
    assert [verb for verb, _ in shelf.ops(shelf.plan())] == ["delete"]


def test_a_misspelt_field_stops_the_import(shelf: Shelf) -> None:
    shelf.export()
    (shelf.out / "thing/first/en.yaml").write_text("$status: draft\ntxt: x\n", encoding="utf-8")
    with pytest.raises(Drift, match=r"did you mean text\?.*thing/first/en.yaml, line 2"):
        shelf.plan()


def test_a_bundle_is_imported_into_another_side_by_its_match_fields(shelf: Shelf) -> None:
    shelf.export()
    shelf.other.put("thing", "a1", {EN: {"text": text("Second"), STATUS: DRAFT}}, slug="second")
    shelf.restore(into=Side.RIGHT)
    assert contents(shelf.other) == contents(shelf.world)
    assert shelf.other.entries["thing", "a1"].slug == "second"


def test_after_entries_were_made_anew_an_export_pairs_them_anew(shelf: Shelf) -> None:
    shelf.export()
    stored = shelf.world.entries.pop(("thing", "a1"))
    stored.remote = "b1"
    shelf.world.entries["thing", "b1"] = stored
    shelf.export(prune=True)
    assert sorted(path.name for path in (shelf.out / "thing").iterdir()) == ["first~2", "second"]
    assert shelf.ops(shelf.plan()) == []


def test_more_entries_than_are_written_down_at_a_time_are_all_remembered(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for number in range(120):
        shelf.put(f"n{number}", text=text(str(number)))
    shelf.export()
    shelf.world.edit("thing", "n77", EN, text=text("moved"))
    assert len(list(lines_of(shelf.plan(), "drift"))) == 1


# which mapping that is


def test_the_policies_of_a_mapping_are_those_of_its_import_seen_from_there(shelf: Shelf) -> None:
    def conflict(policy: str, side: Side, **more: object) -> str:
        shelf.options["conflict"] = policy
        return bundle_bridge(shelf.session().bridge, side, shelf.out, **more).conflict  # type: ignore[arg-type]  # flags

    assert [conflict(policy, Side.LEFT) for policy in ("left", "right", "newest", "merge", "hold")] == [
        "right", "hold", "hold", "merge", "hold",
    ]  # fmt: skip
    assert conflict("right", Side.RIGHT) == "right"
    assert conflict("hold", Side.LEFT, overwrite=True) == "left"
    made = bundle_bridge(shelf.session().bridge, Side.RIGHT, shelf.out, overwrite=True)
    assert (made.name, made.drift) == ("shelf#restore-right", "overwrite")
    assert made.digest != bundle_bridge(shelf.session().bridge, Side.RIGHT, shelf.out).digest


def test_a_side_called_bundle_does_not_clash_with_ours(shelf: Shelf) -> None:
    bridge = shelf.session().bridge
    named = replace(bridge, left=replace(bridge.left, name="bundle"))
    assert bundle_bridge(named, Side.LEFT, shelf.out).left.name == "files"


def test_a_side_that_is_not_there_is_told_with_the_nearest(shelf: Shelf) -> None:
    with pytest.raises(UsageError, match="there is no side lefft; did you mean left"):
        side_named(shelf.session().bridge, "lefft")
    with pytest.raises(UsageError, match="there is left and right"):
        side_named(shelf.session().bridge, "webflow")


def test_fields_that_the_side_never_takes_are_left_out_of_an_import(shelf: Shelf) -> None:
    made = bundle_bridge(shelf.session().bridge, Side.LEFT, shelf.out)
    fields = {name: RemoteField(name, "x", frozenset(), read_only=name == "email") for name in FIELDS}
    kept = writable(made, RemoteSchema(kinds={"thing": RemoteKind("thing", fields)}))
    for found in (kept.kinds["thing"].fields, kept.left.kinds["thing"].fields, kept.right.kinds["thing"].fields):
        assert set(found) == set(FIELDS) - {"email"}
    assert writable(made, RemoteSchema()) == made


# a side of any mapping

MAPPING = """\
isogloss: 1
name: review
sides:
  files: {adapter: bundle, path: content}
  copy: {adapter: bundle, path: copy}
flow: both
locales: {en: {files: en, copy: en-GB, primary: true}, fr: {files: fr, copy: fr}}
kinds:
  post:
    files: {collection: posts}
    copy: {}
    match: [$slug]
    fields:
      title: {type: text, files: title, copy: headline}
      topic: {type: option, files: topic, copy: kind, values: {news: {files: News, copy: "no"}}}
"""


def test_a_bundle_is_a_side_like_any_other(tmp_path: Path) -> None:
    for name in ("content", "copy"):
        (tmp_path / name).mkdir()
    bridge = load_text(MAPPING, path=str(tmp_path / "review.yaml"))
    session = Session(bridge, str(tmp_path / "state.db"), tmp_path, ManualClock())
    (tmp_path / "content" / "bundle.yaml").write_text(
        "bundle: 1\nlocales: [en, fr]\nkinds:\n  posts:\n    fields:\n"
        "      title: {type: text}\n      topic: {type: option, options: [News]}\n",
        encoding="utf-8",
    )
    (tmp_path / "content" / "posts" / "tea").mkdir(parents=True)
    (tmp_path / "content" / "posts" / "tea" / "en.yaml").write_text(
        "$status: published\ntitle: Tea # a remark\ntopic: News\n", encoding="utf-8"
    )
    done = api.sync(session, tmp_path / "sync.jsonl")
    assert set(done.result.counts()) == {"confirmed"}
    written = tmp_path / "copy" / "post" / "tea"
    assert (written / "en-GB.yaml").read_text(encoding="utf-8") == '$status: published\nheadline: Tea\nkind: "no"\n'
    (written / "en-GB.yaml").write_text('$status: draft\nheadline: Tee\nkind: "no"\n', encoding="utf-8")
    api.sync(session, tmp_path / "sync.jsonl")
    source = (tmp_path / "content" / "posts" / "tea" / "en.yaml").read_text(encoding="utf-8")
    assert source == "$status: draft\ntitle: Tee\ntopic: News\n"
    assert api.sync(session, tmp_path / "sync.jsonl").result.counts() == {}
    assert api.verify(session).proven


# real platforms, behind the command line

TOLD = [told for kind in small_site.SITE.values() for told in kind.values()]
ENTRIES, VARIANTS = len(TOLD), sum(len(told) - 1 for told in TOLD)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name, value in small_site.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ISOGLOSS_STATE", str(tmp_path / "state.db"))

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, words)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.stdout

    return run


@pytest.mark.slow
@pytest.mark.parametrize("side", ["webflow", "butter"])
def test_a_restore_into_an_emptied_account_equals_the_original(
    side: str, sandboxes: support.Sandboxes, tmp_path: Path, typed
) -> None:
    flow = small_site.FORWARD if side == "webflow" else small_site.BACKWARD
    crossing = support.Crossing(sandboxes, tmp_path, flow)
    crossing.seed()
    sandboxes.forget()
    code, told = typed("export", "pots.yaml", side, "backup", "--json")
    assert (code, json.loads(told)["entries"]) == (0, ENTRIES)
    assert sandboxes.writes() == []
    first = {file: file.read_bytes() for file in (tmp_path / "backup").rglob("*.yaml")}
    typed("export", "pots.yaml", side, "again", "-q")
    assert {tmp_path / "again" / file.relative_to(tmp_path / "backup"): raw for file, raw in first.items()} == {
        file: file.read_bytes() for file in (tmp_path / "again").rglob("*.yaml")
    }
    for secret in small_site.ENVIRONMENT.values():
        assert not any(secret.encode() in raw for raw in first.values())

    emptied = sandboxes.webflow if side == "webflow" else sandboxes.butter
    emptied.load(sandboxes.blank[0 if side == "webflow" else 1])
    emptied.seed((small_site.webflow_seed if side == "webflow" else small_site.butter_seed)({}))
    words = ("import", "pots.yaml", side, "backup", "--overwrite", "--confirm-within", "5")
    code, told = typed(*words, "--out", "import.jsonl")
    assert code == 0
    assert f"isogloss import pots.yaml {side} backup --overwrite --plan import.jsonl" in told
    assert sandboxes.writes() == []
    with pytest.raises(UsageError, match="made by isogloss import"):
        typed("apply", "import.jsonl")
    code, told = typed(*words, "--plan", "import.jsonl", "--json")
    assert code == 0, told
    assert set(json.loads(told)["outcomes"]) <= {"confirmed", "normalized"}

    made = crossing.session()
    made = from_bundle(made, side_named(made.bridge, side), tmp_path / "backup", overwrite=True)
    verified = api.verify(made)
    assert (verified.proven, verified.entries, verified.variants) == (True, ENTRIES, VARIANTS)
    code, told = typed(*words, "--apply", "--json")
    assert (code, json.loads(told)["outcomes"]) == (0, {})


def test_the_command_line_tells_what_an_export_found(
    sandboxes: support.Sandboxes, tmp_path: Path, typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing = support.Crossing(sandboxes, tmp_path)
    crossing.seed()
    assert typed("export", "pots.yaml", "webflow", "out")[0] == 0
    gone = tmp_path / "out" / "topic" / "zzz"
    gone.mkdir()
    (gone / "en-US.yaml").write_text("$status: draft\nname: Gone\n", encoding="utf-8")
    code, told = typed("export", "pots.yaml", "webflow", "out")
    assert code == 0
    assert told.splitlines() == [
        f"out: {ENTRIES} entries of webflow in {VARIANTS} variants",
        f"  0 files written or deleted, {ENTRIES + VARIANTS + 1} unchanged",
        "  1 variant has unpublished edits, which are not in the bundle",
        "  1 entry is no longer on webflow: kept (delete them with --prune)",
        "    topic/zzz",
    ]
    aside = Aside("topic", "x", "two claim it", "Name one.")
    monkeypatch.setattr("isogloss.run.export._asides", lambda *_: (aside,))
    code, told = typed("export", "pots.yaml", "webflow", "out", "--prune")
    assert code == 1
    assert told.splitlines()[-1] == "  not in the bundle: topic x: two claim it. Name one."


def test_an_import_is_either_planned_applied_or_both(sandboxes: support.Sandboxes, tmp_path: Path, typed) -> None:
    crossing = support.Crossing(sandboxes, tmp_path)
    crossing.seed()
    typed("export", "pots.yaml", "webflow", "out", "-q")
    with pytest.raises(UsageError, match="give either --apply or --plan"):
        typed("import", "pots.yaml", "webflow", "out", "--apply", "--plan", "x.jsonl")
    file = tmp_path / "out" / "topic" / "tea" / "en-US.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("name: Tea", "name: Green tea"), encoding="utf-8")
    sandboxes.forget()
    code, told = typed("import", "pots.yaml", "webflow", "out", "--json")
    assert code == 0
    assert "Green tea" in told
    assert sandboxes.writes() == []
    assert typed("import", "pots.yaml", "webflow", "out", "--apply", "-q", "--confirm-within", "5")[0] == 0
    assert sandboxes.writes() != []
    assert "0 files written" in typed("export", "pots.yaml", "webflow", "out")[1]
