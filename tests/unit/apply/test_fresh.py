from dataclasses import replace

import pytest

from isogloss.apply.fresh import Prepared, prepare, takes_away, unfinished
from isogloss.mapping.names.neutral import Scoped
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PRESENT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Digest, Many, Ref, Scalar, digest
from isogloss.plan.op import Change, Op

TEA = EntryKey("article", "tea")
EN, FR = Locale("en"), Locale("fr")
OLD, NEW, OTHER = (Scalar("text", text) for text in ("old", "new", "other"))
RICH, RENDERED = Scalar("rich_text", "<p>a</p>"), Scalar("rich_text", "<p>a</p><p></p>")


def change(field, before, after, locale=EN, **more):
    return Change(Cell(TEA, locale, field), before, after, more.pop("source", digest(after)), **more)


def op(verb, *changes):
    return Op(Digest("a"), Side.RIGHT, verb, TEA, "Tea", changes, (EN,))


def shows(variants):
    return Scoped(variants, variants)


SOURCE = shows({EN: {STATUS: DRAFT, "title": NEW, "lead": NEW}, FR: {STATUS: DRAFT, "title": NEW}})
GONE = Scoped()


def prepared(wanted, target, source=SOURCE, *, ours=False):
    return prepare(wanted, target if isinstance(target, Scoped) else shows(target), source, ours=ours)


TITLE, LEAD = change("title", OLD, NEW), change("lead", OLD, NEW)
BORN = change(STATUS, ABSENT, DRAFT)


# Creating.


def test_a_create_is_left_as_it_is_while_nothing_is_there():
    wanted = op("create", BORN, change("title", ABSENT, NEW))
    assert prepared(wanted, GONE) == Prepared(wanted)


def test_a_create_of_what_somebody_made_meanwhile_is_not_written():
    title, lead = change("title", ABSENT, NEW), change("lead", ABSENT, NEW)
    found = prepared(op("create", BORN, title, lead), {EN: {STATUS: DRAFT, "title": NEW, "lead": OTHER}})
    assert found == Prepared(None, (lead,))


def test_a_create_of_what_is_there_already_as_wanted_has_nothing_left():
    wanted = op("create", BORN, change("title", ABSENT, NEW))
    assert prepared(wanted, {EN: {STATUS: DRAFT, "title": NEW}}) == Prepared(None)


def test_a_create_that_we_began_goes_on_as_an_update():
    title, lead = change("title", ABSENT, NEW), change("lead", ABSENT, NEW)
    wanted = op("create", BORN, title, lead)
    found = prepared(wanted, {EN: {STATUS: DRAFT, "title": NEW}}, ours=True)
    assert found == Prepared(replace(wanted, verb="update", changes=(lead,)))


def test_what_the_platform_copied_into_another_locale_is_ours_to_overwrite():
    born, title = change(STATUS, ABSENT, DRAFT, FR), change("title", ABSENT, NEW, FR)
    target = {EN: {STATUS: DRAFT, "title": OLD}, FR: {STATUS: DRAFT, "title": OLD}}
    wanted = op("create", born, title)
    assert prepared(wanted, target, ours=True) == Prepared(replace(wanted, verb="update", changes=(title,)))
    elsewhere = {EN: {STATUS: DRAFT, "title": OTHER}, FR: {STATUS: DRAFT, "title": OLD}}
    assert prepared(wanted, elsewhere, ours=True) == Prepared(None, (title,))


def test_a_create_that_we_began_takes_away_what_another_locale_is_a_copy_of():
    link = Ref(EntryKey("article", "milk"))
    lead, see = change("lead", ABSENT, NEW), change("see", ABSENT, link)
    title, titre = change("title", ABSENT, OLD), change("title", ABSENT, NEW, FR)
    wanted = op("create", BORN, title, titre, lead, see)
    copied = {STATUS: DRAFT, "title": OLD, "lead": NEW}
    found = prepared(wanted, {EN: copied, FR: copied}, shows({EN: {"see": link}, FR: {"title": NEW}}), ours=True)
    emptied = [
        Change(Cell(TEA, FR, "lead"), NEW, ABSENT, ABSENT),
        Change(Cell(TEA, FR, "see"), ABSENT, ABSENT, ABSENT),
    ]
    assert found == Prepared(replace(wanted, verb="update", changes=(titre, see, *emptied)))
    translated = {STATUS: DRAFT, "title": NEW, "lead": OTHER}
    found = prepared(wanted, {EN: copied, FR: translated}, shows({EN: {"see": link}, FR: {"title": NEW}}), ours=True)
    assert found == Prepared(replace(wanted, verb="update", changes=(see,))), "what has its own is left as it is"


