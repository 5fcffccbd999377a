"""Nodes, lines and values: what is written comes back as it was, and every trap of YAML stays a text."""

import re
import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from isogloss.adapters.bundle.lines import write_nodes
from isogloss.adapters.bundle.nodes import DEEPEST, MOST, Items, Keys, Unreadable, Word, read_nodes
from isogloss.adapters.bundle.values import TEXT, Declared, decode, encode
from isogloss.canon.own import spelled
from isogloss.canon.values import canonical
from isogloss.model.address import EntryKey
from isogloss.model.value import ABSENT, Asset, Group, Many, Ref, Scalar, ScalarType, Value

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TRAPS = [
    "no", "Yes", "NULL", "~", "", " ", "1.0", "012", "0x1f", "1e3", ".inf", "2026-01-01", "12:30:45", "- a", "a: b",
    "a #b", "'", '"', "#", "&a", "*a", "!a", "|", ">", "%", "@", "`", "{", "[a]", "? a", "a:", "=", "<<", "---", "...",
    "a\nb", " a\nb", "a\n", "\na", "a\n\n\nb", "a\n  \nb", "a\n ", "\ta\nb", "a\tb\nc", "a\r\nb", "a\u2028b", "a\x85b",
    "\ufeffa", "a\x00b", "a\x1bb", "a\u00a0b", "👍🏽", "\U0010ffff", "\ufffe", "e\u0301", "---\na", "a\n---\nb",
    "# a\nb", "a\\nb", "\\", "x" * 3000, "ends with space ", "it's", "(a)", "Hello, world!", "y", "on",
]  # fmt: skip
TEXTS = st.one_of(ANY_TEXT, st.sampled_from(TRAPS), st.lists(st.sampled_from(TRAPS), max_size=4).map("\n".join))


def nodes(depth: int = 3) -> st.SearchStrategy:
    word = st.builds(Word, TEXTS, block=st.booleans())
    if not depth:
        return word
    inner = nodes(depth - 1)
    named = st.dictionaries(st.one_of(ANY_TEXT, st.sampled_from(TRAPS[:30])), inner, max_size=3).map(Keys)
    return st.one_of(word, named, st.lists(inner, max_size=3).map(lambda found: Items(tuple(found))))


def bare(node: object) -> object:
    match node:
        case Word(text):
            return text
        case Items(found):
            return [bare(one) for one in found]
        case Keys(found):
            return {name: bare(one) for name, one in found.items()}


@given(st.dictionaries(ANY_TEXT, nodes(), max_size=4).map(Keys))
def test_what_is_written_comes_back_as_it_was(keys: Keys) -> None:
    text = write_nodes(keys)
    assert bare(read_nodes(text)) == bare(keys)
    assert write_nodes(keys) == text
    assert text.endswith("\n")
    assert "\r" not in text


SPELLINGS = [
    ("rich_text", "<p>a</p><!--more--><P>b  c</P>\n<p></p>"),
    ("rich_text", "<p>a</p>\r\n<p>b</p>"),
    ("text", "\u3000a\u00a0"),
    ("long_text", " a\r\nb"),
    ("tags", "b, a"),
    ("link", "HTTPS://A.example"),
]


@pytest.mark.parametrize(("type_", "raw"), SPELLINGS)
def test_a_value_comes_back_as_it_was_spelled(type_: ScalarType, raw: str) -> None:
    value = spelled(type_, raw)
    assert isinstance(value, Scalar)
    for declared in (Declared(type_), Declared("opaque")):
        nodes = Keys({"a": encode(value, declared)})
        again = decode(read_nodes(write_nodes(nodes)).nodes["a"], declared)
        assert isinstance(again, Scalar)
        assert (again, again.own) == (value, raw)


def test_how_the_file_cuts_its_lines_is_no_spelling() -> None:
    for text in (
        "body: |\n  <p>a</p>\n  <p>b</p>\n",
        "body: |-\n  <p>a</p>\n  <p>b</p>\n",
        'body: "<p>a</p><p>b</p>"\n',
    ):
        value = decode(read_nodes(text).nodes["body"], Declared("rich_text"))
        assert isinstance(value, Scalar)
        assert (value.text, value.own) == ("<p>a</p><p>b</p>", "")
    words = decode(read_nodes("bio: |\n  a\n  b\n").nodes["bio"], Declared("long_text"))
    assert isinstance(words, Scalar)
    assert (words.text, words.own) == ("a\nb", "")


