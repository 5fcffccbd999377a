"""How an op is cut into bodies: one status each."""

import pytest

from isogloss.adapters.buttercms.entries.parts import Part, cost_of, parts
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PUBLISHED, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import ABSENT, Digest, Scalar
from isogloss.plan.op import Change, Op

DE, EN, FR = Locale("de-DE"), Locale("en-US"), Locale("fr-FR")
TEA = EntryKey("article", "tea")
TEXT = Scalar("text", "x")


def cell(locale, name, after=TEXT, before=ABSENT):
    return Change(Cell(TEA, locale, name), before, after, ABSENT)


def op(verb, *changes, present=()):
    return Op(Digest("1"), Side.RIGHT, verb, TEA, "", changes, present)


def test_a_create_is_one_body_for_all_locales_even_those_without_content():
    made = op("create", cell(SHARED, "title"), cell(EN, "title"), present=(EN, FR))
    assert parts(made) == (Part("draft", (EN, FR)),)


def test_an_update_is_one_body_for_each_status():
    made = op(
        "update",
        cell(EN, "title"),
        cell(EN, STATUS, PUBLISHED, PUBLISHED),
        cell(FR, "title"),
        cell(DE, "title"),
        cell(DE, STATUS, DRAFT),
        present=(DE, EN, FR),
    )
    assert parts(made) == (Part("draft", (DE,)), Part(None, (FR,)), Part("published", (EN,)))
    assert cost_of([made]) == 3


def test_a_shared_cell_touches_every_locale_that_is_there():
    made = op("update", cell(SHARED, "title"), cell(EN, STATUS, PUBLISHED, PUBLISHED), present=(EN, FR))
    assert parts(made) == (Part(None, (FR,)), Part("published", (EN,)))


def test_a_new_variant_without_content_is_still_made():
    assert parts(op("update", cell(FR, STATUS, DRAFT), present=(EN, FR))) == (Part("draft", (FR,)),)


def test_a_status_alone_touches_nothing():
    assert parts(op("update", cell(EN, STATUS, PUBLISHED, PUBLISHED), present=(EN,))) == ()
    assert cost_of([op("update", cell(EN, "$slug"))]) == 1


@pytest.mark.parametrize(("verb", "status"), [("publish", "published"), ("unpublish", "draft")])
def test_a_change_of_state_names_exactly_its_locales(verb, status):
    made = op(verb, cell(EN, STATUS, PUBLISHED, DRAFT), cell(EN, "title"), cell(SHARED, "name"), present=(EN, FR))
    assert parts(made) == (Part(status, (EN,)),)


def test_a_delete_is_one_call():
    assert cost_of([op("delete", cell(EN, STATUS, ABSENT, DRAFT)), op("delete")]) == 2


@pytest.mark.parametrize(
    "made",
    [
        op("archive", cell(EN, STATUS, ARCHIVED, DRAFT)),
        op("update", cell(EN, "title"), cell(EN, STATUS, CHANGED, PUBLISHED)),
    ],
)
def test_a_state_that_the_side_lacks_cannot_be_asked_for(made):
    with pytest.raises(ValueError, match=r"archive|as a draft or as published"):
        parts(made)
    assert cost_of([made]) == 1
