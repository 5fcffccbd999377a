"""What the page of a plan holds of each entry, as plain data in words: the script puts it up as text and nothing else.

Decides what a reader meets in an opened entry, and in which order: what needs a person, then the changes. All text is
harmless already: what could steer a reader is replaced by a sign here, as in every other format.
"""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias
from urllib.parse import unquote

from isogloss.model.locale import SHARED
from isogloss.report import words
from isogloss.report.index import Line
from isogloss.report.parts import (
    AssumedCell,
    CellChange,
    DriftedCell,
    HeldConflict,
    Place,
    VariantChanges,
)
from isogloss.report.pictures import Pictures
from isogloss.report.value import Shown, ShownFile
from isogloss.report.visible import changed, visible
from isogloss.report.whole import About
from isogloss.report.worddiff import Run

Data: TypeAlias = dict[str, object]
Both: TypeAlias = HeldConflict | DriftedCell | AssumedCell

_HOW: Final = {"keep": 0, "delete": 1, "insert": 2}


def lang(locale: str | None) -> str:
    """The language of content, for fonts and screen readers; empty (unknown) where it belongs to all locales."""
    return "" if locale is None or locale == SHARED else visible(locale)


def line_data(
    line: Line, kind: int, verbs: Iterable[str], risks: Iterable[str], locales: dict[str, int]
) -> list[object]:
    """An entry's line: its kind by number, name, label, and as bits its verbs and risks; its locales by number."""
    named = [locales.setdefault(locale, len(locales)) for locale in line.locales]
    shown = visible(line.key.shown)
    label = visible(line.label)
    return [kind, shown, "" if label == shown else label, _bits(verbs, line.verbs), named, _bits(risks, line.risks)]


def _bits(order: Iterable[str], found: Iterable[str]) -> int:
    there = frozenset(found)
    return sum(1 << n for n, each in enumerate(order) if each in there)


def body(about: About, sides: tuple[str, str], pictures: Pictures | None = None) -> Data:
    """All that the page says of an entry once it is opened.

    pictures: those of the page; None where it has none.
    """
    made: Data = {
        "links": [[visible(link.side), visible(link.address)] for link in about.changes.links],
        "notes": list(_notes(about, sides)),
        "variants": [_variant(variant) for variant in about.changes.variants],
    }
    if pictures is not None:
        for image in _images(made):
            picture = pictures.of(str(image["address"]))  # what is fetched is what is shown as its address
            image.update({"unseen": picture.reason} if picture.number is None else {"picture": picture.number})
    return made


def _images(data: object) -> Iterator[Data]:
    """Every picture that is told of, in order."""
    if isinstance(data, list):
        for each in data:
            yield from _images(each)
    if isinstance(data, dict):
        for each in data.values():
            yield from _images(each)
        if data.get("image"):
            yield data


def _notes(about: About, sides: tuple[str, str]) -> Iterator[Data]:
    """What is to be known of the entry beside its changes, what weighs most first."""
    for one in about.problems:
        said = [f"{one.verb} on {one.on}: {words.locales(one.locales)}", one.detail or words.OUTCOMES[one.outcome]]
        yield _note("problem", one.outcome, None, said, gone=one.outcome in ("failed", "unsure"))
    for conflict in about.conflicts:
        note = _note("conflict", conflict.reason, conflict.at, [conflict.detail], id_=conflict.id)
        yield {**_both(note, conflict, sides), **_agreed(conflict)}
    for step in about.steps:
        yield _note("step", f"step on {step.side}", step.at, [step.todo, f"Then: {step.check}"])
    for going in about.removals:
        where = ", ".join(going.locales)
        said = [f"{'The whole entry' if going.whole else 'A part of the entry'} on {going.side}: {where}"]
        yield _note("removal", words.DONE[going.verb], None, said, gone=True)
    for drift in about.drifts:
        yield _both(_note("drift", words.fate(drift), drift.at, [drift.detail], id_=drift.id), drift, sides)
    for group in about.losses:
        at = Place(group.kind, "", "", group.locale, group.field)
        said = [f"Not held by {group.side}.", *(example.detail for example in group.examples)]
        note = _note("loss", group.reason, at, said)
        yield {**note, "value": _value(group.examples[0].value), "lang": lang(group.locale)}
    yield from _told(about, sides)


