"""A line that an editor split around a component is that line again, unless it says anything else."""

import pytest

from isogloss.canon.html import canonical_html
from isogloss.canon.line import out_of_line, rejoined
from isogloss.canon.opaque import COMPONENT, blocks_of, parts

ONE = '<wf-component component-id="c1" name="One"></wf-component>'
TWO = '<wf-component component-id="c2" name="Two"></wf-component>'
LINE = f"<p>Before <em>it</em> {ONE} after</p>"


def joined(now: str, wanted: str, *, kept: bool = True) -> tuple[str, list[str]]:
    own = {part.key for part in parts(now)} if kept else set()
    found, names = rejoined(blocks_of(wanted), blocks_of(now), own)
    return canonical_html("".join(token for block in found for token in block)), names


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (LINE, f"<p>Before <em>it</em></p>{ONE}<p>after</p>"),
        (f"<p>A {ONE} b {TWO} c</p>", f"<p>A</p>{ONE}<p>b</p>{TWO}<p>c</p>"),
        (f"<h2>A {ONE}</h2>", f"<h2>A</h2>{ONE}"),
        (f"<p>{ONE} {TWO} c</p>", f"{ONE}{TWO}<p>c</p>"),
    ],
)
def test_a_line_whose_pieces_say_the_same_is_joined(now: str, wanted: str) -> None:
    text, names = joined(f"<p>Top</p>{now}", f"<p>Top, edited</p>{wanted}<p>End</p>")
    assert text == canonical_html(f"<p>Top, edited</p>{now}<p>End</p>")
    assert names == [part.name for part in parts(now)]


@pytest.mark.parametrize(
    "wanted",
    [
        f"<p>Before <em>it</em></p>{ONE}<p>afterwards</p>",
        f"<p>Before <em>it</em></p><p>New</p>{ONE}<p>after</p>",
        f"<p>after</p>{ONE}<p>Before <em>it</em></p>",
        f"<p>Before <em>it</em></p>{ONE}<p>after</p>" * 2,
        LINE,
    ],
    ids=["edited", "something between", "turned round", "twice", "whole"],
)
def test_what_says_anything_else_stays_as_it_is(wanted: str) -> None:
    assert joined(LINE, wanted) == (canonical_html(wanted), [])


def test_parts_that_may_leave_their_line_and_pieces_that_were_there_before_stay() -> None:
    split = f"<p>Before <em>it</em></p>{ONE}<p>after</p>"
    assert joined(LINE, split, kept=False) == (split, [])
    assert joined(LINE + split, split) == (split, [])
    alone = f"<blockquote>{ONE}</blockquote>"
    assert joined(alone, ONE) == (ONE, [])


def test_parts_that_stand_in_no_line_any_more_are_named() -> None:
    split = f"<p>Before</p>{ONE}<p>after</p>"
    assert out_of_line(LINE, split, COMPONENT) == ('the component "One"',)
    assert out_of_line(LINE, LINE + ONE, COMPONENT) == ()
    assert out_of_line(LINE, "<p>None</p>", COMPONENT) == ()
    assert out_of_line(LINE, TWO, COMPONENT) == ()
    assert out_of_line(LINE, split, "svg") == ()
