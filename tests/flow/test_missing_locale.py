"""``missing_locale``: skipped, or filled with a copy that stays a draft and is never taken for a translation."""

from pathlib import Path

import pytest
from two_worlds import EN, FR, JA, Pair, html, remote_of, text

from isogloss.model.address import Side
from isogloss.model.entry import DRAFT, PUBLISHED, STATUS


def site(pair: Pair) -> None:
    pair.left.put(
        "article", "p", {EN: {"title": text("Tea"), "body": html("<p>Hot.</p>"), STATUS: PUBLISHED}}, slug="tea"
    )


@pytest.fixture(params=["left to right", "both"])
def pair(tmp_path: Path, request: pytest.FixtureRequest) -> Pair:
    made = Pair(tmp_path, options={"missing_locale": "copy", "flow": request.param})
    site(made)
    made.sync()
    return made


def test_a_missing_locale_is_skipped_by_default(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    site(pair)
    pair.sync()
    assert pair.shown(Side.RIGHT, "article", "tea", FR, "title") is None


def test_a_copy_is_written_as_a_draft_and_marked_as_a_copy(pair: Pair) -> None:
    stored = pair.right.entries["article", remote_of(pair.right, "article", "tea")]
    assert stored.versions[EN].status == PUBLISHED
    for locale in (FR, JA):
        assert stored.versions[locale].status == DRAFT
        assert stored.versions[locale].staged["title"] == text("Tea")


def test_a_copy_is_never_mirrored_back_and_a_second_sync_is_silent(pair: Pair) -> None:
    before = pair.writes()
    assert pair.sync().result.counts() == {}
    assert pair.writes() == before
    assert set(pair.left.entries["article", "p"].versions) == {EN}


def test_a_copy_follows_its_primary(pair: Pair) -> None:
    pair.left.edit("article", "p", EN, title=text("Green tea"))
    plan = pair.plan()
    (op,) = [op for op in plan.ops() if op.verb == "update"]
    assert {change.locale for change in op.changes if change.copied} == {FR, JA}
    pair.sync()
    assert pair.shown(Side.RIGHT, "article", "tea", FR, "title") == text("Green tea")


def test_a_real_translation_takes_the_place_of_the_copy(pair: Pair) -> None:
    pair.left.put(
        "article",
        "p",
        {
            EN: {"title": text("Tea"), "body": html("<p>Hot.</p>"), STATUS: PUBLISHED},
            FR: {"title": text("Thé"), STATUS: PUBLISHED},
        },
        slug="tea",
    )
    assert pair.sync().conflicts == 0
    stored = pair.right.entries["article", remote_of(pair.right, "article", "tea")]
    assert stored.versions[FR].staged == {"title": text("Thé")}
    assert stored.versions[FR].status == PUBLISHED
    assert pair.sync().result.counts() == {}


def test_a_translation_made_on_the_target_goes_back_whole_in_two_way(tmp_path: Path) -> None:
    pair = Pair(tmp_path, options={"missing_locale": "copy"})
    site(pair)
    pair.sync()
    remote = remote_of(pair.right, "article", "tea")
    pair.right.edit("article", remote, FR, title=text("Thé"))
    assert pair.sync().conflicts == 0
    assert pair.shown(Side.LEFT, "article", "tea", FR, "title") == text("Thé")
    assert pair.shown(Side.LEFT, "article", "tea", FR, "body") == html("<p>Hot.</p>")
    assert pair.sync().result.counts() == {}


def test_a_translation_that_was_deleted_is_not_replaced_by_a_copy(tmp_path: Path) -> None:
    pair = Pair(tmp_path, options={"missing_locale": "copy"})
    pair.left.put(
        "article",
        "p",
        {
            EN: {"title": text("Tea"), STATUS: PUBLISHED},
            FR: {"title": text("Thé"), STATUS: DRAFT},
            JA: {"title": text("茶"), STATUS: DRAFT},
        },
        slug="tea",
    )
    pair.sync()
    del pair.left.entries["article", "p"].versions[FR]
    assert pair.sync().conflicts == 1
    assert pair.shown(Side.RIGHT, "article", "tea", FR, "title") == text("Thé")
