"""What goes wrong is said where a person mends it: the path of the mapping, the setting, the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command import within
from sandboxes import Crossing

if TYPE_CHECKING:
    from pathlib import Path

    from sandboxes import Sandboxes


@pytest.fixture
def crossing(sandboxes: Sandboxes, tmp_path: Path) -> Crossing:
    made = Crossing(sandboxes, tmp_path)
    made.seed()
    return made


def test_an_unknown_butter_field_is_named_by_its_path_in_the_mapping(crossing: Crossing) -> None:
    crossing.write_mapping(("webflow: name, butter: headline}", "webflow: name, butter: hedline}"))
    assert within(crossing, "plan", "MAPPING").code == 0
    ran = within(crossing, "apply", "PLAN", "--json")
    assert ran.code == 3
    said = next(each["detail"] for each in ran.data["problems"] if each["outcome"] == "failed")
    assert "hedline is kinds.article.fields.title.butter" in said
    assert "headline is named by no field of kinds.article; map it, or name it under" in said
    assert "kinds.article.butter.other_fields" in said
    assert said.count("POST /pages/") == 1


def test_a_wrong_page_type_key_is_named_in_the_message_of_the_refused_write(crossing: Crossing) -> None:
    crossing.sandboxes.butter.turn(page_type_key="page-type")
    crossing.text = crossing.text.replace("adapter: buttercms,", "adapter: buttercms, page_type_key: page_type,")
    crossing.write_mapping()
    assert within(crossing, "plan", "MAPPING").code == 0
    ran = within(crossing, "apply", "PLAN", "--json")
    assert ran.code == 3
    said = next(each["detail"] for each in ran.data["problems"] if each["outcome"] == "failed")
    assert "sides.butter.page_type_key says page_type, and this account takes another; write page-type" in said


def test_an_option_that_a_side_does_not_have_is_said_with_what_to_do(crossing: Crossing) -> None:
    crossing.write_mapping(("{webflow: Guide,", "{webflow: Zzz,"))
    ran = within(crossing, "check", "MAPPING")
    assert ran.code == 2
    said = ran.out + ran.err
    assert "kinds.article.fields.form.values." in said
    assert 'the field has no option "Zzz"; there is' in said
    assert "name one of them, or add it there" in said


def test_an_option_that_buttercms_does_not_have_is_named_where_its_write_never_lands(crossing: Crossing) -> None:
    crossing.write_mapping(("butter: guide}", "butter: guidebook}"))
    ran = within(crossing, "sync", "MAPPING", "--json")
    assert ran.code == 1, ran
    said = {each["entry"]: each["detail"] for each in ran.data["problems"] if each["outcome"] == "unconfirmed"}
    named = "kinds.article.fields.form.values.guide.butter says guidebook"
    assert {entry for entry, detail in said.items() if named in detail} == {"first", "fourth"}, said
    assert "Mend the name there, or add the option on butter" in said["first"]
    crossing.write_mapping(("butter: guide}", "butter: guide}"))
    assert within(crossing, "sync", "MAPPING").code == 0


@pytest.mark.parametrize("setting", ["token", "site"])
def test_a_name_without_braces_is_told_to_be_written_with_them(crossing: Crossing, setting: str) -> None:
    written = {"token": ('"${WEBFLOW_TOKEN}"', "$WEBFLOW_TOKEN"), "site": ("site: pots", "site: $WEBFLOW_SITE")}
    crossing.write_mapping(written[setting])
    ran = within(crossing, "check", "MAPPING")
    assert ran.code == 2
    said = "a name is looked up only within braces; write ${NAME} in place of $NAME"
    assert f"sides.webflow.{setting}: {said}" in ran.err


def test_a_tab_in_a_mapping_is_told_with_its_line(crossing: Crossing) -> None:
    crossing.write_mapping(("limits:", "\tlimits:"))
    ran = within(crossing, "check", "MAPPING")
    line = crossing.mapping.read_text("utf-8").split("\tlimits")[0].count("\n") + 1
    assert ran.code == 2
    assert f"a tab stands where YAML takes spaces only; indent and part words with spaces (line {line})" in ran.err


def test_a_run_that_nobody_knows_ends_with_2(crossing: Crossing) -> None:
    assert within(crossing, "sync", "MAPPING").code == 0
    ran = within(crossing, "undo", "MAPPING", "20200101-000000-abcd", "--json")
    assert (ran.code, ran.error["error"]) == (2, "UsageError")
    assert "there is no run 20200101-000000-abcd of mapping pots" in ran.error["message"]
