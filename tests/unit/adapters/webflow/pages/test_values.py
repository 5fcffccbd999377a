"""Texts of pages to values and back; what a page cannot show is refused with a sentence."""

import pytest

from isogloss.adapters.webflow.pages.nodes import Text
from isogloss.adapters.webflow.pages.values import decode, encode, page_body, said_of_component, said_of_page
from isogloss.adapters.webflow.pages.wire import ComponentBody, PageBody
from isogloss.bridge import FieldBinding
from isogloss.model.address import EntryKey
from isogloss.model.schema import Field, FieldType
from isogloss.model.value import ABSENT, Group, Many, MaybeValue, Ref, Scalar

PAGE = {
    "title": Text("plain", "Home"),
    "node:t": Text("markup", '<h1 class="big">Hi <em>you</em></h1>'),
    "node:one": Text("markup", "<p>One</p>"),
    "node:empty": Text("markup", '<div class="line"></div>'),
    "node:i/alt": Text("alt", "A cup"),
    "node:n": Text("plain", "Your name"),
    "node:c/r": Text("rich", "<p>Hot <strong>tea</strong></p>"),
}
PARTS = {"id": Field("id", "text"), "words": Field("words", "rich_text")}
LIST = FieldBinding(
    Field("texts", "list", fields=PARTS),
    "nodes",
    fields={"id": FieldBinding(PARTS["id"], "id"), "words": FieldBinding(PARTS["words"], "text")},
)


def bound(remote: str, type_: FieldType) -> FieldBinding:
    return FieldBinding(Field("it", type_), remote)


def rich(html: str) -> Scalar:
    return Scalar("rich_text", html)


def row(id_: str, html: str | None) -> Group:
    words = () if html is None else (("words", rich(html)),)
    return Group((("id", Scalar("text", id_)), *words))


ROWS = [row("t", "<h1>Hi <em>you</em></h1>"), row("one", "<p>One</p>"), row("n", "<p>Your name</p>")]
ROWS += [row("c/r", "<p>Hot <strong>tea</strong></p>")]


def written(binding: FieldBinding, value: MaybeValue) -> dict[str, str]:
    return encode(binding, value, PAGE, PAGE)


def test_a_list_has_a_row_for_each_text_that_shows_something_and_can_be_written() -> None:
    assert decode(LIST, PAGE, PAGE) == Many(tuple(ROWS))
    assert decode(LIST, {}, {}) is ABSENT


def test_rows_of_another_locale_are_those_of_the_primary_with_its_own_texts() -> None:
    french = {**PAGE, "node:one": Text("markup", "<p></p>"), "node:n": Text("plain", "Nom")}
    assert decode(LIST, PAGE, french) == Many((ROWS[0], row("one", None), row("n", "<p>Nom</p>"), ROWS[3]))


def test_only_rows_that_changed_are_written() -> None:
    changed = Many((ROWS[0], row("one", "<p>Eins</p>"), row("n", "<p>A &amp; B</p>"), ROWS[3]))
    assert written(LIST, changed) == {"node:one": "<p>Eins</p>", "node:n": "A & B"}
    assert written(LIST, Many(tuple(reversed(ROWS)))) == {}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (ROWS[1:], "the row of 't' is gone: a node is taken away in the Designer, so put it back"),
        ([*ROWS, ROWS[0]], "row 't' is there twice"),
        ([*ROWS, row("mine", "<p>Hi</p>")], "row 'mine' is of no text that is there"),
        ([*ROWS, Group((("words", rich("<p>Hi</p>")),))], "a row has no id"),
        ([*ROWS[1:], row("t", "<h2>Hi <em>you</em></h2>")], "node:t: its tags are <h2> <em> </em> </h2>, and those"),
        ([*ROWS[1:], row("t", None)], "node:t: it cannot be empty"),
    ],
)
def test_rows_that_are_not_those_of_the_page_are_refused(rows: list[Group], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        written(LIST, Many(tuple(rows)))


def test_a_list_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="is gone"):
        written(LIST, ABSENT)


@pytest.mark.parametrize(
    ("remote", "value", "raw"),
    [
        ("title", Scalar("text", "Accueil"), "Accueil"),
        ("title", ABSENT, ""),
        ("node:t", rich("<h1>Salut <em>toi</em></h1>"), '<h1 class="big">Salut <em>toi</em></h1>'),
        ("node:one", Scalar("text", "A < B"), "<p>A &lt; B</p>"),
        ("node:n", Scalar("text", "Nom"), "Nom"),
        ("node:n", rich("<p>Nom</p>"), "Nom"),
        ("node:c/r", rich("<h2>Chaud</h2>"), "<h2>Chaud</h2>"),
        ("node:c/r", ABSENT, ""),
    ],
)
def test_a_field_for_one_text_is_written_as_the_node_takes_it(remote: str, value: MaybeValue, raw: str) -> None:
    type_: FieldType = value.type if isinstance(value, Scalar) else "rich_text"
    binding = bound(remote, type_)
    assert written(binding, value) == {remote: raw}
    shown = {**PAGE, remote: Text(PAGE[remote].sort, raw)}
    assert decode(binding, PAGE, shown) == value