def test_the_words_of_a_picture_come_back_as_they_were_spelled() -> None:
    nodes = Keys({"a": encode(Asset("image", "/a", "A", " A "), Declared("image"))})
    again = decode(read_nodes(write_nodes(nodes)).nodes["a"], Declared("image"))
    assert isinstance(again, Asset)
    assert (again.alt, again.own) == ("A", " A ")


@given(st.dictionaries(ANY_TEXT, nodes(), max_size=3).map(Keys))
def test_any_other_reader_of_yaml_finds_the_same_texts(keys: Keys) -> None:
    assert yaml.load(write_nodes(keys), Loader=yaml.SafeLoader) == bare(keys)  # it is the safe loader


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_of_yaml_stays_the_text_it_is(text: str) -> None:
    keys = Keys({"field": Word(text), "list": Items((Word(text), Word(text, block=True)))})
    assert bare(read_nodes(write_nodes(keys))) == bare(keys)


def test_texts_are_spelled_so_that_a_diff_is_readable() -> None:
    keys = Keys(
        {
            "title": Word("Hello, world!"),
            "answer": Word("no"),
            "rank": Word("1.5", plain=True),
            "body": Word("<p>One</p>\n\n<p>Two</p>", block=True),
            "list": Items((Keys({"b": Word("2"), "a": Word("x")}), Word("y z"), Items((Word("q"),)))),
            "none": Keys({}),
            "void": Items(()),
        }
    )
    assert write_nodes(keys).splitlines() == [
        'answer: "no"',
        "body: |-",
        "  <p>One</p>",
        "",
        "  <p>Two</p>",
        "list:",
        "  - a: x",
        '    b: "2"',
        "  - y z",
        "  - - q",
        "none: {}",
        "rank: 1.5",
        "title: Hello, world!",
        "void: []",
    ]


def test_nothing_is_written_as_no_keys() -> None:
    assert write_nodes(Keys({})) == "{}\n"
    for text in ("", "{}\n", "# a remark\n", "~\n", "---\n"):
        assert read_nodes(text).nodes == {}


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("a: 1\nb: [\n", "not YAML", 3),
        ("a: 1\na: 2\n", '"a" is there twice', 2),
        ("a: &x 1\nb: *x\n", "anchors and aliases", 1),
        ("a: 1\nb: *x\n", "anchors and aliases", 2),
        ("a: !!python/object/apply:os.system [ls]\n", "tags", 1),
        ("a: 1\nb: ! 2\n", "tags", 2),
        ("- a\n", "keys with values are expected", 1),
        ("just a text\n", "keys with values are expected", 1),
        ("? [a]\n: 1\n", "a key is a text", 1),
        ("a: 1\n---\nb: 2\n", "a second document", 0),
        ("a: 1\nb: \x07\n", "a character that YAML does not allow", 2),
        ("a: " + "[" * (DEEPEST + 2), "nested more than", 1),
        ("a: [" + "1," * MOST + "]", "more than", 1),
        ("a: 1\n\tb: 2\n", "not YAML", 2),
    ],
)
def test_hostile_yaml_is_refused_with_its_line(text: str, reason: str, line: int) -> None:
    with pytest.raises(Unreadable, match=re.escape(reason)) as refused:
        read_nodes(text)
    assert refused.value.line == line


def test_lists_nested_a_million_deep_are_refused_without_harm() -> None:
    with pytest.raises(Unreadable):
        read_nodes("a: " + "[" * 1_000_000)


def test_a_few_lines_of_aliases_do_not_become_millions_of_values() -> None:
    bomb = "a: &a [1, 1]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True))
    with pytest.raises(Unreadable, match="anchors"):
        read_nodes(bomb)


# values

