"""The text of a PO file: edited without touching the rest, and read by others as it was meant."""

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage.pypo import pofile

from isogloss.adapters.catalogue.potext import Added, Edited, read

TEXTS = st.text(st.sampled_from('ab "\\\n\té\u2028茶'), max_size=12).map(lambda text: text.strip("\n"))
NAMES = TEXTS.filter(bool)
LONG = st.lists(st.sampled_from(["word", "longer", "a", "\n"]), min_size=15, max_size=40).map(" ".join)
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=n!=1;\\n"\n'
)


@st.composite
def files(draw):
    """A file by another program, in which everything is that may be in one; and whether a message is obsolete."""
    store = pofile()
    store.updateheader(add=True, Content_Type="text/plain; charset=UTF-8", Plural_Forms="nplurals=2; plural=n!=1;")
    store.wrapper.width = draw(st.sampled_from([77, -1]))
    for name in draw(st.lists(NAMES, unique=True, max_size=4)):
        unit = store.addsourceunit([name, f"{name}s"] if draw(st.booleans()) else name)
        target = draw(st.one_of(TEXTS, LONG))
        unit.target = [target, f"{target}s"] if unit.hasplural() else target
        if draw(st.booleans()):
            unit.addnote("Keep it short\nplease", origin=draw(st.sampled_from(["translator", "developer"])))
        if draw(st.booleans()):
            unit.markfuzzy()
            unit.prev_msgid = [f'"{"old"}"']
        unit.setflag("c-format", draw(st.booleans())) if hasattr(unit, "setflag") else unit.settypecomment("c-format")
        if draw(st.booleans()):
            unit.makeobsolete()
    text = bytes(store).decode()
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def said(text):
    """By name, what another program reads: forms, whether fuzzy, whether obsolete, notes."""
    store = pofile.parsestring(text.replace("\r\n", "\n").encode())
    return {
        unit.source: (
            tuple(unit.target.strings) if unit.hasplural() else (unit.target,),
            unit.isfuzzy(),
            unit.isobsolete(),
            unit.getnotes(),
        )
        for unit in store.units
        if not unit.isheader()
    }


@settings(max_examples=15)  # another program's reader takes its time
@given(files())
def test_what_no_change_names_stays_byte_for_byte(text):
    document = read(text)
    assert document.changed({}, []) == text
    assert (
        document.changed(
            {
                message.named: Edited(message.forms)
                for message in document.messages
                if not (message.fuzzy or message.obsolete)
            },
            [],
        )
        == text
    )


@settings(max_examples=15)  # another program's reader takes its time
@given(files(), st.data())
def test_an_edited_file_says_what_was_edited_and_the_rest_as_before(text, data):
    document = read(text)
    messages = [message for message in document.messages if message.named != (None, "")]
    expected = said(text)
    edited = {}
    numbers = st.lists(st.integers(0, len(messages) - 1), unique=True, max_size=2) if messages else st.just([])
    for message in (messages[number] for number in data.draw(numbers)):
        _, _, _, notes = expected[message.named[1]]
        if data.draw(st.booleans()):
            edited[message.named] = Edited(obsolete=True)
            forms, fuzzy, _, _ = expected[message.named[1]]
            expected[message.named[1]] = (forms, fuzzy, True, notes)
        else:
            new = {form: data.draw(st.one_of(TEXTS, LONG)) for form in message.forms}
            edited[message.named] = Edited(new)
            expected[message.named[1]] = (tuple(new.values()), False, False, notes)
    added = [Added(("c", "brand new"), None, {0: data.draw(LONG)})] if data.draw(st.booleans()) else []
    made = document.changed(edited, added)
    for each in added:
        expected[each.named[1]] = ((each.forms[0],), False, False, "")
    assert said(made) == expected
    assert {message.named for message in read(made).messages} == {
        *(message.named for message in document.messages),
        *(each.named for each in added),
    }
    untouched = [message for message in messages if message.named not in edited]
    assert all(text[message.start : message.end] in made for message in untouched)


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="gettext's tools are not installed")
def test_lines_are_broken_as_gettext_breaks_them():
    made = read(HEADER).changed({}, [Added((None, "a"), None, {0: " ".join(["wonderful"] * 30) + "\nand more"})])
    ran = subprocess.run(["msgcat", "-"], input=made, capture_output=True, text=True, check=True)  # noqa: S607  # found where it is installed
    assert ran.stdout == made
