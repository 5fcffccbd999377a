"""A text gets the opaque parts back that an editor destroyed, at their place, or there is no answer."""

import pytest

from isogloss.canon import opaque as opaque_module
from isogloss.canon import tokens as tokens_module
from isogloss.canon.opaque import may_hold, parts
from isogloss.canon.restore import Restored, Unclear, bared, restore
from isogloss.canon.values import canonical

CALLOUT = (
    '<wf-component component-id="c1" data-w-id="w1" name="Callout"><wf-prop name="H">Buy tea</wf-prop></wf-component>'
)
BANNER = '<wf-component component-id="c2" data-w-id="w2"><wf-prop name="H">Sale</wf-prop></wf-component>'
ICON = '<svg viewBox="0 0 10 10"><path d="M0 0h10"></path></svg>'
FRAME = '<iframe allow="autoplay" src="https://video.example/1"></iframe>'


def kept(_part):
    return "kept"


def mended(now, wanted, standing=kept):
    return restore(canonical("rich_text", now), canonical("rich_text", wanted), standing)


def text(now, wanted):
    made = mended(now, wanted)
    assert isinstance(made, Restored), made
    return made.text


@pytest.mark.parametrize(
    ("now", "wanted", "is_now"),
    [
        (f"<p>A</p>{CALLOUT}<p>B</p>", "<p>A</p><p>B more</p>", f"<p>A</p>{CALLOUT}<p>B more</p>"),
        (f"<p>A</p>{FRAME}<p>B</p>", "<p>A. New.</p><p>B</p>", f"<p>A. New.</p>{FRAME}<p>B</p>"),
        (f"<p>A</p>{ICON}", "<p>A. New.</p>", f"<p>A. New.</p>{ICON}"),
        (f"{CALLOUT}<p>B</p>", "<p>New</p><p>B</p>", f"<p>New</p>{CALLOUT}<p>B</p>"),
        (f"<p>A</p>{CALLOUT}", "<p>A</p><p>New</p>", f"<p>A</p>{CALLOUT}<p>New</p>"),
        (f"<p>A</p>{CALLOUT}{BANNER}<p>B</p>", "<p>A</p><p>Buy tea</p><p>Sale</p><p>B!</p>",
         f"<p>A</p>{CALLOUT}{BANNER}<p>B!</p>"),
        (f"<p>A</p>{CALLOUT}<p>B</p>", "<p>A</p><p>Buy tea</p><p>New</p><p>B</p>",
         f"<p>A</p>{CALLOUT}<p>New</p><p>B</p>"),
        (f"<p>Icon {ICON} here</p>", "<p>Icon here now</p>", f"<p>Icon {ICON} here now</p>"),
        (f"<p>Icon {ICON}</p><p>B</p>", "<p>Icon</p><p>B now</p>", f"<p>Icon {ICON}</p><p>B now</p>"),
        (f"<p>A <strong>b {ICON}</strong> c</p>", "<p>A <strong>b</strong> c d</p>",
         f"<p>A <strong>b {ICON}</strong> c d</p>"),
        (f"<p>A {ICON} b</p>", "<p>A <em>b</em></p>", f"<p>A {ICON} <em>b</em></p>"),
        (f"<ul><li>A</li><li>{CALLOUT}</li><li>B</li></ul>", "<ul><li>A</li><li>Buy tea</li><li>B c</li></ul>", None),
        (f"<ul><li>A</li><li>{ICON}</li><li>B</li></ul>", "<ul><li>A</li><li></li><li>B c</li></ul>",
         f"<ul><li>A</li><li>{ICON}</li><li>B c</li></ul>"),
        (f"<p>A</p>{FRAME}<p>B</p>", "<p>A</p><p>&nbsp;</p><p>B c</p>", f"<p>A</p>{FRAME}<p>B c</p>"),
        (f"<p>A</p>{ICON}<p>B</p>", "<p>A</p><svg><path></path></svg><p>B c</p>", f"<p>A</p>{ICON}<p>B c</p>"),
        (f"<p>A</p>{CALLOUT}<p>B</p>{CALLOUT}<p>C</p>", f"<p>A</p><p>B</p>{CALLOUT}<p>C d</p>",
         f"<p>A</p>{CALLOUT}<p>B</p>{CALLOUT}<p>C d</p>"),
        (f"<p>Buy tea</p>{CALLOUT}<p>B</p>", "<p>Buy tea</p><p>Buy tea</p><p>B c</p>",
         f"<p>Buy tea</p>{CALLOUT}<p>B c</p>"),
    ],
)  # fmt: skip
def test_a_part_is_given_back_where_it_stood(now, wanted, is_now):
    if is_now is None:
        assert isinstance(mended(now, wanted), Restored | Unclear)
    else:
        assert text(now, wanted) == canonical("rich_text", is_now)


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (f"<p>A</p>{CALLOUT}<p>B</p>", "<p>Something else</p>"),
        (f"<p>A</p>{CALLOUT}<p>B</p>", "<p>A</p><p>Buy more tea</p><p>B</p>"),
        (f"<p>A</p>{CALLOUT}<p>B</p>", "<p>A</p><p>B</p><p>Buy tea</p>"),
        (f"<p>Icon {ICON}</p>", "<p>Icons</p>"),
        (f"<p>A</p>{ICON}<p>B</p>", '<p>A</p><svg><circle r="9" style="fill: red"></circle></svg><p>B</p>'),
        (f"<ul><li>A</li><li>{ICON}</li><li>B</li></ul>", "<ul><li>A</li><li></li><li></li><li>B</li></ul>"),
    ],
    ids=[
        *("nothing is as it was", "its words were edited", "its words stand elsewhere", "the line was edited"),
        *("something new of its kind", "two places are like it"),
    ],
)
def test_where_it_cannot_be_seen_there_is_no_answer(now, wanted):
    made = mended(now, wanted)
    assert isinstance(made, Unclear)
    assert len(made.names) == 1