SCALARS = {
    "text": TEXTS,
    "long_text": TEXTS,
    "rich_text": st.sampled_from(
        [
            "<p>One</p><p>Two <b>x</b></p>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "words only",
            "<pre><code>a\n\n  b\n</code></pre>", "<table><tbody><tr><td>1</td></tr></tbody></table><p>é</p>",
            "text <p>mixed</p> in", "<figure><img src='a.png'><figcaption>C</figcaption></figure>",
            "<p>a</p><pre>  x\n</pre>", "<p>日本</p><p>語</p>", "<p>a\u00a0b \u200b</p>",
            "<wf-component name='x'></wf-component>",
        ]
    ),
    "number": st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    "flag": st.sampled_from(["true", "false"]),
    "instant": st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
    "date": st.dates().map(str),
    "option": TEXTS,
    "link": st.sampled_from(["https://example.com/a?b=1#c", "mailto:a@example.com", "/relative", "#top"]),
    "email": st.just("ada@example.com"),
    "phone": st.sampled_from(["+49 30 123456", "0123", "110"]),
    "colour": st.sampled_from(["#ff8800", "#ff880080"]),
    "video": st.just("https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    "tags": st.sampled_from(["Tea, Milk", "no", '"a, b", c']),
    "opaque": st.one_of(TEXTS, st.just('{"a":[1,null]}')),
}  # fmt: skip
NAMES = st.text(st.characters(categories=["Ll", "Nd"]), min_size=1, max_size=8)


def scalars(type_: str) -> st.SearchStrategy[Value]:
    made = SCALARS[type_].map(lambda text: canonical(type_, text)).filter(bool)
    return made.map(lambda text: Scalar(type_, text))


REFS = st.builds(lambda kind, name: Ref(EntryKey(kind, name)), st.sampled_from(["author", "article"]), NAMES)
ASSETS = st.builds(Asset, st.sampled_from(["image", "file"]), NAMES.map("https://x.example/{}".format), ANY_TEXT)
SINGLE = st.one_of(*(scalars(type_) for type_ in SCALARS), REFS, ASSETS)
PART_NAMES = st.one_of(ANY_TEXT, st.sampled_from(["a", "no", "row", "hero", "$text"]))
VALUES = st.recursive(
    SINGLE,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda found: Many(tuple(found))),
        st.dictionaries(PART_NAMES, inner, max_size=3).map(lambda found: Group(tuple(sorted(found.items())))),
    ),
    max_leaves=6,
)
PARTS = {"a": Declared("number"), "no": Declared("reference", to="author"), "row": Declared("list", fields={"a": TEXT})}
BLOCKS = Declared("blocks", fields={"hero": Declared("group", fields=PARTS), "quote": Declared("group", fields=PARTS)})
DECLARED = st.sampled_from(
    [
        Declared("group", fields=PARTS),
        Declared("list", fields=PARTS),
        BLOCKS,
        *(Declared(type_) for type_ in (*SCALARS, "image", "images", "file")),
        *(Declared(type_, to="author") for type_ in ("reference", "references")),
    ]
)


def there_and_back(value: Value, declared: Declared) -> object:
    return decode(read_nodes(write_nodes(Keys({"f": encode(value, declared)}))).nodes["f"], declared)


@given(value=VALUES, declared=DECLARED)
def test_every_value_stands_in_every_field_and_comes_back_as_it_was(value: Value, declared: Declared) -> None:
    assert there_and_back(value, declared) == value


@pytest.mark.parametrize("type_", SCALARS)
def test_a_value_of_the_declared_type_is_written_bare(type_: str) -> None:
    written = encode(Scalar(type_, "true"), Declared(type_))
    assert isinstance(written, Word)


