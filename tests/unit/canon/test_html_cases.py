"""Every case file: an input, and the canonical form it must have. ``\\uXXXX`` stands for a character hard to see."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from isogloss.canon.html import blocks
from isogloss.canon.links import rewrite_urls
from isogloss.canon.values import alike, canonical

FILES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def read(path):
    for case in re.split(r"\n\n(?=# )", path.read_text(encoding="utf-8").strip("\n")):
        title, _, rest = case.partition("\n")
        given, _, expected = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), rest).partition("\n=>")
        yield pytest.param(given, expected.removeprefix("\n"), id=f"{path.stem}: {title.removeprefix('# ')}")


CASES = [case for path in FILES for case in read(path)]


def test_there_are_enough_cases():
    assert len(CASES) >= 60
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_a_case_has_its_canonical_form(given, expected):
    assert canonical("rich_text", given) == expected


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_a_canonical_form_stays_and_keeps_its_parts(given, expected):
    assert canonical("rich_text", expected) == expected
    assert "".join(blocks(given)) == expected
    assert rewrite_urls(given, lambda url: url.address) == expected


# The plain serializer writes scripts inside drawings, and entities in scripts, so that they read back otherwise.
REWRITABLE = [case for case in CASES if "<svg" not in case.values[0] and "&nbsp;&amp;" not in case.values[0]]


@pytest.mark.parametrize(("given", "expected"), REWRITABLE)
def test_what_a_plain_parser_writes_back_is_alike(given, expected):
    again = LexborHTMLParser(expected, is_fragment=True).html or ""
    assert alike("rich_text", again, given)
    assert alike("rich_text", given, again)
