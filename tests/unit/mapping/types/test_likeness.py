import pytest
from ids import plain

from isogloss.mapping.types.likeness import file_name, likenesses, meeting, rendering, seen
from isogloss.model.address import EntryKey
from isogloss.model.value import ABSENT, Asset, Group, Many, Ref, Scalar, digest

OLD, NEW, OTHER = (Scalar("text", text) for text in ("old", "new", "other"))
RICH, RENDERED = Scalar("rich_text", "<p>a</p>"), Scalar("rich_text", "<p>a</p><p></p>")

ADA, BEN = Ref(EntryKey("author", "ada")), Ref(EntryKey("author", "ben"))
CUP, CUP_ALT, POT = (
    Asset("image", "https://a/cup"),
    Asset("image", "https://a/cup", "A cup"),
    Asset("image", "https://a/pot"),
)


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        (NEW, NEW),
        (ABSENT, ABSENT),
        (ABSENT, Scalar("flag", "false")),
        (RICH, RENDERED),
        (CUP, CUP_ALT),
        (ADA, ADA),
        (Many((ADA, BEN)), Many((BEN, ADA))),
        (Many((CUP, POT)), Many((POT, CUP_ALT))),
        (Group((("a", RICH),)), Group((("a", RENDERED),))),
        (Group((("a", RICH),)), Group((("a", RICH), ("open", Scalar("flag", "false"))))),
        (ABSENT, Group((("open", Scalar("flag", "false")),))),
    ],
    ids=plain,
)
def test_a_rendering_is_known(after, shown):
    assert rendering(after, shown)


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        (NEW, OTHER),
        (Scalar("number", "1"), Scalar("flag", "1")),
        (ABSENT, Scalar("flag", "true")),
        (NEW, ABSENT),
        (CUP, POT),
        (CUP, Asset("file", "https://a/cup")),
        (ADA, BEN),
        (Many((ADA,)), ADA),
        (Many((ADA, BEN)), Many((ADA,))),
        (Many((ADA,)), Many((ADA, BEN))),
        (Many((ADA, ADA)), Many((ADA, BEN))),
        (Group((("a", NEW),)), Group((("b", NEW),))),
        (Group((("a", NEW),)), Group((("a", NEW), ("b", NEW)))),
        (Group((("a", NEW),)), Group((("a", OTHER),))),
    ],
    ids=plain,
)
def test_something_else_is_no_rendering(after, shown):
    assert not rendering(after, shown)


@pytest.mark.parametrize(("after", "shown"), [("About-Us", "about-us"), ("STRASSE", "straße")])
def test_a_slug_may_come_back_in_another_case_and_a_text_may_not(after, shown):
    assert rendering(Scalar("text", after), Scalar("text", shown), slug=True)
    assert not rendering(Scalar("text", after), Scalar("text", shown))
    assert not rendering(Scalar("text", "tea"), Scalar("text", "tea-1"), slug=True)


# Meeting.

WEBFLOW = "https://cdn.prod.website-files.com/5f00/65f0aa65f0aa65f0aa65f0aa_"
BUTTER = "https://cdn.buttercms.com/"


def text(words):
    return Scalar("text", words)


def rich(html):
    return Scalar("rich_text", html)


def image(address, alt=""):
    return Asset("image", address, alt)


