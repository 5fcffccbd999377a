"""What ``lint`` shows a person and a program."""

from __future__ import annotations

import io
import re

import pytest
from hostile import PAYLOADS, SIGN
from rich.cells import cell_len
from rich.console import Console

from isogloss.answers import Flaw, Linted
from isogloss.model.address import Cell, EntryKey
from isogloss.model.locale import Locale
from isogloss.report.linted import linted_data, of_lint, render_lint, told_of_lint
from isogloss.report.rules import RULES
from isogloss.report.write import FORMATS, pieces

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
TEA = Cell(EntryKey("article", "tea"), Locale("fr"), "$slug")


def linted(*flaws: Flaw) -> Linted:
    return Linted("acme", ("webflow", "butter"), 2, flaws)


def shown(found: Linted, width: int = 80) -> str:
    out = io.StringIO()
    render_lint(found, Console(file=out, width=width))
    return out.getvalue()


def test_findings_are_told_in_the_order_of_the_rules_with_side_place_and_what_to_do() -> None:
    twins, clash = (Flaw(rule, "webflow", TEA, "Tea", f"{rule} here") for rule in ("slug-twins", "slug-clash"))
    found = of_lint(linted(twins, clash))
    assert [each.id for each in found] == ["slug-clash", "slug-twins"]
    assert found[0].where == "webflow · article/tea (Tea) · fr · slug"
    assert found[0].remedy == RULES["slug-clash"].remedy
    text = shown(linted(twins, clash))
    assert text.startswith("acme: 1 error, 1 warning.\n2 entries on webflow and butter\n")
    assert "error: slug-clash, entries share a slug: 1\n  webflow · article/tea (Tea) · fr · slug\n" in text
    assert linted_data(linted(twins))["flaws"] == [
        {
            "rule": "slug-twins",
            "level": "warning",
            "side": "webflow",
            "of": "",
            "kind": "article",
            "entry": "tea",
            "locale": "fr",
            "field": "$slug",
            "label": "Tea",
            "found": "slug-twins here",
        }
    ]


def test_what_is_of_a_whole_locale_or_kind_names_that() -> None:
    flaw = Flaw("hreflang-code", "webflow", None, "", "419 is no country", "es-419")
    (found,) = of_lint(linted(flaw))
    assert found.where == "webflow · es-419"
    (data,) = linted_data(linted(flaw))["flaws"]  # type: ignore[misc]  # a list of one
    assert (data["of"], data["entry"], data["locale"]) == ("es-419", None, None)


def test_of_many_by_one_rule_the_first_are_shown_and_the_rest_counted() -> None:
    many = [Flaw("slug-twins", "webflow", TEA, "", f"number {n}.") for n in range(23)]
    text = shown(linted(*many))
    assert text.count("number") == 20
    assert "… and 3 more of them" in text


def test_where_nothing_was_found_it_says_so() -> None:
    assert shown(linted()) == "acme: Nothing was found.\n2 entries on webflow and butter\n"


def test_hostile_content_is_words() -> None:
    many = [Flaw("slug-twins", payload, TEA, payload, payload) for _, payload in PAYLOADS]
    text = shown(linted(*many[:20]))
    assert SIGN in text
    assert not STEERING.findall(text)
    assert max(map(cell_len, text.splitlines())) <= 80


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_of_a_report_carries_all_of_it(name: str) -> None:
    many = [Flaw("slug-twins", "webflow", TEA, "", f"number {n}.") for n in range(23)]
    text = "".join(pieces(told_of_lint(linted(*many), "acme.yaml"), name))
    assert all(f"number {n}." in text for n in range(23))
