"""Putting an entry together from what its variants show, by the bindings of its kind.

Decides what becomes of a field that cannot be read, that holds nothing, or that all locales share: of those, one
variant's counts, and the others say in which they differ. Refuses to know how a platform stores anything.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from isogloss.bridge import FieldBinding
from isogloss.canon.own import blank
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note, Seen, Unreadable, unreadable
from isogloss.model.value import Absent, MaybeValue, Scalar, Value, digest_text

Fields = Mapping[str, FieldBinding]
"""The bindings of a kind, by neutral name."""
T = TypeVar("T")
U = TypeVar("U")


def is_blank(sent: object) -> bool:
    """Whether there is nothing in it at any depth; an unticked box is nothing, for it is what an empty form shows."""
    match sent:
        case None | "" | False:
            return True
        case list():
            return all(is_blank(inner) for inner in sent)
        case Mapping():
            return all(is_blank(inner) for inner in sent.values())
        case _:
            return False


def beyond(row: Mapping[str, object], known: Collection[str]) -> list[str]:
    """The slugs of the fields of a row that hold something, and that are not known."""
    return [slug for slug in row if slug not in known and not is_blank(row[slug])]


def unmapped_in(row: Mapping[str, object], bound: Collection[str]) -> str:
    """A digest of what a row holds in fields that are not mapped, by which to tell that somebody edited one of them.

    bound: the slugs of the fields that are mapped, and of those that the side or we fill in.
    """
    rest = {slug: row[slug] for slug in beyond(row, bound)}
    return digest_text(json.dumps(rest, ensure_ascii=True, sort_keys=True, default=str))


@dataclass(frozen=True, slots=True)
class Held:
    """What a variant holds in the fields of its kind, by neutral name.

    broken: of the fields that hold nothing of their type, what they hold, and why it cannot be read.
    blank:  rich texts that hold comments and show a reader nothing, as spelled.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    broken: Mapping[str, tuple[object, str]] = field(default_factory=dict)
    blank: Mapping[str, str] = field(default_factory=dict)

    def unreadable(self, locale: Locale, fields: Fields) -> Iterator[Unreadable]:
        """The cells of a variant that cannot be read."""
        for name, (sent, why) in self.broken.items():
            yield unreadable(SHARED if fields[name].field.shared else locale, name, sent, why)


@dataclass(frozen=True, slots=True)
class Picture(Generic[T]):
    """One variant as it is to be shown: its content, its state, and what else is known of it."""

    content: T
    status: Scalar
    note: Note

    def of(self, content: U) -> "Picture[U]":
        """The same of other content."""
        return Picture(content, self.status, self.note)


def held(
    fields: Fields, sent: Callable[[FieldBinding], object], read: Callable[[FieldBinding, object], MaybeValue]
) -> Held:
    """Read the fields of a variant.

    sent: what stands where a field is.
    read: what that means; raises ValueError with a sentence where it is not of the field's type.
    """
    values: dict[str, Value] = {}
    broken: dict[str, tuple[object, str]] = {}
    blanks: dict[str, str] = {}
    for name, bound in fields.items():
        raw = sent(bound)
        try:
            value = read(bound, raw)
        except ValueError as fault:
            broken[name] = raw, str(fault)
            continue
        if not isinstance(value, Absent):
            values[name] = value
        elif said := blank(bound.field.type, raw):
            blanks[name] = said
    return Held(values, broken, blanks)


def assembled(
    kind: str,
    remote: str,
    fields: Fields,
    shared: Held,
    pictures: Mapping[Locale, Picture[Held]],
    *,
    slug: str = "",
    origin: str | None = None,
    told_apart: Callable[[Value | None], Value | None] = lambda value: value,
) -> Seen:
    """Make one entry of its variants.

    shared:     holds what counts of the fields that all locales share.
    slug:       that of all locales; "" where it has none.
    told_apart: what of a value tells it from another locale's.
    """
    common = {name: value for name, value in shared.values.items() if fields[name].field.shared}
    slugs: dict[str, Value] = {SLUG: Scalar("text", slug)} if slug else {}
    variants: dict[Locale, dict[str, Value]] = {SHARED: {**common, **slugs}}
    notes: dict[Locale, Note] = {}
    broken: list[Unreadable] = []
    for locale, picture in pictures.items():
        own: dict[str, Value] = {STATUS: picture.status}
        differs: dict[str, Value] = {}
        for name, value in picture.content.values.items():
            if not fields[name].field.shared:
                own[name] = value
            elif told_apart(value) != told_apart(common.get(name)):
                differs[name] = value
        variants[locale] = own
        notes[locale] = replace(picture.note, differs=differs, blank=picture.content.blank)
        broken += picture.content.unreadable(locale, fields)
    return Seen(kind, remote, variants, notes, origin, tuple(broken))