ALIKE = [
    (rich("<p><strong>Tea</strong></p>"), rich("<p><b>Tea</b></p>")),
    (text("5\u00a0cups"), text("5 cups")),
    (rich("<p>a<br>b</p>"), rich("a<br>b")),
    (ABSENT, Scalar("flag", "false")),
    (ABSENT, Group((("open", Scalar("flag", "false")),))),
    (Many((rich("<b>a</b>"), NEW)), Many((rich("<strong>a</strong>"), NEW))),
    (Group((("a", RICH),)), Group((("a", RENDERED),))),
    (CUP, CUP),
]
APART = [
    (NEW, OTHER),
    (NEW, ABSENT),
    (ABSENT, Many((ADA,))),
    (text("1"), Scalar("number", "1")),
    (Many((ADA, BEN)), Many((BEN, ADA))),
    (Many((ADA,)), Many((ADA, BEN))),
    (Many((ADA,)), ADA),
    (CUP, POT),
    (CUP, Asset("file", "https://a/cup")),
    (image("https://a/cup.png", "A cup"), image("https://b/cup.png", "A pot")),
    (image(f"{WEBFLOW}cup.png"), image(f"{BUTTER}Xy1")),
    (image(f"{WEBFLOW}cup.png", "A cup"), image(f"{BUTTER}Xy1", "A pot")),
    (image(f"{WEBFLOW}cup.png"), image(f"{BUTTER}pot.png")),
    (Many((image(f"{WEBFLOW}cup.png"),)), Many((image("https://b/cup.png"), image("https://b/pot.png")))),
    (rich(f'<p><img src="{WEBFLOW}cup.png"></p>'), rich('<p><img src="https://b/pot.png"></p>')),
    (rich(f'<p>One</p><p><img src="{WEBFLOW}cup.png"></p>'), rich('<p>Two</p><p><img src="https://b/cup.png"></p>')),
    (
        rich('<p><img alt="A cup" src="https://a/cup.png"></p>'),
        rich('<p><img alt="A pot" src="https://b/cup.png"></p>'),
    ),
]
ASSUMED = [
    (image(f"{WEBFLOW}cup.png"), image("https://b/files/cup.png")),
    (image(f"{WEBFLOW}A%20cup.png"), image("https://b/files/A-Cup.png")),
    (image(f"{WEBFLOW}cup.png", "A cup"), image("https://b/cup.png")),
    (image(f"{WEBFLOW}cup.png", "A cup"), image(f"{BUTTER}Xy1", "A cup")),
    (image("https://a/cup.png", "A cup"), image("https://a/cup.png")),
    (Many((image(f"{WEBFLOW}cup.png"), CUP)), Many((image("https://b/cup.png"), CUP))),
    (
        rich(f'<p><b>Tea</b> <img src="{WEBFLOW}cup.png"></p>'),
        rich('<p><strong>Tea</strong> <img src="https://b/cup.png"></p>'),
    ),
    (
        Group((("a", image(f"{WEBFLOW}cup.png", "A cup")), ("b", rich('<p><img src="https://a/pot.png"></p>')))),
        Group((("a", image(f"{BUTTER}Xy1", "A cup")), ("b", rich('<p><img src="https://b/pot.png"></p>')))),
    ),
]


@pytest.mark.parametrize(
    ("left", "right", "how"),
    [
        *((*pair, "alike") for pair in ALIKE),
        *((*pair, "apart") for pair in APART),
        *((*pair, "assumed") for pair in ASSUMED),
    ],
    ids=plain,
)
def test_two_values_meet_the_same_way_whichever_is_named_first(left, right, how):
    assert meeting(left, right) == how
    assert meeting(right, left) == how


def test_two_slugs_that_differ_in_case_are_alike():
    assert meeting(text("About-Us"), text("about-us"), slug=True) == "alike"
    assert meeting(text("About-Us"), text("about-us")) == "apart"
    assert meeting(text("About-Us"), text("about"), slug=True) == "apart"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{WEBFLOW}cup.png", "cup.png"),
        ("https://b/2026/Big%20Cup.PNG?w=20#x", "big-cup.png"),
        (f"{BUTTER}Xy1", None),
        (f"{BUTTER}resize=width:400/Xy1", None),
        ("https://b/", None),
        ("https://b/.png", None),
    ],
)
def test_a_file_is_called_as_the_end_of_its_address_says(address, name):
    assert file_name(address) == name


# What a reader sees.


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (rich("<p><b>Tea</b></p>"), rich("<p><strong>Tea</strong></p>"), True),
        (text("a  b"), text("a b"), True),
        (Scalar("long_text", "a \nb"), Scalar("long_text", "a\nb"), True),
        (rich('<p><img height="10" src="https://a/b.png"></p>'), rich('<p><img src="https://a/b.png"></p>'), False),
        (
            rich('<p><img alt="a &gt; b" src="https://a/b.png" width="1"></p>'),
            rich('<p><img alt="a &gt; b" src="https://a/b.png" width="2"></p>'),
            False,
        ),
        (Scalar("phone", "+1 555"), Scalar("phone", "+1-555"), False),
        (Many((rich("<p><b>a</b></p>"),)), Many((rich("<p><strong>a</strong></p>"),)), True),
        (ABSENT, NEW, False),
        (ABSENT, Scalar("flag", "false"), False),
        (ABSENT, ABSENT, True),
    ],
)
def test_what_a_reader_cannot_see_makes_no_difference(one, other, same):
    assert (seen(one) == seen(other)) is same


def test_a_likeness_is_kept_only_of_what_holds_more_than_is_seen():
    folded = rich("<p><b>Tea</b></p>")
    assert dict(likenesses(folded)) == {digest(folded): seen(folded)}
    for other in (NEW, rich("<p>Tea</p>"), Scalar("phone", "+1 555"), ABSENT, ADA):
        assert dict(likenesses(other)) == {}
