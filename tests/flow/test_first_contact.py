"""What a mapping declares of an account that cannot describe itself is held against what can be read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import small_site
from sandboxes import Crossing, settled

from isogloss import api
from isogloss.errors import Missing
from isogloss.run.check import passed
from isogloss.run.sides import open_readers

if TYPE_CHECKING:
    from pathlib import Path

    import sandboxes as support

Json = dict[str, Any]


def notices(crossing: Crossing) -> dict[str, str]:
    report = api.check(crossing.session())
    assert report.passed, report.problems
    return {notice.path: notice.text for notice in report.notices}


def doubts(crossing: Crossing) -> dict[str, str]:
    report = api.check(crossing.session())
    assert report.passed, report.problems
    return {doubt.path: doubt.text for doubt in report.doubts}


@pytest.mark.parametrize("body", ["detail", "object"])
def test_every_locale_that_the_account_does_not_know_is_a_problem_at_its_path(
    sandboxes: support.Sandboxes, tmp_path: Path, body: str
) -> None:
    sandboxes.butter.turn(unknown_locale_body=body)
    crossing = Crossing(sandboxes, tmp_path)
    crossing.write_mapping(("butter: fr}", "butter: fr-ca}"), ("butter: ja}", "butter: jp}"), ("website", "web-site"))
    crossing.seed()
    report = api.check(crossing.session())
    found = {problem.path for problem in report.problems}
    assert {"locales.fr-FR.butter", "locales.ja.butter"} <= found
    assert any(path.startswith("kinds.author.fields.site") for path in found), "the other side is asked all the same"


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("article", "page_type: article", "page_type: articel"),
        ("topic", "butter: {collection: topics", "butter: {collection: themes"),
    ],
)
def test_a_type_or_collection_that_is_not_there_is_named(
    sandboxes: support.Sandboxes, tmp_path: Path, kind: str, old: str, new: str
) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.write_mapping((old, new))
    crossing.seed()
    session = crossing.session()
    with (
        open_readers(session.bridge, session.reach) as readers,
        pytest.raises(Missing, match=f"mend kinds.{kind}"),
    ):
        passed(session.bridge, readers)


def test_a_declared_field_that_no_entry_shows_is_noticed_with_the_nearest(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    crossing = Crossing(sandboxes, tmp_path, small_site.BACKWARD)
    crossing.write_mapping(("butter: headline", "butter: hedline"))
    crossing.seed()
    told = doubts(crossing)
    assert told["kinds.article.fields.title.butter"] == (
        'no entry that was looked at on butter shows "hedline"; did you mean headline?'
    )
    assert "nothing is mapped to it: 11 cells" in told["kinds.article.butter.headline"]


def test_a_field_that_the_mapping_does_not_name_is_noticed_where_entries_are_made(
    sandboxes: support.Sandboxes, tmp_path: Path
) -> None:
    """All fields of a type have to be named when a page is made."""
    crossing = Crossing(sandboxes, tmp_path)
    crossing.write_mapping(("      minutes: {type: number, webflow: minutes, butter: minutes}\n", ""))
    crossing.seed({"article": {"tea": {"all": {}, "en": {"title": "Tea"}}}})
    sandboxes.butter.edit(action="create", page_type="article", slug="rum", title="Rum", fields={"headline": "Rum"})
    assert "minutes" in notices(crossing)["kinds.article.butter"]
    failed = crossing.sync()
    assert [each.outcome for _, each in failed.result.problems if "minutes" in each.detail] == ["failed"]

    crossing.write_mapping(
        ("      minutes: {type: number, webflow: minutes, butter: minutes}\n", ""),
        ("{page_type: article}", "{page_type: article, other_fields: [minutes]}"),
    )
    assert "kinds.article.butter" not in notices(crossing)
    settled(crossing.sync())


def test_where_nothing_is_there_nothing_is_guessed(sandboxes: support.Sandboxes, tmp_path: Path) -> None:
    crossing = Crossing(sandboxes, tmp_path)
    crossing.write_mapping(("butter: headline", "butter: hedline"))
    crossing.seed({})
    assert not doubts(crossing)


@pytest.mark.parametrize(
    "switch",
    [
        {"missing_keys": "lost"},
        {"missing_keys": "fill"},
        {"unknown_keys": "ignore"},
        {"unknown_keys": "store"},
        {"page_type_key": "page_type"},
        {"mixed_keys": "single"},
        {"patch_locale": "ignored"},
        {"put_other_locales": "lost"},
        {"empty_style": "missing"},
        {"empty_style": "empty"},
        {"item_get": "off"},
        {"item_get": "keyed"},
        {"levels_out_of_range": "400"},
        {"required_for_drafts": True},
        {"title_slug_change": "reject"},
    ],
    ids=lambda switch: "-".join(map(str, *switch.items())),
)
def test_writes_name_every_key_and_never_replace_whatever_the_answer_to_an_open_question(
    sandboxes: support.Sandboxes, tmp_path: Path, switch: Json
) -> None:
    sandboxes.butter.turn(**switch)
    crossing = Crossing(sandboxes, tmp_path)
    crossing.seed()
    settled(crossing.sync())
    sandboxes.webflow.edit(
        action="update", collection="posts", item="first", locale="ja", fields={"name": "新しい"}, publish=True
    )
    settled(crossing.sync())
    assert crossing.ops() == []
    assert {line["method"] for line in sandboxes.butter.writes()} == {"POST", "PATCH"}
