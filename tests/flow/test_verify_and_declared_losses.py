"""What a plan tells as lost is no difference that somebody has to look for, whatever its sort; everything else is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from plan_lines import lines_of
from two_worlds import EN, FR, Pair, image, refs, text

from isogloss.model.entry import PUBLISHED, STATUS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from isogloss.outcomes import Verified


def put(pair: Pair, slug: str, **locales: object) -> None:
    variants = {{"en": EN, "fr": FR}[code]: {**cells, STATUS: PUBLISHED} for code, cells in locales.items()}  # type: ignore[dict-item]  # cells as a test gives them
    pair.left.put("article", slug, variants, slug=slug)


def missing_target(pair: Pair) -> None:
    """A link to what has no French leads nowhere in French."""
    put(pair, "b", en={"title": text("B")})
    put(pair, "a", en={"title": text("A")}, fr={"title": text("A"), "related": refs("article", "b")})


def no_alt(pair: Pair) -> None:
    pair.right.capabilities = replace(pair.right.capabilities, write_alt=False)
    put(pair, "a", en={"title": text("A"), "cover": image("https://a.example/a.png", "a pot")})


def slug_stays(pair: Pair) -> None:
    pair.right.capabilities = replace(pair.right.capabilities, rename_slug=False)
    put(pair, "a", en={"title": text("A")})
    pair.sync()
    next(iter(pair.left.entries.values())).slug = "renamed"


def edits_stay_behind(pair: Pair) -> None:
    put(pair, "a", en={"title": text("A")})
    pair.sync()
    pair.left.edit("article", "a", EN, title=text("not yet"), publish=False)


SORTS: list[Callable[[Pair], None]] = [missing_target, no_alt, slug_stays, edits_stay_behind]


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path, options={"flow": "left to right"})


def verified(pair: Pair) -> Verified:
    return pair.verify()


@pytest.mark.parametrize("make", SORTS, ids=lambda make: make.__name__)
def test_a_declared_loss_is_counted_as_declared_whatever_its_sort(pair: Pair, make: Callable[[Pair], None]) -> None:
    make(pair)
    losses = list(lines_of(pair.plan(), "loss"))
    assert losses
    pair.sync()
    found = verified(pair)
    assert found.proven, found.listed
    assert found.equal + found.agreed + found.declared == found.cells


def test_a_link_that_leads_nowhere_across_is_told_apart_from_what_agrees(pair: Pair) -> None:
    missing_target(pair)
    pair.sync()
    found = verified(pair)
    assert (found.declared, found.differing, found.listed) == (1, 0, ())


@pytest.mark.parametrize("make", SORTS, ids=lambda make: make.__name__)
def test_an_edit_beside_a_declared_loss_is_still_a_difference(pair: Pair, make: Callable[[Pair], None]) -> None:
    make(pair)
    pair.sync()
    put(pair, "c", en={"title": text("new")})
    found = verified(pair)
    assert not found.proven
    assert {(each.at.entry.name, str(each.at.field)) for each in found.listed} >= {("c", "title")}


def test_a_cell_that_is_still_to_be_written_is_a_difference_though_a_part_of_it_is_lost(pair: Pair) -> None:
    missing_target(pair)
    found = verified(pair)
    assert found.declared == 0
    assert found.differing == len({(each.at.entry, each.at.locale, each.at.field) for each in found.listed})


@pytest.mark.parametrize("drift", ["overwrite", "keep"])
def test_what_only_the_target_changed_is_a_difference_unless_the_mapping_keeps_it(pair: Pair, drift: str) -> None:
    pair.options = {**pair.options, "drift": drift}
    missing_target(pair)
    pair.sync()
    (remote,) = [stored.remote for stored in pair.right.entries.values() if stored.slug == "b"]
    pair.right.edit("article", remote, EN, title=text("theirs"))
    found = verified(pair)
    kept = drift == "keep"
    assert [(each.at.entry.name, each.at.field) for each in found.listed] == [] if kept else [("b", "title")]
    assert (found.declared, found.kept_cells, found.proven) == (1, int(kept), kept)