def test_a_create_that_we_finished_has_nothing_left():
    wanted = op("create", BORN, change("title", ABSENT, NEW))
    assert prepared(wanted, {EN: {STATUS: PUBLISHED, "title": NEW}}, ours=True) == Prepared(None)


def test_a_rendering_of_what_we_wrote_is_done_and_of_what_we_did_not_write_is_not():
    body = change("title", OLD, RICH)
    source = shows({EN: {"title": RICH}})
    assert prepared(op("update", body), {EN: {"title": RENDERED}}, source, ours=True) == Prepared(None)
    assert prepared(op("update", body), {EN: {"title": RENDERED}}, source) == Prepared(None, (body,))


# Updating.


def test_a_cell_that_still_shows_what_it_showed_is_written():
    wanted = op("update", TITLE)
    assert prepared(wanted, {EN: {"title": OLD}}) == Prepared(wanted)


def test_a_cell_that_holds_already_what_is_wanted_is_left_out():
    found = prepared(op("update", TITLE, LEAD), {EN: {"title": NEW, "lead": OLD}})
    assert found == Prepared(op("update", LEAD))


def test_a_cell_that_moved_on_the_target_is_not_written():
    assert prepared(op("update", TITLE), {EN: {"title": OTHER}}) == Prepared(None, (TITLE,))
    assert prepared(op("update", TITLE, LEAD), {EN: {"title": OTHER, "lead": OLD}}) == Prepared(
        op("update", LEAD), (TITLE,)
    )


def test_a_cell_that_moved_on_the_source_is_not_written():
    assert prepared(op("update", TITLE), {EN: {"title": OLD}}, shows({EN: {"title": OTHER}})) == Prepared(
        None, (TITLE,)
    )
    assert prepared(op("update", TITLE), {EN: {"title": OLD}}, GONE) == Prepared(None, (TITLE,))


def test_a_merged_cell_is_written_although_its_source_was_written_already():
    merged = replace(TITLE, merged=True, source=digest(OTHER))
    assert prepared(op("update", merged), {EN: {"title": OLD}}) == Prepared(op("update", merged))


def test_a_variant_that_is_there_by_now_needs_no_making():
    assert prepared(op("update", BORN), {EN: {STATUS: PUBLISHED}}) == Prepared(None)


def test_cells_that_are_only_named_go_along_and_are_nothing_by_themselves():
    named = change("author", OLD, OLD, SHARED)
    assert prepared(op("update", named, TITLE), {EN: {"title": OLD}}) == Prepared(op("update", named, TITLE))
    assert prepared(op("update", named, TITLE), {EN: {"title": NEW}}) == Prepared(None)


def test_a_cell_that_is_only_named_and_no_longer_shows_that_is_left_out():
    named = change("lead", OLD, OLD)
    assert prepared(op("update", named, TITLE), {EN: {"title": OLD, "lead": OLD}}) == Prepared(
        op("update", named, TITLE)
    )
    assert prepared(op("update", named, TITLE), {EN: {"title": OLD, "lead": OTHER}}) == Prepared(op("update", TITLE))


def test_a_link_is_prepared_like_an_update():
    assert prepared(op("link", TITLE), {EN: {"title": OLD}}) == Prepared(op("link", TITLE))
    assert prepared(op("link", TITLE), {EN: {"title": OTHER}}) == Prepared(None, (TITLE,))


# States.

LIVE = change(STATUS, DRAFT, PUBLISHED)


@pytest.mark.parametrize("shown", [DRAFT, ABSENT], ids=str)
def test_a_draft_or_what_this_plan_has_made_is_published(shown):
    target = GONE if shown is ABSENT else {EN: {STATUS: shown}}
    assert prepared(op("publish", LIVE), target) == Prepared(op("publish", LIVE))


def test_what_is_live_already_is_not_published_again():
    assert prepared(op("publish", LIVE), {EN: {STATUS: PUBLISHED}}) == Prepared(None)


def test_what_was_archived_meanwhile_is_not_published():
    assert prepared(op("publish", LIVE), {EN: {STATUS: ARCHIVED}}) == Prepared(None, (LIVE,))


def test_what_this_plan_takes_out_of_the_archive_is_published_after():
    out = change(STATUS, ARCHIVED, DRAFT)
    later = replace(op("publish", change(STATUS, ARCHIVED, PUBLISHED)), needs=frozenset({Digest("out")}))
    archived = {EN: {STATUS: ARCHIVED}}
    source = shows({EN: {STATUS: DRAFT}})
    assert prepared(op("update", out), archived, source) == Prepared(op("update", out))
    assert prepared(op("update", out), {EN: {STATUS: DRAFT}}, source) == Prepared(None)
    assert prepared(later, archived) == prepared(later, {EN: {STATUS: DRAFT}}) == Prepared(later)


