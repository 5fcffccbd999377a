"""A text written over another keeps what of that nobody compares, or says what it could not keep."""

import pytest

from isogloss.canon.around import around, respelled
from isogloss.canon.pieces import pieces
from isogloss.canon.values import canonical


@pytest.mark.parametrize(
    ("held", "wanted", "written"),
    [
        ("<p>a</p><!--m--><p>b</p>", "<p>a</p><p>c</p>", "<p>a</p><!--m--><p>c</p>"),
        ("<p>a</p><!--m--><p>b</p>", "<p>a</p>", "<p>a</p><!--m-->"),
        ("<p>a</p><!--m--><p>b</p>", "<p>b</p>", "<!--m--><p>b</p>"),
        ("<p>a</p><!--m--><p>b</p>", "<p>a</p><p>x</p><p>b</p><p>y</p>", "<p>a</p><p>x</p><!--m--><p>b</p><p>y</p>"),
        ("<p>a</p><!--m--><p>b</p>", "<p>a</p><p>x</p><!--m--><p>b</p>", "<p>a</p><p>x</p><!--m--><p>b</p>"),
        ("<p>a</p><!--m--><p>b</p>", "<p>a</p><!--n--><p>c</p>", "<p>a</p><!--m--><p>c</p>"),
        ("<!--m--><p>a</p>", "<p>x</p><!--n--><p>y</p>", "<!--m--><p>x</p><!--n--><p>y</p>"),
        ("<p>a</p> <p>b</p>\n<!--m-->", "<p>a</p><p>c</p> ", "<p>a</p> <p>c</p>\n<!--m-->"),
        ("<p>a</p><p>&nbsp;</p>", "<p>b</p>", "<p>b</p><p>&nbsp;</p>"),
        ("<p>a</p><p></p><p>b<!--m--></p>", "<p>c</p><p></p><p>b</p>", "<p>c</p><p></p><p>b<!--m--></p>"),
        ("a <i>b</i> <!--m--><hr>c", "a <i>b</i><hr>d", "a <i>b</i> <!--m--><hr>d"),
        ("<p>a<p>b<!--m--><ul><li>c</ul>", "<p>d</p><p>b</p><ul><li>c</li></ul>", "<p>d</p><p>b<!--m--><ul><li>c</ul>"),
        ('<p><img src="a" loading=lazy>b</p>', '<p>c <img src="a"></p>', '<p>c <img loading="lazy" src="a"></p>'),
        ('<p><img src="a" loading=lazy>b</p>', '<p><img loading="eager" src=a>c', '<p><img loading="eager" src=a>c'),
        ("<p>a</p>  ", "<p>b</p>", "<p>b</p>"),
        ("<p>a</p><!-- -->", "<p>b</p>", "<p>b</p>"),
    ],
)
def test_what_shows_nothing_stays_where_it_was(held: str, wanted: str, written: str) -> None:
    made = around(held, wanted, canonical("rich_text", wanted))
    assert made.html == written
    assert canonical("rich_text", made.html) == canonical("rich_text", wanted)
    lazy = 'loading="lazy" of <img>'
    assert made.gone == ((lazy,) if "eager" in wanted else ())


@pytest.mark.parametrize(
    ("held", "wanted", "gone"),
    [
        ("<p>a<!--more--></p>", "<p>b</p>", ("the comment 'more'",)),
        ("<p><img src=a loading=lazy></p>", "<p><img src=b></p>", ('loading="lazy" of <img>',)),
        ("<svg><!--a--><path></path></svg>", "<p>b</p>", ("the comment 'a'",)),
        ("<p>a<?php echo ?></p>", "<p>b</p>", ("the comment '<?php echo ?>'",)),
    ],
)
def test_what_cannot_be_kept_is_named(held: str, wanted: str, gone: tuple[str, ...]) -> None:
    assert around(held, wanted, canonical("rich_text", wanted)).gone == gone


def test_a_source_that_cannot_be_cut_is_replaced_whole_and_its_attributes_stay() -> None:
    held = "<b>a<p>b</b><!--m--><p><img src=a loading=lazy></p>"
    assert pieces(held) is None
    made = around(held, "<p>c <img src=a></p>", '<p>c <img src="a"></p>')
    assert made.html == '<p>c <img loading="lazy" src=a></p>'
    assert made.gone == ("the comment 'm'",)


def test_the_pieces_of_a_text_are_the_text() -> None:
    html = "\n<!--a--><p>b</p> c <b>d</b><!--e--><p></p><hr> <wf-component>x<p>y</p></wf-component><p>&nbsp;</p>\n"
    cut = pieces(html)
    assert cut is not None
    assert "".join(piece.gap + piece.html for piece in cut) == html
    assert "".join(piece.block for piece in cut) == canonical("rich_text", html)


def test_a_merged_text_is_spelled_as_those_it_was_merged_of() -> None:
    assert respelled("<p>a b</p><p>c</p>", "<P>a  b", "<p >c</p>") == "<P>a  b<p >c</p>"
    assert respelled("<p>a b</p>", "<p>a  b</p>", "<p >a b</p>") == "<p>a  b</p>"
    assert respelled("<p>a</p>", "<p>b</p>") == "<p>a</p>"
