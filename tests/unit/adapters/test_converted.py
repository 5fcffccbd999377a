"""A side behind the conversions of its mapping."""

from dataclasses import replace

from isogloss.adapters.converted import ConvertedReader, ConvertedWriter, needed
from isogloss.bridge import ByKind, FieldBinding, KindBinding, MemorySettings, SideBinding
from isogloss.mapping.types.native import native_side
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.excluded import Exclusion
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, Field, RemoteSchema
from isogloss.model.snapshot import Seen
from isogloss.model.value import ABSENT, Digest, Group, Many, Ref, Scalar
from isogloss.plan.op import Change, Op
from isogloss.ports import Aside, Call, Sent

EN, KEY = Locale("en-US"), EntryKey("post", "tea")


def plain(name, type_="text", **more):
    return FieldBinding(Field(name, type_), name, **more)


PARTS = {"title": plain("title"), "hidden": plain("hidden", "flag"), "count": plain("count", "number", form="text")}
FIELDS = {
    "name": plain("name"),
    "stock": plain("stock", "number", form="text"),
    "topic": FieldBinding(Field("topic", "option", to="topic"), "topic", {"news": "12"}, "reference"),
    "seo": FieldBinding(
        Field("seo", "group", fields={n: p.field for n, p in PARTS.items()}), "seo-", form="fields", fields=PARTS
    ),
    "rows": FieldBinding(
        Field("rows", "list", fields={"n": Field("n", "number")}),
        "rows",
        fields={"n": plain("n", "number", form="text")},
    ),
}
KIND = KindBinding("post", ByKind(), FIELDS)
SIDE = SideBinding(Side.RIGHT, "butter", MemorySettings(""), {}, {EN: "en"}, EN, {"post": KIND})


def text(words):
    return Scalar("text", words)


class Inner:
    """A side in its own types."""

    def __init__(self, *seen):
        self.seen = seen
        self.got = []
        self.closed = False

    def capabilities(self, kind):
        return Capabilities(batch=len(kind))

    def inspect(self, *, probe=True):
        return RemoteSchema(primary=str(probe))

    def read(self):
        return iter(self.seen)

    def look(self, wanted):
        return {KEY: self.seen[0]} if wanted else {}

    def echo(self, kind, field, value):
        self.got.append((field, value))
        return value

    def cost(self, ops):
        self.got.append([change.field for op in ops for change in op.changes])
        return len(ops)

    def look_cost(self, ops):
        return 2 * len(ops)

    def calls(self, ops, names, *, isolate=False):
        self.got = [(c.field, c.before, c.after) for op in ops for c in op.changes]
        self.answers = []
        for op in ops:
            links = [c.after.to for c in op.changes if isinstance(c.after, Ref)]
            self.answers.append((yield Call("PUT", (op,), Sent, last=isolate)))
            self.answers += [names.remote(link) for link in links]

    def set_aside(self):
        return (Aside("post", "9", "r", "t"),)

    def close(self):
        self.closed = True


class Names:
    def remote(self, entry):
        return f"remote of {entry}"

    def bind(self, entry, remote):
        raise AssertionError

    def asset(self, identity):
        return None


def seen(**fields):
    return Seen("post", "7", {EN: fields}, {})


def reader(*shown):
    return ConvertedReader(Inner(*shown), SIDE)


def test_only_a_side_that_holds_something_as_something_else_needs_it():
    assert needed(SIDE)
    assert not needed(native_side(SIDE))


def test_the_adapter_is_given_fields_of_its_own_types():
    fields = native_side(SIDE).kinds["post"].fields
    assert {name: (bound.remote, bound.field.type) for name, bound in fields.items()} == {
        "name": ("name", "text"),
        "stock": ("stock", "text"),
        "topic": ("topic", "reference"),
        "seo.title": ("seo-title", "text"),
        "seo.hidden": ("seo-hidden", "flag"),
        "seo.count": ("seo-count", "text"),
        "rows": ("rows", "list"),
    }
    assert fields["rows"].fields["n"].field.type == "text"


def test_what_is_read_is_in_the_types_of_the_mapping():
    shown = seen(
        **{"name": text("Tea"), "stock": text("1.50"), "seo.title": text("T"), "seo.count": text("3")},
        topic=Ref(EntryKey("topic", "12")),
        rows=Many((Group((("n", text("7")),)), Group(()))),
    )
    (found,) = reader(shown).read()
    assert found.variants[EN] == {
        "name": text("Tea"),
        "stock": Scalar("number", "1.5"),
        "topic": Scalar("option", "news"),
        "seo": Group((("count", Scalar("number", "3")), ("title", text("T")))),
        "rows": Many((Group((("n", Scalar("number", "7")),)), Group(()))),
    }
    assert reader(shown).look(["any"]) == {KEY: found}


def test_an_entry_of_the_target_that_the_mapping_does_not_name_is_seen_as_unknown():
    (found,) = reader(seen(topic=Ref(EntryKey("topic", "13")))).read()
    assert found.variants[EN] == {"topic": Scalar("option", "?13")}


def test_content_that_is_not_of_the_type_is_noted_and_missing():
    (found,) = reader(seen(stock=text("many"), name=text("Tea"))).read()
    (cell,) = found.unreadable
    assert (cell.locale, cell.field, cell.value) == (EN, "stock", '"many"')
    assert found.variants[EN].keys() & {"stock", "name"} == {"name"}


