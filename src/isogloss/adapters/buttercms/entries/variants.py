"""From rows to entries: which version a variant shows, its status, and what all locales share.

Decides when a variant is there at all, whether it is live, and whether somebody's unfinished work lies on top. A row
names no locale, so the caller says which it asked for. Refuses to know requests.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from isogloss.adapters.assemble import Fields, Held, Picture, assembled, beyond, held, is_blank, unmapped_in
from isogloss.adapters.buttercms.account import Account, KindPlace, slug_of
from isogloss.adapters.buttercms.entries.decode import beyond_parts, decode, essence, value_in
from isogloss.adapters.buttercms.wire import Row
from isogloss.bridge import FieldBinding
from isogloss.canon.values import canonical
from isogloss.model.entry import CHANGED, DRAFT, PUBLISHED
from isogloss.model.locale import Locale
from isogloss.model.snapshot import Due, Note, Seen
from isogloss.model.value import MaybeValue, Scalar, refs

_AT_ONCE: Final = timedelta(seconds=0.1)
"""Times that are nearer than this are of one act: nobody publishes and then saves as fast."""


@dataclass(frozen=True, slots=True)
class Versions:
    """One entry in one locale, as two questions showed it.

    staged: the newest version, drafts included; None where it was not asked for or is not there.
    live:   the published version; None where it was not asked for or is not there.
    """

    staged: Row | None
    live: Row | None


def picture(
    place: KindPlace, versions: Versions, account: Account, *, staged_content: bool = False
) -> Picture[Row] | None:
    """Decide what a variant shows; None where there is none.

    staged_content: show the newest content also where other content is live; else only when the mapping carries
                    unpublished edits.
    Source: ButterCMS documentation, publishing, seen 2026-11: a published page with a draft on top answers with the
            draft when previewed, and is not marked; comparing the two versions shows it.
    """
    shown = _shown(place, versions, account, staged_content=staged_content)
    if shown is None:
        return None
    made = min((row.made for row in (versions.staged, versions.live) if row and row.made), default=None)
    rest = "" if versions.staged is None else _unmapped(place, versions.staged)
    return replace(shown, note=replace(shown.note, made=made, unmapped=rest))


def _unmapped(place: KindPlace, row: Row) -> str:
    bound = {slug_of(binding.remote) for binding in place.fields.values()} | {place.origin_key or ""}
    return unmapped_in({slug: essence(sent) for slug, sent in row.fields.items() if not is_blank(sent)}, bound)


def _shown(place: KindPlace, versions: Versions, account: Account, *, staged_content: bool) -> Picture[Row] | None:
    staged, live = _there(versions.staged), _there(versions.live)
    if live is None:
        # The lists do not say it is live. Where the row itself does, it went live between them, or a cache is late.
        public = staged is not None and staged.status == "published"
        return None if staged is None else _as(staged, PUBLISHED if public else DRAFT, due=staged.due)
    edited = _differing(place, staged, live, account) if staged is not None else []
    if staged is None or not edited:
        return _as(live, PUBLISHED)
    if _only_hides_links(place, edited, staged, live, account):
        found = _as(staged, PUBLISHED)
        doubtful = _public(place, edited, live, account) if place.paged else {}
        return replace(found, note=replace(found.note, doubtful=doubtful, published_last=_published_last(live)))
    shown = staged if account.carry or staged_content else live
    found = _as(shown, CHANGED if account.carry else PUBLISHED, edited=True, due=staged.due)
    unmapped = any(slug not in _by_slug(place) for slug in edited)
    note = replace(found.note, unmapped_edits=unmapped)
    if shown is live:  # its time of change is that of the draft
        note = _beside(replace(note, said=live.public), "drafted", place, edited, staged, account)
    elif account.carry:
        note = _beside(note, "beneath", place, edited, live, account)
    return replace(found, note=note)


def _beside(
    note: Note, name: Literal["drafted", "beneath"], place: KindPlace, edited: list[str], other: Row, account: Account
) -> Note:
    """A note with what the version that is not shown says in the fields in which the two differ, by neutral name.

    What cannot be read there is told as an edit of what is not mapped: of it, too, nobody can say whose it is.
    """
    bound = {name: binding for name, binding in place.fields.items() if slug_of(binding.remote) in edited}
    held = {name: _readable(other, binding, account) for name, binding in bound.items()}
    told = {name: value for name, value in held.items() if not isinstance(value, str)}
    note = replace(note, unmapped_edits=note.unmapped_edits or len(told) < len(held))
    return replace(note, drafted=told) if name == "drafted" else replace(note, beneath=told)


def draft(row: Row) -> Picture[Row] | None:
    """Show a version that is not live; None where it is empty."""
    return None if _there(row) is None else _as(row, DRAFT, due=row.due, made=row.made)


def _as(
    row: Row, status: Scalar, *, edited: bool = False, due: Due | None = None, made: datetime | None = None
) -> Picture[Row]:
    note = Note(unpublished_edits=edited, updated=row.updated, live=status != DRAFT, goes_live=due, made=made)
    return Picture(row, status, note)


def _there(row: Row | None) -> Row | None:
    """The row, unless all its fields are empty: then it is no variant.

    Source: ButterCMS documentation, localization, seen 2026-11: a locale without content can be read to be missing or
            to be listed as empty; both are taken as missing.
    """
    return None if row is None or all(is_blank(value) for value in row.fields.values()) else row


def _differing(place: KindPlace, one: Row, other: Row, account: Account) -> list[str]:
    """The fields in which two versions differ, mapped or not: publishing would publish them all."""
    mapped = _by_slug(place)
    differing = []
    for slug in sorted({*one.fields, *other.fields}):
        same = essence(one.fields.get(slug)) == essence(other.fields.get(slug))
        readings = ([_readable(row, binding, account) for binding in mapped.get(slug, [])] for row in (one, other))
        if not same and (slug not in mapped or next(readings) != next(readings)):
            differing.append(slug)
    return differing


def _only_hides_links(place: KindPlace, edited: list[str], staged: Row, live: Row, account: Account) -> bool:
    """Whether the live version merely lacks links, as where it leaves out those to entries that are not live.

    Taken so only where nothing speaks for an edit: an item, which has no draft over its live version, or a page whose
    two versions changed at the same time. Of a page it is in doubt: a draft that adds links looks the same.
    Source: ButterCMS documentation, collections, seen 2026-11; what a link to a draft reads as is [inferred].
    """
    if place.paged and (live.updated is None or live.updated != staged.updated):
        return False
    mapped = _by_slug(place)
    return all(
        slug in mapped and all(_hides_links(staged, live, binding, account) for binding in mapped[slug])
        for slug in edited
    )


def _public(place: KindPlace, edited: list[str], live: Row, account: Account) -> dict[str, MaybeValue]:
    """What the public sees in the fields in which links are missing, by neutral name."""
    bound = {name: binding for name, binding in place.fields.items() if slug_of(binding.remote) in edited}
    return {name: value_in(live.fields, binding, account) for name, binding in bound.items()}


def _published_last(live: Row) -> bool:
    """Whether the last change of a page was that it was published. Where its times do not say so, it may have been.

    Source: ButterCMS's recorded answers, seen 2026-11: the two times are a few milliseconds apart after a page was
            published. A draft that is saved on top moves the time of change alone [inferred], and so may a call of the
            API that publishes.
    """
    if live.updated is None or live.public is None:
        return False
    return abs(live.updated - live.public) < _AT_ONCE


def _hides_links(staged: Row, live: Row, binding: FieldBinding, account: Account) -> bool:
    whole, shown = (_readable(row, binding, account) for row in (staged, live))
    if binding.field.type not in {"reference", "references"} or isinstance(whole, str) or isinstance(shown, str):
        return False
    return set(refs(shown)) < set(refs(whole))


def _by_slug(place: KindPlace) -> dict[str, list[FieldBinding]]:
    """The bindings of each field slug: an image and its alternative text share one."""
    found: dict[str, list[FieldBinding]] = {}
    for binding in place.fields.values():
        found.setdefault(slug_of(binding.remote), []).append(binding)
    return found


def _readable(row: Row, binding: FieldBinding, account: Account) -> MaybeValue | str:
    """What a field holds, or what is in its way; ``seen`` notes it if this version is the one shown."""
    try:
        return value_in(row.fields, binding, account)
    except ValueError as fault:
        return str(fault)


def seen(place: KindPlace, remote: str, pictures: Mapping[Locale, Picture[Row]], account: Account) -> Seen:
    """Put an entry together from its variants; *pictures* is in the order of the mapping and not empty.

    A value that is not of the type that the mapping says is missing from its variant, and noted.
    """
    main = account.primary if account.primary in pictures else next(iter(pictures))
    first = pictures[main].content.fields
    shown: dict[Locale, Picture[Held]] = {}
    for locale, each in pictures.items():
        row = each.content.fields
        same = {slug for slug, sent in row.items() if locale != main and sent == first.get(slug)}
        told = {
            name: one for name, one in place.fields.items() if not (one.field.shared and slug_of(one.remote) in same)
        }
        shown[locale] = each.of(_held(told, row, account))
    slug = remote if place.paged else ""
    keys = (origin_of(place, each.content) for each in (pictures[main], *pictures.values()))
    origin = next(filter(None, keys), None)
    made = assembled(place.kind, remote, place.fields, shown[main].content, shown, slug=slug, origin=origin)
    known = place.slugs
    return replace(
        made,
        variants={locale: variant for locale, variant in made.variants.items() if variant},
        beyond=Counter(slug for each in pictures.values() for slug in _left_out(place, each.content, known)),
    )


def _left_out(place: KindPlace, row: Row, known: frozenset[str]) -> Iterator[str]:
    """What a row holds and the mapping does not name: fields, and parts of those that have any."""
    yield from beyond(row.fields, known)
    for binding in place.fields.values():
        if binding.fields:
            yield from dict.fromkeys(beyond_parts(row.fields.get(binding.remote), binding))


def _held(fields: Fields, row: Mapping[str, object], account: Account) -> Held:
    return held(fields, lambda bound: row.get(slug_of(bound.remote)), lambda bound, sent: decode(sent, bound, account))


def origin_of(place: KindPlace, row: Row) -> str | None:
    """The content of the origin key field, or None."""
    held = row.fields.get(place.origin_key) if place.origin_key else None
    try:
        return canonical("text", held) or None if isinstance(held, str) else None
    except ValueError:  # no key of ours
        return None