def test_what_was_archived_meanwhile_stays_so_though_its_content_was_written_a_moment_ago():
    after = replace(op("publish", LIVE), needs=frozenset({Digest("content")}))
    assert prepared(after, {EN: {STATUS: ARCHIVED}}) == Prepared(None, (LIVE,))


def test_what_this_plan_makes_is_archived_after():
    wanted = op("archive", change(STATUS, DRAFT, ARCHIVED))
    assert prepared(wanted, GONE) == Prepared(wanted)


def test_a_live_variant_whose_content_changed_is_published_again():
    again, label = change(STATUS, PUBLISHED, PUBLISHED), change("title", NEW, NEW)
    wanted = op("publish", again, label)
    assert prepared(wanted, {EN: {STATUS: PUBLISHED}}) == Prepared(wanted)


def test_a_label_goes_along_only_with_its_own_locale():
    french, label = change(STATUS, DRAFT, PUBLISHED, FR), change("title", NEW, NEW, FR)
    target = {EN: {STATUS: DRAFT}, FR: {STATUS: PUBLISHED}}
    assert prepared(op("publish", LIVE, french, label), target) == Prepared(op("publish", LIVE))


def test_a_state_that_is_not_compared_is_always_as_expected():
    wanted = op("archive", change(STATUS, PRESENT, ARCHIVED))
    assert prepared(wanted, {EN: {STATUS: PUBLISHED}}) == Prepared(wanted)


@pytest.mark.parametrize(("verb", "after"), [("unpublish", DRAFT), ("archive", ARCHIVED), ("delete", ABSENT)])
def test_what_is_to_be_taken_away_must_be_as_it_was(verb, after):
    wanted = op(verb, change(STATUS, PUBLISHED, after))
    assert prepared(wanted, {EN: {STATUS: PUBLISHED}}) == Prepared(wanted)
    moved = OTHER
    assert prepared(wanted, {EN: {STATUS: moved}}) == Prepared(None, wanted.changes)


def test_what_is_gone_already_is_not_deleted_again():
    assert prepared(op("delete", change(STATUS, DRAFT, ABSENT)), GONE) == Prepared(None)


# Lists that are written in several calls.

A, B, C, D = (Scalar("text", text) for text in "abcd")
ROWS = change("rows", Many((A, B)), Many((C, D)))
ROWS_SOURCE = shows({EN: {STATUS: DRAFT, "rows": Many((C, D))}})


def test_a_list_that_we_wrote_in_part_is_written_to_its_end():
    wanted = op("update", ROWS)
    now = {EN: {STATUS: DRAFT, "rows": Many((C, B))}}
    assert prepared(wanted, now, ROWS_SOURCE, ours=True) == Prepared(wanted)
    assert prepared(wanted, now, ROWS_SOURCE) == Prepared(None, (ROWS,))


@pytest.mark.parametrize("rows", [Many((C, OTHER)), Many((C,)), OTHER, ABSENT])
def test_a_list_that_somebody_edited_meanwhile_is_not_ours(rows):
    shown = {EN: {STATUS: DRAFT, **({} if rows is ABSENT else {"rows": rows})}}
    assert prepared(op("update", ROWS), shown, ROWS_SOURCE, ours=True) == Prepared(None, (ROWS,))


# Deletions.


def test_a_deletion_and_an_archive_that_answers_one_take_away():
    gone = change(STATUS, PUBLISHED, ARCHIVED, source=ABSENT)
    assert takes_away(op("delete", change(STATUS, PUBLISHED, ABSENT)))
    assert takes_away(op("archive", gone))
    assert not takes_away(op("archive", change(STATUS, PUBLISHED, ARCHIVED)))
    assert not takes_away(op("unpublish", change(STATUS, PUBLISHED, DRAFT, source=ABSENT)))


def test_edits_are_unfinished_where_they_are_not_published_and_not_what_is_shown():
    edited = Note(live=True, unpublished_edits=True)

    def found(status, note):
        variants = {EN: {STATUS: status}}
        return unfinished(Scoped(variants, variants, {} if note is None else {EN: note}), EN)

    assert found(PUBLISHED, edited)
    assert not found(CHANGED, edited)
    assert not found(PUBLISHED, Note(live=True))
    assert not found(PUBLISHED, None)