def test_what_is_left_of_a_torn_part_is_made_whole_and_its_words_are_taken_out():
    torn = CALLOUT.replace("Buy tea", "")
    now = f"<p>A</p>{CALLOUT}<p>B</p>"
    assert text(now, f"<p>A</p>{torn}<p>Buy tea</p><p>B c</p>") == now.replace("B<", "B c<")
    assert text(now, f"<p>A</p><p>Buy tea</p>{torn}<p>B c</p>") == now.replace("B<", "B c<")
    shown = f"<p>A</p>{CALLOUT}<p>Buy tea</p>"
    assert text(shown, f"<p>A b</p>{torn}<p>Buy tea</p>") == shown.replace("A<", "A b<")


def test_half_a_part_beside_the_whole_one_is_taken_out():
    now = f"<p>A</p>{CALLOUT}<p>B</p>"
    assert text(now, f"<p>A</p>{CALLOUT}{CALLOUT.replace('Buy tea', '')}<p>B c</p>") == now.replace("B<", "B c<")


def test_another_instance_of_a_component_is_no_damage():
    now = f"<p>A</p>{CALLOUT}"
    assert mended(now, now + CALLOUT.replace('"w1"', '"w9"').replace("Buy", "Sell")) is None


def test_another_frame_in_the_place_of_one_is_a_persons_choice():
    other = FRAME.replace("/1", "/2")
    assert mended(f"<p>A</p>{FRAME}<p>B</p>", f"<p>A</p>{other}<p>B</p>") is None


def test_what_an_editor_did_to_a_frame_is_left_out_and_what_a_person_did_is_not():
    now = f"<p>A</p>{FRAME}"
    closed = '<iframe allow="autoplay" sandbox="" src="https://video.example/1/" width="300"></iframe>'
    made = mended(now, f"<p>A</p>{closed}")
    assert made.text == now.replace(" src", " src").replace('/1"', '/1" width="300"')
    assert made.more == ('added sandbox="" of a frame (https://video.example/1)',)


def test_a_paragraph_around_nothing_but_a_part_is_the_part():
    now = f"<p>A</p>{CALLOUT}{FRAME}"
    assert mended(now, f"<p>A</p><p>{CALLOUT}</p><p>{FRAME}</p>") is None
    assert bared(f"<p>A</p>\n<p>{CALLOUT}</p>\n<P> {FRAME} </P>") == f"<p>A</p>\n{CALLOUT}\n{FRAME}"
    for raw in (f"<p>A {CALLOUT}</p>", f"<p>{CALLOUT}</p".replace("wf-component", "b"), "<p>A</p>"):
        assert bared(raw) == raw


def test_a_part_that_is_nobodys_is_not_given_back():
    now = f"<p>A</p>{ICON}<p>B</p>"
    assert mended(now, "<p>A</p><p>B</p>", lambda _part: "unknown") == Unclear(("a drawing (svg)",))
    assert mended(now, now.replace(">B<", ">C<"), lambda _part: "unknown") is None


def test_texts_that_are_too_long_to_be_laid_side_by_side_have_no_answer(monkeypatch):
    monkeypatch.setattr(tokens_module, "_MOST_CELLS", 3)
    made = mended(f"<p>a b c</p>{ICON}<p>d e f</p>", "<p>g h i</p><p>k l m</p>")
    assert made == Unclear(("a drawing (svg)",))


@pytest.mark.parametrize(
    ("token", "name"),
    [
        (CALLOUT, 'the component "Callout"'),
        (BANNER, "a component (data-w-id w2)"),
        ("<wf-component></wf-component>", "a component (no id)"),
        (FRAME, "a frame (https://video.example/1)"),
        ("<svg><title>A &amp; b</title></svg>", 'a drawing (svg) "A & b"'),
        ('<script src="/a.js"></script>', 'a script "/a.js"'),
        ("<noembed>x</noembed>", "a part (noembed)"),
        ('<div class="w-embed"><b>x</b></div>', "an embed"),
    ],
)
def test_a_part_is_called_what_a_person_can_find_it_by(token, name):
    (part,) = parts(token)
    assert part.name == name


def test_what_holds_no_part_is_not_taken_apart(monkeypatch):
    monkeypatch.setattr(opaque_module, "canonical_written", None)
    assert parts("<p>plain <b>text</b></p>") == ()
    assert not may_hold('<div class="box">x</div>')
    assert restore("<p>a</p>", "<p>b</p>", kept) is None
