"""Two-way sync over two memory sides: nobody's edit is lost, and nothing echoes."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from plan_lines import lines_of
from two_worlds import EN, FR, JA, Pair, html, image, number, ref, refs, remote_of, text

from isogloss.api import Applied
from isogloss.model.address import Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Asset, Many, Scalar, Value


def small_site(pair: Pair) -> None:
    pair.left.put(
        "author",
        "a1",
        {EN: {"name": text("Ann"), STATUS: PUBLISHED}, FR: {"name": text("Anne"), STATUS: PUBLISHED}},
        slug="ann",
    )
    for i in range(4):
        pair.left.put(
            "article",
            f"p{i}",
            {
                EN: {
                    "title": text(f"Title {i}"),
                    "body": html(f"<p>Body {i}</p>"),
                    "rank": number(i),
                    "cover": image(f"https://a.example/{i}.png", "alt"),
                    "author": ref("author", "a1"),
                    "related": refs("article", f"p{(i + 1) % 4}", f"p{(i + 2) % 4}"),
                    STATUS: PUBLISHED,
                },
                FR: {
                    "title": text(f"Titre {i}"),
                    "body": html(f"<p>Corps {i}</p>"),
                    "author": ref("author", "a1"),
                    STATUS: DRAFT,
                },
            },
            slug=f"post-{i}",
        )


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    made = Pair(tmp_path)
    small_site(made)
    assert set(made.sync().result.counts()) <= {"confirmed", "normalized"}
    return made


def test_a_second_sync_writes_nothing(pair: Pair) -> None:
    before = pair.writes()
    assert pair.sync().result.counts() == {}
    assert pair.writes() == before
    assert pair.verify().proven


def test_different_fields_of_one_entry_edited_on_both_sides_both_survive(pair: Pair) -> None:
    pair.left.edit("article", "p1", EN, title=text("New title"))
    pair.right.edit("article", remote_of(pair.right, "article", "post-1"), EN, body=html("<p>New body</p>"))
    assert pair.sync().conflicts == 0
    for side in Side:
        assert pair.shown(side, "article", "post-1", EN, "title") == text("New title")
        assert pair.shown(side, "article", "post-1", EN, "body") == html("<p>New body</p>")
    assert pair.sync().result.counts() == {}


def test_different_locales_of_one_entry_edited_on_both_sides_both_survive(pair: Pair) -> None:
    pair.left.edit("article", "p1", EN, title=text("New title"))
    pair.right.edit("article", remote_of(pair.right, "article", "post-1"), FR, title=text("Nouveau titre"))
    assert pair.sync().conflicts == 0
    for side in Side:
        assert pair.shown(side, "article", "post-1", EN, "title") == text("New title")
        assert pair.shown(side, "article", "post-1", FR, "title") == text("Nouveau titre")


def test_the_same_cell_edited_on_both_sides_is_held_and_found_again(pair: Pair) -> None:
    pair.left.edit("article", "p1", EN, title=text("Left"))
    pair.right.edit("article", remote_of(pair.right, "article", "post-1"), EN, title=text("Right"))
    first = pair.sync()
    assert first.conflicts == 1
    found = list(lines_of(first.plan, "conflict"))
    again = pair.sync()
    assert list(lines_of(again.plan, "conflict")) == found
    assert again.result.counts() == {}
    assert pair.shown(Side.LEFT, "article", "post-1", EN, "title") == text("Left")
    assert pair.shown(Side.RIGHT, "article", "post-1", EN, "title") == text("Right")


def test_a_conflict_in_a_locale_that_has_a_policy_is_settled_by_it(pair: Pair) -> None:
    pair.options["locale_conflicts"] = {FR: "right"}
    for locale in (EN, FR):
        pair.left.edit("article", "p1", locale, title=text("Left"))
        pair.right.edit("article", remote_of(pair.right, "article", "post-1"), locale, title=text("Right"))
    assert pair.sync().conflicts == 1
    for side, kept in ((Side.LEFT, "Left"), (Side.RIGHT, "Right")):
        assert pair.shown(side, "article", "post-1", EN, "title") == text(kept)
        assert pair.shown(side, "article", "post-1", FR, "title") == text("Right")


def test_a_variant_that_a_person_archived_since_the_plan_is_not_published_again(pair: Pair) -> None:
    pair.left.edit("article", "p1", EN, title=text("New"))
    plan = pair.plan()
    stored = pair.right.entries["article", remote_of(pair.right, "article", "post-1")].versions[EN]
    stored.live, stored.archived = None, True
    assert "skipped" in pair.apply(plan).result.counts()
    assert stored.archived


def test_a_cleared_field_is_cleared_on_the_other_side(pair: Pair) -> None:
    pair.right.edit("article", remote_of(pair.right, "article", "post-1"), EN, cover=ABSENT)
    pair.sync()
    assert pair.shown(Side.LEFT, "article", "post-1", EN, "cover") is None


def test_a_deletion_is_held_unless_it_is_propagated(pair: Pair) -> None:
    del pair.left.entries["article", "p3"]
    for stored in pair.left.entries.values():  # the editor removed the links as well
        for version in stored.versions.values():
            version.staged.pop("related", None)
            if version.live:
                version.live.pop("related", None)
    held = pair.sync()
    assert held.conflicts == 1
    assert remote_of(pair.right, "article", "post-3")
    pair.options["delete"] = "propagate"
    pair.sync()
    assert "post-3" not in {stored.slug for stored in pair.right.entries.values()}
    assert pair.sync().result.counts() == {}


def test_an_entry_that_is_new_on_the_right_is_created_on_the_left(pair: Pair) -> None:
    author = remote_of(pair.right, "author", "ann")
    pair.right.put(
        "article", "new", {JA: {"title": text("新しい"), "author": ref("author", author), STATUS: DRAFT}}, slug="new"
    )
    result = pair.sync()
    assert pair.shown(Side.LEFT, "article", "new", JA, "title") == text("新しい")
    # the author has no Japanese variant there, so the link cannot be written, and says so
    assert [loss["reason"] for loss in lines_of(result.plan, "loss")] == ["link target missing in this locale"]


def test_publishing_on_one_side_publishes_on_the_other(pair: Pair) -> None:
    version = pair.left.entries["article", "p2"].versions[FR]
    version.live = dict(version.staged)
    pair.sync()
    stored = pair.right.entries["article", remote_of(pair.right, "article", "post-2")]
    assert stored.versions[FR].status == PUBLISHED


def test_newest_takes_the_later_edit(pair: Pair) -> None:
    pair.options["conflict"] = "newest"
    pair.left.edit("article", "p1", EN, title=text("Left"))
    remote = remote_of(pair.right, "article", "post-1")
    pair.right.edit("article", remote, EN, title=text("Right"))
    pair.left.entries["article", "p1"].versions[EN].updated = pair.clock.now()
    pair.sync()
    assert pair.shown(Side.RIGHT, "article", "post-1", EN, "title") == text("Left")


def test_merge_joins_edits_of_different_blocks(tmp_path: Path) -> None:
    pair = Pair(tmp_path, options={"conflict": "merge"})
    body = html("<p>one</p><p>two</p><p>three</p>")
    pair.left.put("article", "p", {EN: {"title": text("T"), "body": body, STATUS: PUBLISHED}}, slug="p")
    pair.sync()
    pair.left.edit("article", "p", EN, body=html("<p>ONE</p><p>two</p><p>three</p>"))
    pair.right.edit("article", remote_of(pair.right, "article", "p"), EN, body=html("<p>one</p><p>two</p><p>THREE</p>"))
    assert pair.sync().conflicts == 0
    for side in Side:
        assert pair.shown(side, "article", "p", EN, "body") == html("<p>ONE</p><p>two</p><p>THREE</p>")
    assert pair.sync().result.counts() == {}


# any edits, on two sides that render what they store in their own ways


def shouting_left(value: Value) -> Value:
    """A platform that pads rich text and reorders references."""
    match value:
        case Scalar("rich_text", body):
            return Scalar("rich_text", body.replace("<i>", "<em>").replace("</i>", "</em>"))
        case Many(items):
            return Many(tuple(reversed(items))) if repr(items) > repr(tuple(reversed(items))) else value
        case Asset(kind, identity, alt):
            hosted = (
                identity if identity.startswith("https://left.example/") else f"https://left.example/{identity[-6:]}"
            )
            return Asset(kind, hosted, alt)
        case _:
            return value


def shouting_right(value: Value) -> Value:
    """A platform that collapses runs of spaces in text, rewrites bold, and hosts images itself."""
    match value:
        case Scalar("text", words):
            return Scalar("text", " ".join(words.split()))
        case Scalar("rich_text", body):
            return Scalar("rich_text", body.replace("<b>", "<strong>").replace("</b>", "</strong>"))
        case Asset(kind, identity, _):
            hosted = (
                identity if identity.startswith("https://right.example/") else f"https://right.example/{identity[-6:]}"
            )
            return Asset(kind, hosted, "")
        case _:
            return value


WORDS = st.sampled_from(["a", "b  b", "c", "d e", "ä", "日本"])
EDITS = st.one_of(
    st.tuples(st.just("title"), WORDS.map(text)),
    st.tuples(st.just("body"), WORDS.map(lambda w: html(f"<p>{w} <b>x</b></p>"))),
    st.tuples(st.just("rank"), st.integers(0, 3).map(number)),
    st.tuples(st.just("hot"), st.sampled_from([Scalar("flag", "true"), Scalar("flag", "false"), ABSENT])),
    st.tuples(
        st.just("cover"),
        st.sampled_from([image("https://x.example/1.png", "one"), image("https://x.example/2.png"), ABSENT]),
    ),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(list(Side)), st.integers(0, 3), st.sampled_from([EN, FR, JA]), EDITS), max_size=8
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(first=STEPS, second=STEPS)
@example(  # a field crosses beside one that is held
    first=[
        (Side.LEFT, 0, EN, ("title", text("a"))),
        (Side.LEFT, 0, EN, ("rank", number(3))),
        (Side.RIGHT, 0, EN, ("title", text("c"))),
    ],
    second=[],
)
def test_after_any_edits_a_sync_settles_and_the_next_is_silent(
    first: list, second: list, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pair = Pair(tmp_path_factory.mktemp("pair"))
    pair.left.render, pair.right.render = shouting_left, shouting_right
    pair.right.capabilities = replace(pair.right.capabilities, write_alt=False)
    small_site(pair)
    pair.sync()
    for steps in (first, second):
        edited: dict[tuple[Side, int, object, str], Value] = {}
        for side, place, locale, (name, value) in steps:
            world = pair.world(side)
            remote = remote_of(world, "article", f"post-{place}")
            where = world.entries["article", remote].versions
            if locale not in where and not isinstance(value, Scalar):
                continue
            for found in where if name == "rank" else (locale,):
                rendered = value if value is ABSENT else world.render(value)
                world.edit("article", remote, found, **{name: rendered})
            edited[side, place, locale if name != "rank" else "*", name] = value
        ran = pair.sync()
        assert set(ran.result.counts()) <= {"confirmed", "normalized"}, ran.result.problems
        conflicts = waiting(ran)
        before = pair.writes()
        again = pair.sync()
        assert again.result.counts() == {}
        assert pair.writes() == before
        assert waiting(again) == conflicts
        assert_no_edit_is_lost(pair, edited, {(c["entry"][1], c["locale"], c["field"]) for c in conflicts})


def waiting(ran: Applied) -> list[dict]:
    """What waits for a person, but for when its entry changed last: the run itself may have written another field."""
    found = lines_of(ran.plan, "conflict")
    return [{**each, "traces": {**each.get("traces", {}), "changed": None}} for each in found]


def assert_no_edit_is_lost(pair: Pair, edited: dict, held: set) -> None:
    """Every edit is on both sides, or on its own side in a conflict that keeps both values."""
    for (side, place, locale, name), value in edited.items():
        if name == "cover":  # each side shows an address of its own
            continue
        slug, where = f"post-{place}", EN if locale == "*" else locale
        own = pair.shown(side, "article", slug, where, name)
        wanted = None if value is ABSENT else pair.world(side).render(value)
        if (slug, locale, name) in held:
            assert own == wanted
            continue
        if (side.other, place, locale, name) in edited:
            continue  # both sides edited it alike, or one edit changed nothing
        assert own == wanted
        across = None if wanted is None else pair.world(side.other).render(wanted)
        assert pair.shown(side.other, "article", slug, where, name) == across


def test_a_link_out_of_scope_stays_where_others_of_its_list_change(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    for slug in ("tea", "milk"):
        pair.left.put("article", slug, {EN: {"title": text(slug), STATUS: PUBLISHED}}, slug=slug)
    pair.sync()
    tea = remote_of(pair.right, "article", "tea")
    pair.right.put("article", "apart", {Locale("de"): {"title": text("apart"), STATUS: PUBLISHED}}, slug="apart")
    pair.right.edit("article", tea, EN, related=refs("article", "apart"))
    pair.sync()
    pair.left.edit("article", "tea", EN, related=refs("article", "milk"))
    assert pair.sync().conflicts == 0
    milk = remote_of(pair.right, "article", "milk")
    assert pair.shown(Side.RIGHT, "article", "tea", EN, "related") == refs("article", "apart", milk)
    before = pair.writes()
    assert pair.sync().result.counts() == {}
    assert pair.writes() == before
