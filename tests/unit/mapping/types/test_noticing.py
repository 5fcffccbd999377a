"""What a person should know of a text that is written over another."""

import pytest

from isogloss.mapping.types.noticing import noticed
from isogloss.model.value import ABSENT, Group, Many, MaybeValue, Scalar

LINK = '<p><a href="{}">tea</a></p>'
PART = '<wf-component component-id="c1" name="One"></wf-component>'


def rich(text: str, own: str = "") -> Scalar:
    return Scalar("rich_text", text, own)


def told(now: MaybeValue, written: MaybeValue, *, site: bool = True, drops: bool = False) -> list[tuple[str, str]]:
    return [(reason, detail) for reason, detail in noticed(now, written, site=site, drops_comments=drops)]


def test_a_relative_address_that_the_written_side_does_not_have_is_told_once() -> None:
    new = rich(LINK.format("../tea") * 2)
    ((reason, detail),) = told(rich("<p>tea</p>"), new)
    assert reason == "editor's change carried"
    assert detail == "the address ../tea is relative, so it leads elsewhere from another page; it is written as it is"
    assert told(new, rich(LINK.format("../tea") + "<p>More</p>")) == []
    assert told(ABSENT, new) == [], "nothing is there that an editor could have changed"


@pytest.mark.parametrize("address", ["/tea", "#tea", "?tea", "https://a.example/tea", "mailto:a@a.example"])
def test_an_address_that_leads_to_the_same_from_everywhere_is_not_told(address: str) -> None:
    assert told(rich("<p>tea</p>"), rich(LINK.format(address))) == []


def test_texts_are_found_in_lists_and_groups() -> None:
    def row(text: str) -> Many:
        return Many((Group((("body", rich(text)), ("name", Scalar("text", "../a")))),))

    assert len(told(row("<p>tea</p>"), row(LINK.format("../tea")))) == 1


def test_a_component_that_left_its_line_is_told_where_its_site_is_written() -> None:
    line, split = rich(f"<p>a {PART} b</p>"), rich(f"<p>a</p>{PART}<p>b!</p>")
    assert told(line, split) == [
        ("editor's change carried", 'the component "One" stands in a line and is now a block of its own')
    ]
    assert told(line, split, site=False) == []
    assert told(split, line) == []


def test_a_comment_is_told_where_texts_hold_none() -> None:
    text = rich("<p>a b</p>", "<p>a<!--more--> b</p><!-- --><!--more-->")
    assert told(ABSENT, text, drops=True) == [("comment or attribute not kept", "the comment 'more'")]
    assert told(rich("<p>a</p>"), text, drops=False) == []
    assert told(text, ABSENT, drops=True) == []
    assert told(ABSENT, rich("<p>a b</p>"), drops=True) == []


def test_a_row_that_keeps_its_comments_loses_none() -> None:
    def row(id_: str, own: str) -> Group:
        return Group((("id", Scalar("text", id_)), ("text", rich("<p>a</p>", own))))

    rows = Many((row("n1/p1", "<p>a</p><!--one-->"), row("n1", "<p>a</p><!--two-->")))
    made = noticed(ABSENT, rows, site=False, drops_comments=True, keeps_comments={"n1/p1"})
    assert made == (("comment or attribute not kept", "the comment 'two'"),)