def _told(about: About, sides: tuple[str, str]) -> Iterator[Data]:
    """Notes that ask for nothing."""
    for made in about.decisions:
        yield _note("decision", made.fate, made.at, [words.decision(made)], id_=made.conflict)
    for cell in about.assumed:
        said = ["Taken for the same, though nothing proves it; each side keeps its own."]
        yield _both(_note("assumed", "taken for the same", cell.at, said), cell, sides)
    for remark in about.remarks:
        yield _note("remark", remark.about, remark.at, [remark.detail])
    for match in about.matches:
        said = [f"{sides[0]}: {match.left}", f"{sides[1]}: {match.right}"]
        yield _note("match", "taken for one, for the first time", None, said)


def _note(risk: str, tag: str, at: Place | None, said: Iterable[str], *, id_: str = "", gone: bool = False) -> Data:
    note: Data = {"risk": risk, "tag": visible(tag), "said": [visible(each) for each in said if each]}
    if at is not None and at.locale is not None:
        note |= {"locale": visible(at.locale), "field": visible(at.field or ""), "where": visible(words.place(at))}
    return note | ({"id": visible(id_)} if id_ else {}) | ({"gone": True} if gone else {})


def _both(note: Data, found: Both, sides: tuple[str, str]) -> Data:
    """A note with what both sides show."""
    values = [
        {"side": visible(side), **_there(value, found.at)} for side, value in zip(sides, _values(found), strict=True)
    ]
    return {**note, "lang": lang(found.at.locale), "sides": values, "runs": _runs(found.runs)}


def _agreed(conflict: HeldConflict) -> Data:
    """What both sides had, and what each made of it."""
    return {"had": _value(conflict.had), "edits": [_runs(runs) for runs in conflict.edits]} if conflict.agreed else {}


def _values(found: Both) -> tuple[Shown | None, Shown | None]:
    return found.left, found.right


def _there(value: Shown | None, at: Place) -> Data:
    """A value; of an entry or a variant, whether it is there."""
    if at.field is not None:
        return {"value": _value(value)}
    return {"said": "gone" if value is None else f"there ({visible(value.text)})"}


def _variant(variant: VariantChanges) -> Data:
    return {
        "locale": visible(variant.locale),
        "name": visible(words.locale_name(variant.locale)),
        "lang": lang(variant.locale),
        "side": visible(variant.side),
        "verbs": [[verb, words.DONE[verb]] for verb in variant.verbs],
        "states": visible(words.states(variant)) if variant.states else "",
        "cells": [_cell(cell) for cell in variant.cells],
    }


def _cell(cell: CellChange) -> Data:
    return {
        "field": visible(cell.field),
        "name": visible(words.field_name(cell.field)),
        "what": cell.what,
        "before": _value(cell.before),
        "after": _value(cell.after),
        "runs": _runs(cell.runs),
        "hints": [visible(each) for each in words.hints(cell)],
    }


def _value(value: Shown | None) -> Data | None:
    if value is None:
        return None
    data: Data = {"text": visible(value.text)}
    if value.left_out:
        data["left"] = value.left_out
    if value.source:
        data["source"] = visible(value.source)
    if value.address:
        data |= _file(ShownFile(value.type, value.address, value.alt))
    if value.files:
        data["files"] = [_file(each) for each in value.files]
    return data


def _file(file: ShownFile) -> Data:
    named: Data = {"file": visible(file_name(file.address)), "address": visible(file.address), "alt": visible(file.alt)}
    return named | ({"image": True} if file.type == "image" else {})


def file_name(address: str) -> str:
    """The last part of an address, as somebody named the file; the address where it has none."""
    path = address.split("?", 1)[0].split("#", 1)[0]
    return unquote(path.rstrip("/").rsplit("/", 1)[-1], errors="replace") or address


def _runs(runs: Iterable[Run]) -> list[list[object]]:
    """Runs as lists: how (0 stays, 1 goes, 2 comes), text, characters that are left out, whether it is markup."""
    return [
        [
            _HOW[run.how],
            visible(run.text) if run.how == "keep" else changed(run.text),
            run.left_out,
            *([1] if run.markup else []),
        ]
        for run in runs
    ]
