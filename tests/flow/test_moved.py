"""Changes of a mapping, between the sandboxes: declared, what was agreed on goes along; undeclared, nothing is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import small_site
from command import within
from plan_lines import lines_of
from sandboxes import Crossing

from isogloss import api
from isogloss.errors import MappingError

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes

Pair = tuple[str, str]
ARTICLES = {name: told for name, told in small_site.ARTICLES.items() if name not in ("only-here", "on-top")}
SITE = {**small_site.SITE, "article": ARTICLES}
FIELD: Pair = ("      title: {type: text,", "      heading: {type: text,")
LABEL: Pair = ("    label: title\n", "    label: heading\n")
LOCALE: Pair = ("  fr-FR: {webflow: fr-FR", "  fr: {webflow: fr-FR")
OPTION: Pair = ("values: {guide: {", "values: {manual: {")
KINDS: tuple[Pair, ...] = (("  author:\n", "  writer:\n"), ("to: author", "to: writer"))

CASES: dict[str, tuple[tuple[Pair, ...], str, str]] = {
    "field": (
        (FIELD, LABEL),
        "field article.heading shows what article.title showed",
        "article.heading, from: article.title",
    ),
    "locale": ((LOCALE,), "locale fr is what fr-FR was", "fr, from: fr-FR"),
    "option": (
        (OPTION,),
        "option article.form.manual is what article.form.guide was",
        "article.form.manual, from: article.form.guide",
    ),
    "kind": (KINDS, "kind writer lives where author lived", "writer, from: author"),
}


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    """Both sides agree, and each has an edit that the other has not."""
    crossing = Crossing(sandboxes, tmp_path, small_site.BOTH)
    crossing.seed(SITE)
    crossing.sync()
    settled_but_for_people(crossing)
    update = {"action": "update", "publish": True}
    sandboxes.webflow.edit(**update, collection="posts", item="third", fields={"name": "Third, edited"})
    sandboxes.webflow.edit(**update, collection="authors", item="bob", fields={"name": "Bob"})
    sandboxes.butter.edit(**update, page_type="article", slug="second", locale="fr", fields={"headline": "Le deuxième"})
    sandboxes.forget()
    return crossing


def settled_but_for_people(crossing: Crossing) -> None:
    assert crossing.sync().result.problems == ()


def rewritten(crossing: Crossing, *pairs: Pair, moved: str = "") -> None:
    lines = ("limits:", f"moved: [{moved}]\nlimits:") if moved else ("limits:", "limits:")
    crossing.write_mapping(*pairs, lines)


def planned(crossing: Crossing) -> tuple[list[tuple[str, str, list[str]]], int]:
    """What a plan writes, by field, and how much it holds."""
    plan = crossing.plan()
    ops = [(op["verb"], op["entry"][1], sorted({c["field"] for c in op["changes"]} - {"$status"}))
           for op in lines_of(plan, "op") if op["verb"] == "update"]  # fmt: skip
    return ops, len(list(lines_of(plan, "conflict")))


@pytest.mark.parametrize("what", CASES)
def test_what_was_agreed_on_goes_along_with_a_declared_change_and_an_undeclared_one_is_refused(
    crossing: Crossing, what: str
) -> None:
    pairs, why, line = CASES[what]
    before, held = planned(crossing)
    renamed = {"title": "heading"} if what == "field" else {}
    rewritten(crossing, *pairs)
    for command in ("plan", "sync", "verify"):
        ran = within(crossing, command, "MAPPING")
        assert (ran.code, why in ran.err) == (2, True), (ran.code, ran.err)
        assert f"- {{{what}: {line}}}   # the same content: what was agreed on goes along" in ran.err
    assert crossing.sandboxes.writes() == []
    rewritten(crossing, *pairs, moved=f"{{{what}: {line}}}")
    kept = crossing.state.read_bytes()
    ops, held_now = planned(crossing)
    wanted = [(verb, name, [renamed.get(field, field) for field in fields]) for verb, name, fields in before]
    assert (ops, held_now) == (wanted, held)
    assert crossing.state.read_bytes() == kept  # a plan moves nothing
    done = crossing.sync()
    assert done.result.problems == ()
    told = [each["detail"] for each in lines_of(done.plan, "remark") if each["about"] == "a declared move"]
    assert told == [f"{{{what}: {line}}}: it is made; the line can be taken out of moved"]
    assert crossing.verify().differing == 0
    crossing.sandboxes.forget()
    assert crossing.sync().result.problems == ()
    rewritten(crossing, *pairs)
    assert crossing.sync().result.problems == ()
    assert crossing.sandboxes.writes() == []


def test_a_line_that_comes_from_a_misspelt_name_declares_nothing(crossing: Crossing) -> None:
    rewritten(crossing, FIELD, LABEL, moved="{field: article.heading, from: article.tilte}")
    for command in ("plan", "sync"):
        ran = within(crossing, command, "MAPPING")
        assert ran.code == 2
        assert "in place of {field: article.heading, from: article.tilte}, for article.tilte was never there" in ran.err
        assert "- {field: article.heading, from: article.title}   # the same content" in ran.err
    assert crossing.sandboxes.writes() == []


def test_a_plan_of_before_is_refused_and_the_next_run_takes_back_what_an_earlier_one_wrote(crossing: Crossing) -> None:
    written = crossing.sync().run
    rewritten(crossing, FIELD, LABEL, moved="{field: article.heading, from: article.title}")
    assert within(crossing, "sync", "MAPPING").code in (0, 1)
    undone = api.undo(crossing.session(), written, crossing.folder / "undo.jsonl")
    back = {change["field"]: change["after"] for op in lines_of(undone, "op") for change in op["changes"]
            if op["entry"][1] == "third"}  # fmt: skip
    assert back["heading"] == {"text": "Third"}


def test_what_joins_or_leaves_a_mapping_needs_no_word(crossing: Crossing) -> None:
    settled_but_for_people(crossing)
    out: Pair = ("      minutes: {type: number, webflow: minutes, butter: minutes}\n", "")
    rewritten(crossing, out, ("  ja: {webflow: ja, butter: ja}\n", ""))
    crossing.sandboxes.forget()
    settled_but_for_people(crossing)
    rewritten(crossing)
    settled_but_for_people(crossing)
    assert crossing.sandboxes.writes() == []


def test_a_target_with_a_base_of_its_own_takes_no_other(crossing: Crossing) -> None:
    """Two fields were agreed on; one of them leaves, and is said to be the other."""
    crossing.sync()
    pairs = ("      seen: {type: instant, webflow: seen, butter: seen}\n", "")
    rewritten(crossing, pairs, moved="{field: article.minutes, from: article.seen}")
    with pytest.raises(MappingError, match=r"article\.minutes was agreed on itself, so nothing can go there from"):
        crossing.plan()


def test_another_place_of_a_field_is_declared_as_the_same_content_or_as_other(crossing: Crossing) -> None:
    crossing.sync()
    pairs: Pair = (
        "      minutes: {type: number, webflow: minutes,",
        "      minutes: {type: number, webflow: featured,",
    )
    drop: Pair = ("      featured: {type: flag, webflow: featured, butter: featured, shared: true}\n", "")
    rewritten(crossing, pairs, drop)
    with pytest.raises(MappingError) as wrong:
        crossing.plan()
    said = str(wrong.value)
    assert 'field article.minutes was "minutes" and is "featured" and "minutes" now' in said
    assert "{field: article.minutes, from: article.minutes}   # the same content" in said
    assert "{field: article.minutes, from: ~}   # other content" in said