def test_a_kind_without_conversions_passes_through():
    other = Seen("author", "1", {EN: {"name": text("Ada")}}, {})
    assert list(reader(other).read()) == [other]


def test_an_echo_goes_through_both_conversions():
    side = reader()
    assert side.echo("post", "stock", Scalar("number", "3")) == Scalar("number", "3")
    assert side.echo("post", "topic", Scalar("option", "news")) == Scalar("option", "news")
    group = Group((("hidden", Scalar("flag", "true")), ("title", text("T"))))
    assert side.echo("post", "seo", group) == group
    rows = Many((Group((("n", Scalar("number", "7")),)),))
    assert side.echo("post", "rows", rows) == rows
    assert side.echo("post", "name", text("Tea")) == text("Tea")
    assert [field for field, _ in side._inner.got] == ["stock", "topic", "seo.title", "seo.hidden", "rows", "name"]
    assert side._inner.got[1][1] == Ref(EntryKey("topic", "12"))


def op_of(*cells):
    changes = tuple(Change(Cell(KEY, EN, name), before, after, Digest("")) for name, before, after in cells)
    return Op(Digest("d1"), Side.RIGHT, "update", KEY, "Tea", changes, (EN,))


def sent(writer, *ops, isolate=False):
    making = writer.calls(ops, Names(), isolate=isolate)
    found, answer = [], None
    try:
        while True:
            found.append(making.send(answer))
            answer = found[-1].send()
    except StopIteration:
        return found


def test_what_is_written_is_in_the_types_of_the_side_and_what_is_journaled_is_the_plan():
    inner = Inner()
    op = op_of(
        ("name", ABSENT, text("Tea")),
        ("stock", Scalar("number", "1"), Scalar("number", "2")),
        ("topic", Scalar("option", "?13"), Scalar("option", "news")),
        ("seo", Group((("title", text("T")),)), Group((("count", Scalar("number", "3")), ("title", text("T"))))),
        ("rows", Many((Group(()),)), ABSENT),
    )
    (call,) = sent(ConvertedWriter(inner, SIDE), op, isolate=True)
    assert call.ops == (op,)
    assert call.last
    assert [got for got in inner.got if got[0] != "topic"] == [
        ("name", ABSENT, text("Tea")),
        ("stock", text("1"), text("2")),
        ("seo.count", ABSENT, text("3")),
        ("rows", Many((Group(()),)), ABSENT),
    ]
    assert inner.answers == [Sent(), "12"]


def test_a_group_that_goes_takes_all_its_fields_along():
    inner = Inner()
    sent(ConvertedWriter(inner, SIDE), op_of(("seo", Group((("hidden", Scalar("flag", "true")),)), ABSENT)))
    assert inner.got == [("seo.hidden", Scalar("flag", "true"), ABSENT)]


def test_a_link_of_the_mappings_own_is_named_as_ever():
    kind = replace(KIND, fields={**FIELDS, "by": FieldBinding(Field("by", "reference", to="author"), "by")})
    inner = Inner()
    op = op_of(("by", ABSENT, Ref(EntryKey("author", "ada"))))
    sent(ConvertedWriter(inner, replace(SIDE, kinds={"post": kind})), op)
    assert inner.answers == [Sent(), "remote of author/ada"]


def test_what_the_side_cannot_hold_is_refused_and_nothing_of_it_is_sent():
    inner = Inner()
    good = replace(op_of(("name", ABSENT, text("Tea"))), id=Digest("d2"))
    calls = sent(ConvertedWriter(inner, SIDE), op_of(("topic", ABSENT, Scalar("option", "views"))), good)
    assert [call.name for call in calls] == ["update post/tea (no request)", "PUT"]
    assert "has no name on this side" in calls[0].send().refused[KEY]


def test_everything_else_is_the_side_itself():
    side = reader(seen())
    op = op_of(("seo", ABSENT, ABSENT), ("name", ABSENT, ABSENT))
    assert (side.cost([op]), side.look_cost([op, op])) == (1, 4)
    assert side._inner.got == [["seo.title", "name"]]
    assert side.capabilities("post").batch == 4
    assert side.inspect(probe=False).primary == "False"
    assert [aside.remote for aside in side.set_aside()] == ["9"]
    side.close()
    assert side._inner.closed


def test_a_side_that_sets_nothing_aside_and_closes_nothing_is_fine():
    class Bare:
        cost = read = None

    side = ConvertedReader(Bare(), SIDE)
    assert side.set_aside() == ()
    side.close()


def test_a_group_is_excluded_with_the_first_of_its_parts():
    fr = Exclusion(fields=frozenset({"name", "seo.title", "seo.count"}))
    seen = Seen("post", "1", {EN: {"name": text("Tea")}}, excluded={EN: fr})
    inner = Inner(seen)
    reader = ConvertedReader(inner, SIDE)
    assert [each.excluded for each in reader.read()] == [{EN: Exclusion(fields=frozenset({"name", "seo"}))}]
    assert reader.excluded("post") == {}
    inner.excluded = lambda kind: {EN: fr} if kind == "post" else {}
    assert reader.excluded("post") == {EN: Exclusion(fields=frozenset({"name", "seo"}))}
    assert reader.excluded("other") == {}
