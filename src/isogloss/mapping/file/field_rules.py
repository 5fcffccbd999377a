"""Whether each field of a document can be what it says it is: its parts, and how each side holds it.

What no conversion does and what no field of a platform holds is refused here, with what could be said instead.
"""

from collections.abc import Iterator
from typing import Final

from isogloss.errors import Problem
from isogloss.mapping.file.document import Document
from isogloss.mapping.file.kinds import FieldEntry, KindEntry, SideField
from isogloss.mapping.file.strict import is_name
from isogloss.mapping.types.sorts import PARTED, REFERENCES, TEXTS
from isogloss.model.schema import FieldType

_AS_TEXT: Final[frozenset[FieldType]] = PARTED | {"images"}
"""Types that stand in a text as JSON."""


def form_problems(document: Document, kind: KindEntry, path: str) -> Iterator[Problem]:
    """Everything wrong with the parts of fields and with how the sides hold them."""
    for name, entry in kind.fields.items():
        at = f"{path}.fields.{name}"
        yield from _parts(entry, at)
        for side in document.sides:
            if side in entry.remotes:
                yield from _held(document, kind, entry, side, at)


def _parts(entry: FieldEntry, at: str) -> Iterator[Problem]:
    if entry.type not in PARTED:
        if entry.fields is not None:
            yield Problem(f"{at}.fields", f"only group, list and blocks have parts, and this is {entry.type}")
        return
    if not entry.fields:
        yield Problem(f"{at}.fields", "say what its parts are, as fields of their own")
    for name, part in (entry.fields or {}).items():
        inner = f"{at}.fields.{name}"
        if not is_name(name):
            yield Problem(inner, "the name of a part is a letter, then letters, digits, - and _")
        if entry.type == "blocks" and part.type != "group":
            yield Problem(f"{inner}.type", "each of the blocks is a component: its type is group")
        if entry.type == "list" and part.type in PARTED:
            # Source: ButterCMS documentation, repeaters, seen 2026-11: simple fields and references only.
            yield Problem(f"{inner}.type", "the rows of a list hold simple fields and links")
        for key in ("shared", "conflict", "flow"):
            if getattr(part, key) is not None:
                yield Problem(f"{inner}.{key}", "a part is shared and decided as the whole field is; say it there")
        yield from _parts(part, inner)


def _held(document: Document, kind: KindEntry, entry: FieldEntry, side: str, at: str) -> Iterator[Problem]:
    form, here = entry.forms.get(side), f"{at}.{side}"
    if form is None:
        yield from _whole(document, kind, entry, side, at)
    elif form.prefix is not None:
        yield from _as_fields(document, kind, entry, side, at)
    elif form.field is None:
        yield Problem(here, "give the slug of the field there: {field: …}, or of a group {prefix: …}")
    elif form.as_ is None or form.as_ == entry.type:
        yield from _whole(document, kind, entry, side, at)
    else:
        yield from _converted(entry, form, form.as_, at, side)
        yield from _platform(document, kind, form.as_, side, f"{here}.as")
    if form is not None and form.item is not None and not (entry.type == "images" and form.as_ == "list"):
        yield Problem(f"{here}.item", "only pictures held as a list have a picture in each row; leave it out")


def _as_fields(document: Document, kind: KindEntry, entry: FieldEntry, side: str, at: str) -> Iterator[Problem]:
    form, here = entry.forms[side], f"{at}.{side}"
    if entry.type != "group":
        yield Problem(f"{here}.prefix", f"only a group is held as fields of its own, and this is {entry.type}")
    if form.field is not None or form.as_ is not None:
        yield Problem(here, "a prefix says it all: leave field and as out")
    for name, part in (entry.fields or {}).items():
        inner = part.forms.get(side)
        if inner is not None and inner.prefix is not None:
            yield Problem(f"{at}.fields.{name}.{side}.prefix", "a part of a group held as fields is one field")
    yield from _named(document, kind, entry, side, at)


def _whole(document: Document, kind: KindEntry, entry: FieldEntry, side: str, at: str) -> Iterator[Problem]:
    """A field held as what it is."""
    yield from _platform(document, kind, entry.type, side, f"{at}.type")
    if entry.type in PARTED:
        yield from _named(document, kind, entry, side, at)


def _named(document: Document, kind: KindEntry, entry: FieldEntry, side: str, at: str) -> Iterator[Problem]:
    """Every part is held on a side that holds parts: one that is missing there would be taken for deleted."""
    for name, part in (entry.fields or {}).items():
        if side in part.remotes:
            yield from _held(document, kind, part, side, f"{at}.fields.{name}")
        else:
            yield Problem(f"{at}.fields.{name}.{side}", f"the slug of this part on {side} is needed")


def _converted(entry: FieldEntry, form: SideField, as_: FieldType, at: str, side: str) -> Iterator[Problem]:
    from isogloss.mapping.types.conversions import conversion  # what they do is for who converts anything

    here = f"{at}.{side}"
    if conversion(entry.type, as_) is None:
        reason = f"no value of type {entry.type} can be held as {as_}; isogloss types shows what can"
        yield Problem(f"{here}.as", reason)
    if entry.type == "images" and as_ == "list" and form.item is None:
        yield Problem(f"{here}.item", "the slug of the picture in each row is needed")
    if entry.type == "option" and as_ == "reference" and entry.to is None:
        yield Problem(f"{at}.to", f"say which kind the options are entries of on {side}; values are their ids there")
    if entry.type in _AS_TEXT and as_ in TEXTS and (links := _links(entry)):
        yield Problem(f"{here}.as", f"{links} is a link, and nothing follows a link within a text")


def _links(entry: FieldEntry) -> str:
    """The first part that is a link."""
    for name, part in (entry.fields or {}).items():
        if part.type in REFERENCES:
            return name
        if found := _links(part):
            return f"{name}.{found}"
    return ""


def _platform(document: Document, kind: KindEntry, type_: FieldType, side: str, at: str) -> Iterator[Problem]:
    """What no field of the platform holds."""
    if reason := document.sides[side].traits.unheld(type_, kind.places.get(side), side):
        yield Problem(at, reason)
