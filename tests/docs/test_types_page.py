"""docs/types.md against the table of conversions and the types there are."""

import re
from pathlib import Path

from isogloss.mapping.types.conversions import TABLE
from isogloss.model.schema import FIELD_TYPES

PAGE = (Path(__file__).parents[2] / "docs" / "types.md").read_text(encoding="utf-8")


def test_the_page_has_every_conversion_with_its_grade_and_its_loss() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (\w+) \| (.*?) ?\|$", PAGE, re.MULTILINE)
    assert rows == [(type_, form, made.grade, made.lost) for (type_, form), made in sorted(TABLE.items())]


def test_the_page_says_of_every_type_where_it_lives() -> None:
    table = PAGE.split("## On the platforms")[1].split("\n## ")[0]
    named = {name for cell in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall("`(.*?)`", cell)}
    assert named == set(FIELD_TYPES)