@pytest.mark.parametrize(
    ("text", "declared", "value"),
    [
        ("no", Declared("text"), Scalar("text", "no")),
        ("1.0", Declared("text"), Scalar("text", "1.0")),
        ("1.0", Declared("number"), Scalar("number", "1")),
        ("007", Declared("phone"), Scalar("phone", "007")),
        ("2026-01-01", Declared("text"), Scalar("text", "2026-01-01")),
        ("2026-01-01", Declared("date"), Scalar("date", "2026-01-01")),
        ("true", Declared("flag"), Scalar("flag", "true")),
        ("true", Declared("text"), Scalar("text", "true")),
        ("", Declared("text"), ABSENT),
        ("~", Declared("reference", to="author"), ABSENT),
        ('"~"', Declared("text"), Scalar("text", "~")),
        ('""', Declared("text"), ABSENT),
        ('""', Declared("image"), ABSENT),
        ('""', Declared("reference", to="author"), ABSENT),
        ("[]", Declared("references", to="author"), ABSENT),
        ("ada", Declared("reference", to="author"), Ref(EntryKey("author", "ada"))),
        ("[ada]", Declared("references", to="author"), Many((Ref(EntryKey("author", "ada")),))),
        ("https://x.example/a.png", Declared("image"), Asset("image", "https://x.example/a.png")),
        ("{url: a.png, alt: ~}", Declared("image"), Asset("image", "a.png")),
        ("e\u0301", Declared("text"), Scalar("text", "\u00e9")),
        ("\n  <p>One</p>\n  <p>Two</p>", Declared("rich_text"), Scalar("rich_text", "<p>One</p><p>Two</p>")),
        ("{$group: {a: ~, b: x}}", TEXT, Group((("b", Scalar("text", "x")),))),
    ],
)  # fmt: skip
def test_what_a_person_writes_means_what_its_field_says(text: str, declared: Declared, value: object) -> None:
    assert decode(read_nodes(f"f: {text}\n").nodes["f"], declared) == value


@pytest.mark.parametrize(
    ("text", "declared", "reason"),
    [
        ("yes", Declared("flag"), "write true or false"),
        ("many", Declared("number"), "not a number"),
        ("tomorrow", Declared("date"), "not a date"),
        ("[a, ~]", Declared("text"), "an item of the list is empty"),
        ("{a: b}", Declared("text"), "keys with values are not expected"),
        ("{$what: b}", Declared("text"), r"\$what is no type"),
        ("{$reference: [a]}", Declared("text"), r"\$reference is no type, or"),
        ("{$group: b}", Declared("text"), r"\$group is no type, or"),
        ("{alt: x}", Declared("image"), "the url of this image is missing"),
        ("{url: x, size: 3}", Declared("image"), '"size" is not expected here'),
        ("{url: [x]}", Declared("file"), '"url" is not expected here'),
        ("a", Declared("reference"), "cannot be one text"),
        ("a", Declared("group", fields=PARTS), "cannot be one text"),
        ("{b: 1}", Declared("group", fields=PARTS), '"b" is no part of it; there is a, no, row'),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_its_line(text: str, declared: Declared, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as refused:
        decode(read_nodes(f"\nf: {text}\n").nodes["f"], declared)
    assert refused.value.line == 2


def test_the_parts_of_a_declared_group_are_written_bare() -> None:
    hero = Group((("a", Scalar("number", "1")), ("no", Ref(EntryKey("author", "ann")))))
    value = Many((Group((("hero", hero),)), Group((("quote", Group(())),))))
    written = write_nodes(Keys({"page": encode(value, BLOCKS)}))
    assert written == 'page:\n  - hero:\n      a: 1\n      "no": ann\n  - quote: {}\n'
    assert there_and_back(value, BLOCKS) == value


def test_rich_text_is_written_block_by_block() -> None:
    html = "<h2>A</h2><p>One <b>two</b></p><ul><li>x</li><li>y</li></ul>"
    written = write_nodes(Keys({"body": encode(Scalar("rich_text", html), Declared("rich_text"))}))
    assert written == ("body: |-\n  <h2>A</h2>\n  <p>One <b>two</b></p>\n  <ul>\n  <li>x</li>\n  <li>y</li>\n  </ul>\n")


@given(TEXTS)
def test_texts_are_composed(text: str) -> None:
    value = canonical("text", text)
    if value:
        written = write_nodes(Keys({"f": encode(Scalar("text", value), TEXT)}))
        assert unicodedata.normalize("NFC", written) == written
