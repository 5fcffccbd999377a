"""The text of a catalogue's file: read with its places, and edited without touching the rest."""

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isogloss.adapters.catalogue.jsontext import read
from isogloss.adapters.catalogue.tree import GONE, Leaf, New, Unreadable, plain

KEYS = st.text(st.sampled_from('ab"\\é\u2028🍵 '), min_size=1, max_size=3)
VALUES = st.one_of(
    st.text(max_size=4), st.integers(), st.booleans(), st.none(), st.lists(st.text(max_size=2), max_size=2)
)
TREES = st.recursive(VALUES, lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=12)
FILES = st.dictionaries(KEYS, TREES, max_size=4)
LAYOUTS = {
    "two spaces": lambda data: json.dumps(data, indent=2, ensure_ascii=False) + "\n",
    "tabs": lambda data: json.dumps(data, indent="\t"),
    "tight": lambda data: json.dumps(data, separators=(",", ":")),
    "one line": json.dumps,
    "other ends": lambda data: "\ufeff" + json.dumps(data, indent=4).replace("\n", "\r\n") + "\r\n",
}


def paths(data, at=()):
    for key, value in data.items():
        yield (*at, key)
        if isinstance(value, dict):
            yield from paths(value, (*at, key))


@given(FILES, st.data(), st.sampled_from(list(LAYOUTS)))
def test_an_edited_text_says_what_was_edited_and_the_rest_as_before(data, draw, layout):
    text = LAYOUTS[layout](data)
    document = read(text)
    assert plain(document.root) == data
    wanted, expected = {}, deepcopy(data)
    leaves = [path for path in paths(data) if isinstance(document.at(path), Leaf)]
    for path in draw.draw(st.lists(st.sampled_from(leaves), unique=True, max_size=3)) if leaves else ():
        new = draw.draw(st.one_of(st.just(GONE), st.text(max_size=4).map(New)))
        _put(wanted, path, new)
        _take(expected, path, new)
    for key in draw.draw(st.lists(KEYS, unique=True, max_size=2)):
        if key not in data:
            wanted[key] = {"x": {"y": New("z")}}
            expected[key] = {"x": {"y": "z"}}
    made = document.changed(wanted)
    assert json.loads(made.removeprefix("\ufeff")) == expected
    assert read(made).changed(wanted) == made
    if not wanted:
        assert made == text
    assert made.isascii() or not (text.isascii() and "\\u" in text)


def _put(wanted, path, what):
    for key in path[:-1]:
        wanted = wanted.setdefault(key, {})
    wanted[path[-1]] = what


def _take(data, path, what):
    *above, last = path
    levels = [data]
    for key in above:
        levels.append(levels[-1][key])
    if what is not GONE:
        levels[-1][last] = what.value
        return
    del levels[-1][last]
    for n in range(len(above) - 1, 0, -1):  # what has nothing left below it goes along, but for the first level
        if not levels[n + 1]:
            del levels[n][above[n]]


def test_what_no_change_names_stays_byte_for_byte():
    text = '{ "a" :1,\n\n   "b":{"c":"x",   "d" : [ 1,2 ]},"e":"\\u00e9"\n}'
    assert read(text).changed({"b": {"c": New("y")}}) == text.replace('"x"', '"y"')
    assert read(text).changed({"b": {"c": New("x")}, "q": GONE, "r": {"s": GONE}}) == text


def test_the_order_of_keys_stays_and_what_is_new_comes_last():
    assert list(json.loads(read('{"b": 1, "a": 2}').changed({"c": New(3), "a": New(4)}))) == ["b", "a", "c"]


def test_an_escaped_file_stays_one():
    assert read('{"a": "\\u00e9"}').changed({"b": New("ü")}) == '{"a": "\\u00e9", "b": "\\u00fc"}'


def test_a_value_is_not_put_over_keys_nor_keys_over_a_value():
    document = read('{"a": {"b": "c"}, "d": "e"}')
    with pytest.raises(ValueError, match="a has keys below it"):
        document.changed({"a": New("x")})
    with pytest.raises(ValueError, match="d is one value"):
        document.changed({"d": {"x": New("y")}})
    assert document.changed({"d": {"x": GONE}}) == document.text


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("", "begins with {", 1),
        ('{"a": 1', "a comma or } is expected", 1),
        ('{\n"a" 1}', "a colon is expected", 2),
        ('{"a": "\n"}', "invalid control character", 1),
        ('{"a": [{"b": 1, "b": 2}]}', 'the key "b" is there twice', 1),
        ('{"a": ' + '{"a": ' * 70 + "1" + "}" * 71, "nested too deep", 1),
        ('{"a": ' + "[" * 100_000, "nested too deep", 1),
        ('{"a": 1,\n}', "a key in double quotes", 2),
        ("{'a': 1}", "a key in double quotes", 1),
        ("{} {}", "more follows", 1),
    ],
)
def test_what_is_no_catalogue_is_told_with_its_line(text, said, line):
    with pytest.raises(Unreadable, match=said) as error:
        read(text)
    assert error.value.line == line
