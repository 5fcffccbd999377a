"""The markup of a node stays, whatever text is put into it."""

import re

import pytest

from isogloss.adapters.webflow.pages.structure import bare, only_text, weave, with_text
from isogloss.canon.values import canonical

HERO = '<h1 class="big" data-w-id="w-1" style="color:red">Welcome to <em id="x">tea</em></h1>'


def test_what_belongs_to_the_design_is_not_carried() -> None:
    assert bare(HERO) == "<h1>Welcome to <em>tea</em></h1>"
    assert bare('<p><a class="b" href="/a" data-x="1">go</a></p>') == '<p><a href="/a">go</a></p>'


def test_another_text_takes_the_place_of_the_first_in_the_same_tags() -> None:
    assert weave(HERO, "<h1>Bienvenue au <em>thé</em></h1>") == (
        '<h1 class="big" data-w-id="w-1" style="color:red">Bienvenue au <em id="x">thé</em></h1>'
    )


def test_a_text_woven_in_is_read_back_as_it_was() -> None:
    for template, wanted in (
        (HERO, "<h1>A &amp; B &lt; C <em>“d”</em></h1>"),
        ("<p>One<br/>two</p>", "<p>Eins<br>zwei</p>"),
        ("<div>\n  <p>One</p>\n</div>", "<div><p>Eins</p></div>"),
    ):
        assert canonical("rich_text", bare(weave(template, wanted))) == wanted


def test_an_address_in_a_link_can_be_another_and_its_other_attributes_stay() -> None:
    template = '<p><a class="b" href="/about" target="_blank">more</a></p>'
    assert weave(template, '<p><a class="mine" href="/fr/?a=1&amp;b=2">plus</a></p>') == (
        '<p><a class="b" href="/fr/?a=1&amp;b=2" target="_blank">plus</a></p>'
    )
    assert weave('<p><img src="a.png" alt="A"/></p>', '<p><img alt="B" src="a.png"></p>') == (
        '<p><img src="a.png" alt="B"/></p>'
    )


def test_a_tag_of_no_content_is_written_as_it_was() -> None:
    assert weave("<p>One<br/>two</p>", "<p>Eins<br>zwei</p>") == "<p>Eins<br/>zwei</p>"


def test_a_gap_at_the_end_that_canonical_form_drops_stays_in_the_node() -> None:
    assert weave("<div>One</div><p></p>", "<div>Eins</div>") == "<div>Eins</div><p></p>"


@pytest.mark.parametrize("wanted", ["<h2>Hi <em>you</em></h2>", "<h1>Hi you</h1>", "Hi", ""])
def test_another_structure_is_refused_with_both_told(wanted: str) -> None:
    with pytest.raises(ValueError, match=re.escape("those of the node are <h1> <em> </em> </h1>: they must stay")):
        weave(HERO, wanted)


@pytest.mark.parametrize("odd", ['style="color: red"', 'id="a"', 'data-w-id="w-2"'])
def test_design_in_a_text_is_refused(odd: str) -> None:
    with pytest.raises(ValueError, match="belongs to the design of the page"):
        weave("<p>Hi</p>", f"<p {odd}>Hallo</p>")


def test_a_node_of_one_text_gives_its_words_alone() -> None:
    assert only_text('<h1 class="big"><span>Tea &amp; cake</span></h1>') == "Tea & cake"
    assert only_text("<p></p>") == ""
    assert only_text(HERO) is None
    assert with_text('<h1 class="big"><span>Tea</span></h1>', "A < B") == '<h1 class="big"><span>A &lt; B</span></h1>'


@pytest.mark.parametrize("template", [HERO, "<p></p>"])
def test_words_alone_find_no_place_where_there_are_several_or_none(template: str) -> None:
    with pytest.raises(ValueError, match="more than one place in its markup, or none"):
        with_text(template, "Hi")


def test_comments_of_the_node_stay_before_or_behind_the_words_beside_which_they_stand() -> None:
    held = "<h1><!--a-->Hi<!--b--> there <em>you<!--c--></em><!--d--></h1>"
    assert weave(held, "<h1>Hallo <em>du</em></h1>") == "<h1><!--a-->Hallo <!--b--><em>du<!--c--></em><!--d--></h1>"
    assert weave("<h1>Hi <em>you</em></h1>", "<h1>Hallo <em>du<!--mine--></em></h1>", held) == (
        "<h1><!--a-->Hallo <!--b--><em>du<!--c--></em><!--d--></h1>"
    )
    assert with_text("<p>Hi</p>", "Hallo", "<p>Salut<!--a--></p>") == "<p>Hallo<!--a--></p>"
    assert weave("<div>One<!--a--></div><p></p>", "<div>Eins</div>") == "<div>Eins<!--a--></div><p></p>"


def test_what_nobody_compares_of_the_node_stays_as_it_is_held() -> None:
    template, held = (
        '<p><img loading="lazy" src="a.png"></p>',
        '<p><img loading="eager" src="b.png" decoding="sync"></p>',
    )
    assert weave(template, '<p><img src="c.png"></p>', held) == (
        '<p><img loading="eager" src="c.png" decoding="sync"></p>'
    )


def test_where_the_tags_of_a_node_changed_since_its_comments_stand_at_the_end() -> None:
    assert weave("<h1>Hi <em>you</em></h1>", "<h1>Hallo <em>du</em></h1>", "<h1><!--a-->Salut<!--b--></h1>") == (
        "<h1>Hallo <em>du</em><!--a--><!--b--></h1>"
    )
