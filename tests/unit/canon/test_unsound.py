"""What is torn or doubled in a text that has nothing yet to be laid beside."""

import pytest

from isogloss.canon.opaque import COMPONENT
from isogloss.canon.unsound import unsound

CALLOUT = (
    '<wf-component component-id="c1" data-w-id="w1" name="Callout">'
    '<wf-prop name="Heading" type="text">Buy tea</wf-prop></wf-component>'
)
OTHER = CALLOUT.replace("w1", "w2")
TEXT = f"<p>a</p>{CALLOUT}<p>b</p>"
NAMED = ('the component "Callout"',)
SVG = '<p>a <svg><path d="M0 0h10"></path></svg></p>'


def found(wanted, *beside, guarded=lambda _part: True):
    return unsound(wanted, beside, guarded)


@pytest.mark.parametrize(
    ("wanted", "beside", "names"),
    [
        ("<p>a</p>", (TEXT,), ()),
        (TEXT, (), ()),
        (TEXT, (TEXT,), ()),
        (TEXT + OTHER, (), ()),
        (TEXT + CALLOUT, (), NAMED),
        (TEXT + CALLOUT, (TEXT,), NAMED),
        (TEXT + CALLOUT, (TEXT + CALLOUT, TEXT), ()),
        (TEXT.replace(' data-w-id="w1"', "") * 2, (), ()),
        (TEXT.replace('component-id="c1" ', ""), (), NAMED),
        (TEXT.replace("Buy tea", "Achetez"), (TEXT,), ()),
        (TEXT.replace("Buy tea", ""), (TEXT,), NAMED),
        (TEXT.replace("Buy tea", ""), (), ()),
        (TEXT.replace(' type="text"', ""), (TEXT,), NAMED),
        (TEXT.replace("w1", "w3").replace("Buy tea", ""), (TEXT,), ()),
    ],
)
def test_a_component_is_known_by_its_ids_and_by_what_it_is_made_of(wanted, beside, names):
    assert found(wanted, *beside) == names


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (SVG, ()),
        (SVG.replace('<path d="M0 0h10"></path>', ""), ("a drawing (svg)",)),
        (SVG.replace("M0", "M5"), ()),
        (SVG + "<p><svg></svg></p>", ()),
        ("<script></script>", ()),
    ],
    ids=["the same", "emptied", "another", "one more", "another kind"],
)
def test_any_other_part_is_torn_where_it_is_only_some_of_one_that_is_missing(wanted, names):
    assert found(wanted, SVG) == names


def test_a_frame_that_shows_another_page_is_another_frame():
    frame = '<iframe src="https://video.example/one" title="one"></iframe>'
    assert found('<iframe src="https://video.example/one/two"></iframe>', frame) == ()


def test_what_belongs_to_others_may_be_anything():
    assert found(TEXT + CALLOUT, TEXT, guarded=lambda part: part.tag != COMPONENT) == ()
    assert found("<p><svg></svg></p>", SVG, guarded=lambda _part: False) == ()