@pytest.mark.parametrize(
    ("remote", "value", "reason"),
    [
        ("node:n", Scalar("long_text", "Your\nname"), "node:n: it is one line"),
        ("node:n", rich("<p>Your<br>name</p>"), "node:n: it is one line"),
        ("node:n", rich("<p>Your <b>name</b></p>"), "node:n: it is plain text, which has no formatting"),
        ("node:n", Ref(EntryKey("a", "b")), "node:n: it is a text, and nothing else fits"),
        ("node:one", ABSENT, "node:one: it cannot be empty"),
        ("node:i/alt", Scalar("text", "Une tasse"), "node:i/alt: it is only read"),
        ("node:gone", Scalar("text", "Hi"), "there is no node:gone any more"),
    ],
)
def test_what_a_text_cannot_be_is_refused(remote: str, value: MaybeValue, reason: str) -> None:
    binding = bound(remote, value.type if isinstance(value, Scalar) else "text")
    with pytest.raises(ValueError, match=reason):
        written(binding, value)


def test_a_node_of_several_texts_is_no_plain_text() -> None:
    with pytest.raises(ValueError, match="node:t holds several texts; map it as rich_text"):
        decode(bound("node:t", "text"), PAGE, PAGE)


def test_what_a_page_does_not_have_is_absent() -> None:
    assert decode(bound("node:elsewhere", "text"), PAGE, PAGE) is ABSENT
    assert decode(bound("node:one", "rich_text"), PAGE, {"node:one": Text("markup", "<p></p>")}) is ABSENT


def test_a_type_that_no_text_has_is_a_bug_of_ours() -> None:
    with pytest.raises(AssertionError, match="a text of a page is no number"):
        decode(bound("title", "number"), PAGE, PAGE)


def test_a_copied_text_for_sharing_is_none_of_its_own() -> None:
    graph = {"title": "T", "titleCopied": True, "description": "D", "descriptionCopied": False}
    page = {"id": "p", "title": "Home", "slug": "home", "seo": {"title": "S"}, "openGraph": graph, "publishedPath": "/"}
    assert said_of_page(PageBody.model_validate(page)) == {
        "title": Text("plain", "Home"),
        "slug": Text("plain", "home"),
        "seo.title": Text("plain", "S"),
        "seo.description": Text("plain", ""),
        "openGraph.title": Text("plain", ""),
        "openGraph.description": Text("plain", "D"),
        "path": Text("alt", "/"),
    }
    assert {text.raw for text in said_of_page(PageBody(id="p")).values()} == {""}


def test_a_body_says_whether_a_text_for_sharing_is_copied() -> None:
    said = {"slug": "accueil", "seo.title": "S", "openGraph.title": "T", "openGraph.description": ""}
    assert page_body(said) == {
        "slug": "accueil",
        "seo": {"title": "S"},
        "openGraph": {"titleCopied": False, "title": "T", "descriptionCopied": True},
    }
    assert page_body({"title": "Accueil"}) == {"title": "Accueil"}


def test_what_is_said_of_a_component_is_only_read() -> None:
    said = said_of_component(ComponentBody(id="c", name="Card"))
    assert said == {"name": Text("alt", "Card"), "group": Text("alt", ""), "description": Text("alt", "")}


def test_a_text_is_put_into_a_node_as_it_is_spelled_if_the_tags_allow_it() -> None:
    title = bound("node:t", "rich_text")
    spaced = Scalar("rich_text", "<h1>Hi <em>all</em></h1>", "<h1>Hi  <em>all</em></h1> ")
    assert written(title, spaced) == {"node:t": '<h1 class="big">Hi  <em>all</em></h1>'}
    more = Scalar("rich_text", "<h1>Hi <em>all</em></h1>", "<h1>Hi <em>all</em></h1><p></p>")
    assert written(title, more) == {"node:t": '<h1 class="big">Hi <em>all</em></h1>'}
    assert written(bound("node:c/r", "rich_text"), Scalar("rich_text", "<p>a</p>", "<p>a</p><!--b-->")) == {
        "node:c/r": "<p>a</p><!--b-->"
    }


def test_one_line_is_written_as_it_is_spelled_but_for_line_breaks() -> None:
    name = bound("title", "text")
    assert written(name, Scalar("text", "Start", " Start ")) == {"title": " Start "}
    assert written(name, Scalar("text", "a b", "a\nb")) == {"title": "a b"}
