"""What may befall a text in an XLIFF 2 file on its way, each with the reason for which it is set aside.

The file is that of ``translator``: every unit is filled in, and then one of them is spoiled.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, TypeAlias
from xml.etree import ElementTree as ET

from translator import NS, each_unit, fill, target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from isogloss.exchange.judge import Aside

Damage: TypeAlias = "tuple[Callable[[ET.Element], bool], Callable[[ET.Element], object], str]"
"""Which unit it may befall, how it is spoiled, and what is said of it."""

LONGEST = 100
"""The most characters that a title may have."""


def there(unit: ET.Element) -> bool:
    """Whether it came with a translation, so that its text goes on without it."""
    return unit.find(f"{{{NS}}}segment/{{{NS}}}target") is not None


def anything(unit: ET.Element) -> bool:
    return True


def title(unit: ET.Element) -> bool:
    return unit.get("name") == "title"


def tagged(unit: ET.Element) -> bool:
    """A pair of tags with nothing in it but words."""
    found = target_of(unit).find(f"{{{NS}}}pc")
    return found is not None and not len(found)


def twice_tagged(unit: ET.Element) -> bool:
    """Two of them beside each other."""
    found = target_of(unit).findall(f"{{{NS}}}pc")
    return len(found) > 1 and not any(len(each) for each in found)


def picture(unit: ET.Element) -> bool:
    return target_of(unit).find(f"{{{NS}}}ph") is not None


def drop(unit: ET.Element, tag: str) -> None:
    target = target_of(unit)
    found = target.find(f"{{{NS}}}{tag}")
    before = list(target).index(found)
    kept = (found.text or "") + (found.tail or "")
    target.remove(found)
    if before:
        target[before - 1].tail = (target[before - 1].tail or "") + kept
    else:
        target.text = (target.text or "") + kept


def double(unit: ET.Element, tag: str) -> None:
    target = target_of(unit)
    found = target.find(f"{{{NS}}}{tag}")
    target.append(deepcopy(found))


def number(unit: ET.Element, tag: str, id_: str) -> None:
    target_of(unit).find(f"{{{NS}}}{tag}").set("id", id_)


def nest(unit: ET.Element) -> None:
    first, second, *_ = target_of(unit).findall(f"{{{NS}}}pc")
    target_of(unit).remove(second)
    first.append(second)


def cross(unit: ET.Element) -> None:
    target = target_of(unit)
    one, other, *_ = target.findall(f"{{{NS}}}pc")
    for found in (one, other):
        target.remove(found)
    ends = (("sc", one), ("sc", other), ("ec", one), ("ec", other))
    apart(target, ends)


def turn(unit: ET.Element) -> None:
    target = target_of(unit)
    found = target.find(f"{{{NS}}}pc")
    target.remove(found)
    apart(target, (("ec", found), ("sc", found)))


def apart(target: ET.Element, ends: Iterable[tuple[str, ET.Element]]) -> None:
    """The two ends of pairs of tags, as XLIFF tells them apart, behind some words."""
    target.text = f"{target.text or ''}x"
    for tag, of in ends:
        ET.SubElement(target, f"{{{NS}}}{tag}", {"id" if tag == "sc" else "startRef": of.get("id", "")})


def add(unit: ET.Element) -> None:
    ET.SubElement(target_of(unit), f"{{{NS}}}pc", {"id": "99"})


def into(unit: ET.Element, tag: str) -> None:
    ET.SubElement(target_of(unit), tag).text = "x"


def character(unit: ET.Element, code: str) -> None:
    ET.SubElement(target_of(unit), f"{{{NS}}}cp", {"hex": code})


def say(unit: ET.Element, words: str) -> None:
    target = target_of(unit)
    for child in list(target):
        target.remove(child)
    target.text = words


def rename(unit: ET.Element, place: int, by: str) -> None:
    parts = unit.get("id").split(".")
    parts[place] = by
    unit.set("id", ".".join(parts))


def half(unit: ET.Element) -> None:
    segment = ET.SubElement(unit, f"{{{NS}}}segment")
    ET.SubElement(segment, f"{{{NS}}}source").text = "More."


DAMAGES: dict[str, Damage] = {
    "a picture is gone": (picture, lambda u: drop(u, "ph"), r"code \d+ \(<img.*>\) is missing"),
    "a picture stands twice": (picture, lambda u: double(u, "ph"), r"stands 2 times"),
    "a pair went into another": (twice_tagged, nest, r"\(<.*>\) is not where it was: outside of every other"),
    "tags cross": (twice_tagged, cross, r"closes before it opens, or across another"),
    "a pair of tags is gone": (tagged, lambda u: drop(u, "pc"), r"code \d+ \(<.*>\) is missing"),
    "a pair stands twice": (tagged, lambda u: double(u, "pc"), r"stands 2 times"),
    "a code is nobody's": (tagged, lambda u: number(u, "pc", "77"), r"is missing"),
    "a code is another": (tagged, lambda u: number(u, "pc", "2"), r"is missing"),
    "a pair is turned round": (tagged, turn, r"closes before it opens, or across another"),
    "several lines": (title, lambda u: say(u, "one\ntwo"), "it has several lines"),
    "too long": (title, lambda u: say(u, "x" * (LONGEST + 1)), "it has 101 characters, and 100 is the most that fit"),
    "HTML in the text": (anything, lambda u: into(u, "b"), r"holds <b>, which is no markup of XLIFF"),
    "markup of somebody else": (anything, lambda u: into(u, "{urn:x}g"), r"holds <g>, which is no markup of XLIFF"),
    "a code that was made by hand": (anything, add, r"code 99 is none of the source"),
    "a code of no character": (anything, lambda u: character(u, "110000"), "which there is not"),
    "half a character": (anything, lambda u: character(u, "D800"), "which there is not"),
    "nothing but a space": (title, lambda u: say(u, " \u00a0"), "its translation is empty"),
    "nothing at all": (title, lambda u: say(u, ""), "its translation is empty"),
    "a segment without a translation": (anything, half, "some of its segments have no translation"),
    "an id that is no id": (anything, lambda u: u.set("id", "tu1"), "its id is none that an export wrote"),
    "no id at all": (anything, lambda u: u.attrib.pop("id"), "its id is none that an export wrote"),
    "an unknown place": (anything, lambda u: rename(u, 0, "u" + "0" * 16), "there is no such text any more"),
    "another source": (anything, lambda u: rename(u, 1, "0" * 12), "its source was changed since the export"),
    "another translation": (anything, lambda u: rename(u, 2, "0" * 12), "its translation was changed on the site"),
}


def every_damage(
    xml: str, but: Collection[str] = (), may: Callable[[ET.Element], bool] = there
) -> Iterator[tuple[str, dict[str, str]]]:
    """A file that is translated whole, and spoiled in each way, each time in another text; by its id, what is said.

    Where it has fewer texts than there are ways, there are several such files.

    but: ways for which there is no text in it.
    may: which texts may be spoiled; they go on as they are.
    """
    left = {name: damage for name, damage in DAMAGES.items() if name not in but}
    while left:
        wanted: dict[str, str] = {}

        def change(unit: ET.Element, wanted: dict[str, str] = wanted) -> None:
            well = there(unit) and may(unit)
            fill(unit)
            name = next((each for each, (which, *_) in left.items() if well and which(unit)), "")
            if name:
                _, spoil, why = left.pop(name)
                spoil(unit)
                wanted[unit.get("id", "")] = why

        spoiled = each_unit(xml, change)
        assert wanted, f"there is no text for: {', '.join(left)}"
        yield spoiled, wanted


def set_aside(asides: Iterable[Aside], wanted: Mapping[str, str]) -> bool:
    """Whether these answers are set aside and no others, each with its reason."""
    said = {aside.unit: aside.why for aside in asides}
    assert said.keys() == wanted.keys()
    for id_, why in wanted.items():
        assert re.search(why, said[id_]), (why, said[id_])
    return True
