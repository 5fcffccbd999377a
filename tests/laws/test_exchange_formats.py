"""Whatever is in a text, each format gives it back as it was, and hostile files do no harm."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from soup import tidy, wild

from isogloss.canon.own import spelled
from isogloss.canon.values import canonical
from isogloss.exchange import signs
from isogloss.exchange.content import Code, joined, same
from isogloss.exchange.formats import codec, format_of, read_file
from isogloss.exchange.judge import judge
from isogloss.exchange.unit import FORMATS, Sheet, Unit, UnreadableError
from isogloss.exchange.value import places
from isogloss.model.address import Cell, EntryKey
from isogloss.model.locale import Locale
from isogloss.model.value import ABSENT, Scalar

HOSTILE = st.text(
    st.sampled_from(list("ab \n\t'\"=+-@;,<>&{}/\\1%]#|\u00a0\u0001\u2028\ufeff\ufffe日é\U0001f375")), max_size=14
)
STATES = ("initial", "translated", "reviewed", "final")


def sheet(*pairs: tuple[Scalar, object], state: str = "translated", why: str = "translated") -> Sheet:
    units = []
    for number, (source, target) in enumerate(pairs):
        at = Cell(EntryKey("article", f"tea-{number}"), Locale("fr-FR"), "body")
        for place in places(source, target):
            now = state if place.target is not None else "initial"
            units.append(Unit(at, place.path, place.type, "Té & <b>", place.source, place.target, now, why))
    return Sheet("acme", Locale("en-US"), Locale("fr-FR"), tuple(units))


def through(name: str, made: Sheet):
    data = "".join(codec(name).write(made)).encode()
    assert format_of(data) == name
    return read_file(f"fr.{name}", data)


@pytest.mark.parametrize("name", FORMATS)
@given(source=tidy | wild, target=st.none() | tidy, one=HOSTILE, other=HOSTILE, state=st.sampled_from(STATES[1:]))
@example(source="", target=None, one="", other="\n1", state="translated")  # a line break that only the translation has
def test_what_goes_out_comes_back_and_says_nothing_new(name, source, target, one, other, state):
    rich = Scalar("rich_text", canonical("rich_text", source))
    across = ABSENT if target is None else Scalar("rich_text", canonical("rich_text", target))
    long, told = spelled("long_text", f"a{one}"), spelled("long_text", other)
    made = sheet((rich, across), (rich, rich), (long, told), (long, ABSENT), state=state)
    back = through(name, made)
    assert (back.source.replace("_", "-"), back.target.replace("_", "-")) == ("en-US", "fr-FR")
    assert [answer.id for answer in back.answers] == [unit.id for unit in made.units]
    for unit, answer in zip(made.units, back.answers, strict=True):
        assert not answer.fault
        assert (unit.target is None) == (answer.target is None)
        assert unit.target is None or same(unit.target, answer.target)
    judged = judge(made, [back])
    assert (judged.taken, judged.asides, judged.unchanged) == ({}, [], len(made.units))
    assert "".join(codec(name).write(made)) == "".join(codec(name).write(made))


@given(st.lists(HOSTILE | st.builds(Code, st.sampled_from("12"), st.sampled_from(["open", "close", "alone"]))))
def test_signs_are_told_from_words_that_look_like_them(pieces):
    content = joined(pieces)
    assert signs.read(signs.written(content)) == content


@given(st.lists(HOSTILE, min_size=1, max_size=3))
def test_no_cell_of_a_table_is_a_formula_wherever_a_spreadsheet_parts_it(texts):
    made = sheet(*((spelled("long_text", f"x{text}"), spelled("long_text", text)) for text in texts))
    data = "".join(codec("csv").write(made)).removeprefix("\ufeff")
    for row in csv.reader(io.StringIO(data, newline="")):
        for cell in row:
            for part in re.split("[;\n\r\t]", cell):
                assert not part.startswith(("=", "+", "-", "@")), cell


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    ']><xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" trgLang="fr-FR">'
    "<file><unit id='u'><segment><target>&b;</target></segment></unit></file></xliff>"
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (BOMB.encode(), "it has a document type"),
        (
            BOMB.replace('<!ENTITY a "aaaaaaaaaa">', '<!ENTITY a SYSTEM "file:///etc/passwd">').encode(),
            "a document type",
        ),
        (b"<xliff version='2.0'/>", "it is no XLIFF 2"),
        (b"<html/>", "it is XML, and no XLIFF"),
        (b"<xliff version='1.2'><file><body><trans-unit", "it is no XML: line 1"),
        (b"", "it has no columns id and target"),
        (b"\xff\xfe\x00", "it is no text in UTF-8"),
        (b'id,target (fr)\n"x', "it is no table: line 2"),
        (b"id,target (de),target (fr)\nu,Tee,\n", "it has the columns id and target (de) and target (fr); leave one"),
        (b"id,target (fr),id\nu,a,v\n", "it has the columns id and target (fr) and id; leave one id"),
        (b'msgid "x"\nmsgstr x\n', "it is no catalogue: line 2"),
        (b'msgid "x"\nmsgstr "\xff"\n', "it is no catalogue in UTF-8"),
    ],
)
def test_a_file_that_is_none_of_ours_is_told_from_one_that_is(data, why):
    with pytest.raises(UnreadableError) as raised:
        read_file("x", data)
    assert why in str(raised.value)


def test_a_row_of_a_table_is_told_by_the_line_that_it_begins_on() -> None:
    data = b'id,source (en),target (fr)\nu1,"a\nb","c\nd"\nu2,e,f\n'
    assert [answer.line for answer in read_file("x.csv", data).answers] == [2, 5]


def test_units_of_one_source_have_names_of_their_own_for_tools_that_know_them_by_name_and_source() -> None:
    made = sheet(*[(Scalar("rich_text", "<p>Tea</p><p>Tea</p>"), ABSENT)] * 2)
    for name, sign in (("xliff12", "<trans-unit [^>]*resname"), ("po", "msgctxt "), ("xliff2", "<unit id")):
        called = re.findall(sign + '="?([^"]*)"', "".join(codec(name).write(made)).replace('msgctxt "', 'msgctxt ="'))
        assert len(set(called)) == len(made.units) == 4


@pytest.mark.parametrize("name", ["xliff2", "xliff12"])
@pytest.mark.parametrize("code", ["D800", "DFFF", "110000"])
def test_a_code_of_no_character_is_set_aside(name, code):
    made = sheet((Scalar("text", "Tea"), Scalar("text", "Thé\x01")))
    written = "".join(codec(name).write(made))
    sign = {"xliff2": '"0001"', "xliff12": '"U+0001"'}[name]
    assert sign in written
    (answer,) = read_file("x", written.replace(sign, sign.replace("0001", code)).encode()).answers
    assert answer.fault == f"its translation holds a character of the code '{code}', which there is not"


def test_what_a_translator_calls_unfinished_is_set_aside() -> None:
    made = sheet((Scalar("text", "Tea"), Scalar("text", "Thé")), why="stale")
    po = "".join(codec("po").write(made)).replace('msgstr "Thé"', 'msgstr "Un thé"')
    (aside,) = judge(made, [read_file("fr.po", po.encode())]).asides
    assert aside.why == "it is marked as fuzzy, so its translator does not call it done"
    assert not judge(made, [read_file("fr.po", po.replace("#, fuzzy\n", "").encode())]).asides
    xlf = "".join(codec("xliff12").write(made)).replace(
        'state="translated">Thé', 'state="needs-review-translation">Un thé'
    )
    (aside,) = judge(made, [read_file("fr.xlf", xlf.encode())]).asides
    assert aside.why == "its state is needs-review-translation, so its translator does not call it done"
    two = "".join(codec("xliff2").write(made)).replace("<target>Thé", "<target>Un thé")
    answered = read_file("fr.xlf", two.encode())
    assert len(judge(made, [answered], "translated").taken) == 1
    (aside,) = judge(made, [answered], "final").asides
    assert aside.why == "it is translated, and only what is final is wanted"


def test_a_semicolon_or_a_tab_between_cells_is_read_as_a_comma_is() -> None:
    made = sheet((Scalar("text", "Tea; with, milk"), ABSENT))
    rows = list(csv.reader(io.StringIO("".join(codec("csv").write(made)).removeprefix("\ufeff"))))
    rows[1][4] = "Thé; au, lait"
    for delimiter in ";\t,":
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(rows)
        (taken,) = judge(made, [read_file("x.csv", out.getvalue().encode("utf-16"))]).taken.values()
        assert taken[1] == ("Thé; au, lait",)


def test_the_layout_that_a_tool_gives_its_file_is_no_edit() -> None:
    made = sheet(
        (
            Scalar("rich_text", "<p>See <a>this <b>one</b></a>.</p>"),
            Scalar("rich_text", "<p>Vois <a>ce <b>un</b></a>.</p>"),
        )
    )
    xml = "".join(codec("xliff12").write(made))
    laid = xml.replace("<g ", "\n    <g ").replace("</g></g>", "</g>\n   </g>").replace("<target ", "\n <target ")
    laid = laid.replace(".</target>", ".\n  </target>").replace(">Vois", ">\n  Vois")
    assert laid != xml
    judged = judge(made, [read_file("x", laid.encode())])
    assert (judged.taken, judged.asides) == ({}, [])
    ((_, content, _, _),) = judge(made, [read_file("x", laid.replace("Vois", "Voyez").encode())]).taken.values()
    assert "".join(p if isinstance(p, str) else "|" for p in content) == "Voyez |ce |un||."


def test_segments_and_annotations_of_a_tool_are_joined_again() -> None:
    made = sheet((Scalar("rich_text", "<p>One <b>two</b>. Three.</p>"), ABSENT))
    unit = made.units[0]
    xml = "".join(codec("xliff2").write(made))
    a, b = xml.index("<segment"), xml.index("</unit>")
    xml = (
        xml[:a]
        + '<segment><source>One <pc id="1">two</pc>.</source><target>Un <mrk id="m" type="term">'
        + '<sc id="1"/>deux<ec startRef="1"/></mrk>.</target></segment><ignorable><source> </source></ignorable>'
        + "<segment state='final'><source>Three.</source>"
        + "<target><!-- x -->Trois<sm id='s'/>.<em startRef='s'/></target></segment>"
        + xml[b:]
    )
    ((_, content, _, _),) = judge(made, [read_file("x", xml.encode())]).taken.values()
    assert "".join(p if isinstance(p, str) else "|" for p in content) == "Un |deux|. Trois."
    assert unit.target is None
