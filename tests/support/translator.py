"""A translator who does not exist: reads an XLIFF 2 file with the standard library alone, and fills it in."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

NS = "urn:oasis:names:tc:xliff:document:2.0"
LETTERS = re.compile(r"[^\W\d_]+")
ET.register_namespace("", NS)
ET.register_namespace("slr", "urn:oasis:names:tc:xliff:sizerestriction:2.0")


def french(text: str) -> str:
    """Every word reversed and accented: nobody's language, and another text each time."""
    return LETTERS.sub(lambda word: "é" + word[0][::-1], text)


def each_unit(xml: str, change: Callable[[ET.Element], None]) -> str:
    root = ET.fromstring(xml)  # noqa: S314  # what we wrote ourselves
    for unit in root.iter(f"{{{NS}}}unit"):
        change(unit)
    return ET.tostring(root, encoding="unicode")


def fill(unit: ET.Element, words: Callable[[str], str] = french, state: str = "translated") -> None:
    """Give a unit a translation: its source with other words, codes where they are."""
    segment = unit.find(f"{{{NS}}}segment")
    assert segment is not None
    source = segment.find(f"{{{NS}}}source")
    assert source is not None
    old = segment.find(f"{{{NS}}}target")
    if old is not None:
        segment.remove(old)
    target = ET.fromstring(ET.tostring(source))  # noqa: S314  # what we wrote ourselves
    target.tag = f"{{{NS}}}target"
    target.tail = None
    for element in target.iter():
        element.text = words(element.text) if element.text else element.text
        if element is not target:
            element.tail = words(element.tail) if element.tail else element.tail
    segment.append(target)
    segment.set("state", state)


def target_of(unit: ET.Element) -> ET.Element:
    found = unit.find(f"{{{NS}}}segment/{{{NS}}}target")
    assert found is not None
    return found
