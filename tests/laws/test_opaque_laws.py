"""Whatever an editor does to a text, what is written keeps every opaque part of its owner exactly once, or is held."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from isogloss.canon.opaque import parts
from isogloss.canon.restore import Restored, Unclear, restore
from isogloss.canon.tokens import Tokens
from isogloss.canon.values import canonical

WORDS = ("tea", "cup", "pot", "leaf", "water", "日", "Buy", "now", "10")


def component(number: int) -> str:
    return (
        f'<wf-component component-id="c{number % 2}" data-w-id="w{number}" name="N{number}">'
        f'<wf-prop name="Heading" type="text">Buy {number} now</wf-prop></wf-component>'
    )


def part(number: int) -> str:
    made = [
        component(number),
        f'<svg id="s{number}"><path d="M{number}"></path></svg>',
        f"<script>run({number});</script>",
        f'<div data-rt-embed-type="true"><form id="f{number}"><input></form></div>',
        f"<template><p>Hidden {number}</p></template>",
    ]
    return made[number % len(made)]


def damaged(token: str, how: str) -> str:
    """One part as an editor gives it back."""
    inner = Tokens.of(token).parts[0]
    if token.startswith("<div") and "paragraph" in how.replace("wrapped", "paragraph"):
        return token  # no paragraph holds a div
    leaked = " ".join(inner.leaks)
    return {
        "kept": token,
        "dropped": "",
        "words left": f"<p>{leaked}</p>" if leaked else "",
        "words in the line": leaked,
        "wrapped": f"<p>{token}</p>",
        "doubled": token + token,
        "doubled in paragraphs": f"<p>{token}</p><p>{token}</p>",
        "emptied": token.split(">", 1)[0] + ">" + f"</{'div' if token.startswith('<div') else inner.tag}>",
        "torn": f"{token.split('>', 1)[0]}></{'div' if token.startswith('<div') else inner.tag}>"
        + (f"<p>{leaked}</p>" if leaked else ""),
        "without attributes": token.replace(' name="Heading" type="text"', "").replace(' d="M', ' x="M'),
    }[how]


HOWS = st.sampled_from(
    [
        *("kept", "dropped", "words left", "words in the line", "wrapped", "doubled", "doubled in paragraphs"),
        *("emptied", "torn", "without attributes"),
    ]
)
LINES = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
PLACES = st.sampled_from(
    [
        "<p>{0}</p>{2}<p>{1}</p>",
        "<p>{0} {2} {1}</p>",
        "<ul><li>{0}</li><li>{2}</li><li>{1}</li></ul>",
        "<table><tbody><tr><td>{0}</td><td>{2} {1}</td></tr></tbody></table>",
        "{2}",
        "<p>{0}<strong>{2}</strong>{1}</p>",
    ]
)
BITS = st.lists(st.tuples(PLACES, LINES, LINES, LINES, LINES, HOWS), min_size=1, max_size=4)


def texts(bits) -> tuple[str, str]:
    """What is shown, and what an editor and a person made of it."""
    shown, edited = [], []
    for number, (place, before, after, new_before, new_after, how) in enumerate(bits):
        token = part(number)
        shown.append(place.format(before, after, token))
        edited.append(place.format(new_before, new_after, damaged(token, how)))
    return canonical("rich_text", "".join(shown)), canonical("rich_text", "".join(edited))


def plain_words(html: str) -> list[str]:
    tokens = Tokens.of(html)
    return [unit.text for unit in tokens.units() if not unit.text.startswith("<")]


@given(BITS)
def test_every_part_of_the_owner_is_written_exactly_as_it_is_or_the_text_is_held(bits):
    now, wanted = texts(bits)
    made = restore(now, wanted, lambda _part: "kept")
    if isinstance(made, Unclear):
        assert set(made.names) <= {each.name for each in parts(now)}
        return
    text = made.text if isinstance(made, Restored) else wanted
    assert Counter(each.token for each in parts(text)) == Counter(each.token for each in parts(now))


@given(BITS)
def test_no_word_is_lost_but_those_of_parts(bits):
    now, wanted = texts(bits)
    made = restore(now, wanted, lambda _part: "kept")
    if isinstance(made, Restored):
        leaks = Counter(word for each in parts(now) for word in each.leaks)
        assert not Counter(plain_words(wanted)) - Counter(plain_words(made.text)) - leaks
        assert not Counter(plain_words(made.text)) - Counter(plain_words(wanted))


@given(BITS)
def test_what_was_mended_needs_no_mending(bits):
    now, wanted = texts(bits)
    made = restore(now, wanted, lambda _part: "kept")
    if isinstance(made, Restored):
        assert restore(now, made.text, lambda _part: "kept") is None


@given(BITS)
def test_free_parts_go_as_they_come(bits):
    now, wanted = texts(bits)
    made = restore(now, wanted, lambda _part: "free")
    assert not isinstance(made, Unclear)
    assert made is None or (made.names == () and plain_words(made.text) == plain_words(wanted))


@given(st.lists(HOWS, min_size=1, max_size=4))
def test_damage_alone_between_paragraphs_that_stand_is_undone_whole(hows):
    pairs = [(part(number), f"<p>Line {number} ends.</p>", how) for number, how in enumerate(hows)]
    now = canonical("rich_text", "<p>Begin.</p>" + "".join(token + line for token, line, _ in pairs))
    wanted = "<p>Begin.</p>" + "".join(damaged(token, how) + line for token, line, how in pairs)
    made = restore(now, canonical("rich_text", wanted), lambda _part: "kept")
    assert (made.text if made is not None else canonical("rich_text", wanted)) == now
