"""``bundle.yaml`` and the files of an entry: what they say, and what they refuse, with the line."""

import pytest

from isogloss.adapters.bundle.entry import Broken, Stored, read_shared, read_variant, write_entry
from isogloss.adapters.bundle.manifest import Manifest, read_manifest, write_manifest
from isogloss.adapters.bundle.nodes import Unreadable
from isogloss.adapters.bundle.values import Declared
from isogloss.model.entry import PUBLISHED, STATUS
from isogloss.model.value import Scalar

FULL = Manifest(
    {
        "article": {
            "title": Declared("text"),
            "rank": Declared("number", shared=True),
            "author": Declared("reference", to="author"),
            "topic": Declared("option", options=("news", "no")),
            "panel": Declared("list", fields={"rows": Declared("group", fields={"x": Declared("flag")})}),
        },
        "author": {},
    },
    ("en", "no"),
    "en",
    ("acme", "webflow"),
)


def test_a_manifest_comes_back_as_it_was() -> None:
    assert read_manifest(write_manifest(FULL)) == FULL
    assert read_manifest(write_manifest(Manifest())) == Manifest()


def test_a_manifest_is_readable() -> None:
    assert write_manifest(FULL).splitlines()[:13] == [
        "bundle: 1",
        "from:",
        "  mapping: acme",
        "  side: webflow",
        "kinds:",
        "  article:",
        "    fields:",
        "      author:",
        "        to: author",
        "        type: reference",
        "      panel:",
        "        fields:",
        "          rows:",
    ]


def test_a_kind_without_fields_may_be_left_empty() -> None:
    assert read_manifest("bundle: 1\nkinds:\n  author:\n").kinds == {"author": {}}


HEAD = "bundle: 1\nkinds:\n  a:\n    fields:\n"


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", "bundle: 1 is expected", 1),
        ("bundle: 2\n", "bundle: 1 is expected", 1),
        ("bundle: [1]\n", "bundle: 1 is expected", 1),
        ("bundle: 1\nlocale: [en]\n", '"locale" is not known here; there is bundle, from, kinds', 2),
        ("bundle: 1\nlocales: en\n", "locales: a list is expected", 2),
        ("bundle: 1\nlocales: [{}]\n", "locales: a text is expected", 2),
        ("bundle: 1\nprimary: []\n", "primary: a text is expected", 2),
        ("bundle: 1\nfrom: {mapping: a}\n", "from: names a mapping and a side", 2),
        ("bundle: 1\nkinds: a\n", "kinds: keys with values are expected", 2),
        (f"{HEAD}      x: {{type: words}}\n", "words is no type; there is text", 5),
        (f"{HEAD}      x: {{}}\n", "type: a text is expected", 5),
        (f"{HEAD}      x: {{type: text, shared: 1}}\n", "shared: is true or false", 5),
        (f"{HEAD}      $x: {{type: text}}\n", "does not begin with", 5),
        (f"{HEAD}      x: {{type: text, tpye: text}}\n", '"tpye" is not known here', 5),
    ],
)
def test_a_manifest_that_is_wrong_is_refused_with_its_line(text: str, reason: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        read_manifest(text)
    assert reason in str(refused.value)
    assert refused.value.line == line


FIELDS = FULL.kinds["article"]


def test_an_entry_without_anything_shared_has_no_file_for_it() -> None:
    stored = Stored(variants={"en": {STATUS: PUBLISHED, "title": Scalar("text", "Tea")}})
    assert write_entry(stored, FIELDS) == {"en.yaml": "$status: published\ntitle: Tea\n"}


def test_the_marks_of_an_entry_come_back_as_texts() -> None:
    stored = Stored("no", "article/1", "12", {"rank": Scalar("number", "1")})
    text = write_entry(stored, FIELDS)["shared.yaml"]
    assert text == '$origin: article/1\n$remote: "12"\n$slug: "no"\nrank: 1\n'
    assert read_shared(text, FIELDS) == stored
    assert read_shared("$slug:\n", FIELDS) == Stored()


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("title: Tea\n", "$status is needed: draft, published, changed, archived", 1),
        ("title: Tea\n$status: publshed\n", "$status is needed", 2),
        ("$status: draft\ntitel: Tea\n", 'no field "titel" for this kind; did you mean title?', 2),
        ("$status: draft\nqqq: Tea\n", 'no field "qqq" for this kind; add it to bundle.yaml', 2),
        ("$status: draft\nrank: 1\n", "rank belongs in shared.yaml, once for all locales", 2),
        ("$status: draft\n$slug: tea\n", 'no field "$slug"', 2),
    ],
)
def test_a_variant_that_is_wrong_is_refused_with_its_line(text: str, reason: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        read_variant(text, FIELDS, "en")
    assert reason in str(refused.value)
    assert refused.value.line == line


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title: Tea\n", "title belongs in the file of a locale"),
        ("$slug: [tea]\n", "$slug: a text is expected"),
    ],
)
def test_a_shared_file_that_is_wrong_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_shared(text, FIELDS)
    assert reason in str(refused.value)
    assert refused.value.line == 1


KEYS = "keys with values are not expected in a field of the type text"
HALF = "it has half of a surrogate pair, which is not text"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        (
            "$status: draft\nbody: B\ntitle: {a: [b]}\n",
            Broken("en", "title", {"a": ["b"]}, KEYS, 3),
        ),
        (
            '$status: draft\nbody: B\ntitle: "T\\ud83d"\n',
            Broken("en", "title", "T\ud83d", HALF, 3),
        ),
    ],
)
def test_a_value_that_its_field_cannot_hold_is_noted_and_the_others_are_read(text: str, broken: Broken) -> None:
    values, found = read_variant(text, {**FIELDS, "body": Declared("text")}, "en")
    assert (set(values), found) == ({"$status", "body"}, (broken,))


def test_a_slug_with_half_a_surrogate_is_no_name() -> None:
    with pytest.raises(Unreadable, match="a text is expected"):
        read_shared('$slug: "t\\ud83d"\n', FIELDS)


def test_a_shared_value_that_its_field_cannot_hold_is_noted() -> None:
    stored = read_shared("$slug: tea\nrank: many\n", FIELDS)
    assert (stored.slug, stored.shared) == ("tea", {})
    why = "'many' is not a number; expected decimal digits such as -12.5."
    assert stored.broken == (Broken("", "rank", "many", why, 2),)
