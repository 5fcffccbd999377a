"""From Webflow's variants to entries.

Decides what each stored value means in neutral terms, which state a variant is in, and how the variants of one item
become one entry. Refuses to ask anybody: everything it needs is handed in.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from isogloss.adapters.assemble import Held, Picture, assembled, beyond, held, unmapped_in
from isogloss.adapters.webflow.items.rich_text import given_back
from isogloss.adapters.webflow.site import ALT, Collection
from isogloss.adapters.webflow.wire import Item
from isogloss.bridge import REMOTE_SLUG, FieldBinding, KindBinding
from isogloss.canon.own import described, spelled
from isogloss.canon.values import canonical, is_whole
from isogloss.model.address import EntryKey
from isogloss.model.entry import ARCHIVED, CHANGED, DRAFT, PUBLISHED, SLUG, apart
from isogloss.model.locale import Locale
from isogloss.model.schema import Field, FieldType
from isogloss.model.snapshot import Note, Seen
from isogloss.model.value import ABSENT, Asset, AssetType, Many, MaybeValue, Ref, Scalar, ScalarType, Value

UNKNOWN_OPTION: Final = "?"
"""Before the name of an option that the mapping has no key for: seen, compared and reported, never written."""

_WRITTEN_ANYHOW: Final = frozenset({"email", "colour", "link", "video"})
"""Types whose text may be wrong in a field that does not check it: kept as it is, and no reason to stop."""

_MORE_IDS: Final = re.compile(r"^(?:[0-9a-f]{24}_)+")
"""What stands behind the id in the name of a file that was imported anew: an id for each time before."""

_TYPES: Final[Mapping[str, FieldType]] = {
    "PlainText": "long_text",
    "RichText": "rich_text",
    "Image": "image",
    "MultiImage": "images",
    "VideoLink": "video",
    "Link": "link",
    "Email": "email",
    "Number": "number",
    "DateTime": "instant",
    "Color": "colour",
    "File": "file",
}
"""How a field is compared of which only Webflow's type is known; verbatim for the rest."""


@dataclass(frozen=True, slots=True)
class DecodedVariant:
    """One variant in neutral terms. ``slug`` is "" where it has none; ``beyond``: full fields that are not mapped."""

    picture: Picture[Held]
    slug: str
    origin: str | None
    beyond: Sequence[str] = ()


def decode_value(  # noqa: PLR0911  # one return for each family of types
    binding: FieldBinding, raw: object, options: Mapping[str, str]
) -> MaybeValue:
    """Decode one stored value. Absent, null, "" and [] all mean nothing.

    options: option id to name, for option fields.
    Raises:  ValueError with a sentence where the value is not of the type.
    """
    if raw is None or raw in ("", []):
        return ABSENT
    type_ = binding.field.type
    match type_:
        case "image" | "file":
            return _asset(type_, raw)
        case "images":
            return _many([_asset("image", one) for one in _list(raw)])
        case "reference":
            return Ref(EntryKey(binding.field.to or "", _text(raw)))
        case "references":
            return _many([Ref(EntryKey(binding.field.to or "", _text(one))) for one in _list(raw)])
        case "option":
            return Scalar("option", _key_of(binding, options.get(_text(raw), _text(raw))))
        case "opaque":
            return spelled("opaque", json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
        case "group" | "list" | "blocks":
            raise AssertionError("no field of Webflow has parts; the mapping must not let it through.")
        case _:
            return _scalar(type_, raw)


def decode_fields(collection: Collection, data: Mapping[str, object]) -> Held:
    """Decode every mapped field of a variant; an absent one is missing from the answer."""
    bindings = collection.binding.fields
    apart = {one.remote.removesuffix(ALT) for one in bindings.values() if one.remote.endswith(ALT)}

    def sent(binding: FieldBinding) -> object:
        slug = binding.remote.removesuffix(ALT)
        raw = data.get(slug)
        return raw if slug == binding.remote else raw.get("alt") if isinstance(raw, Mapping) else None

    def read(binding: FieldBinding, raw: object) -> MaybeValue:
        slug = binding.remote.removesuffix(ALT)
        value = decode_value(binding, raw, collection.options(slug))
        # Where the text has a cell of its own: in both places one edit would be two changes.
        return Asset(value.type, value.identity) if isinstance(value, Asset) and slug in apart else value

    return held(bindings, sent, read)


def show(collection: Collection, staged: Item, live: Item | None, *, carry: bool) -> DecodedVariant:
    """Say what a variant shows, given both of its versions.

    Histories: live: the live content, or, where somebody's edits lie on top, the staged content if those are carried.
    Not live (a draft, unpublished, or queued for a site publish): the staged content. Archived: the same, for it stays
    live until the next site publish, and as it was live it comes out of the archive.
    Source: Webflow publishing guide and changelog 2025-06-23; whether edits lie on top is seen by comparing the two
            versions, since the dates also move without an edit [inferred].
    """
    shown = _in_use(collection, staged, live, carry=carry)
    if not staged.is_archived:
        return shown
    note = replace(shown.picture.note, live_below=live is not None)
    return replace(shown, picture=replace(shown.picture, status=ARCHIVED, note=note))


def _in_use(collection: Collection, staged: Item, live: Item | None, *, carry: bool) -> DecodedVariant:
    note = Note(updated=staged.last_updated, live=live is not None, unmapped=_unmapped(collection, staged))
    if live is None:
        return _shown(collection, staged, DRAFT, note)
    if same_content(collection, staged.field_data, live.field_data):
        return _shown(collection, live, PUBLISHED, note)
    bound = _bound(collection)
    rest = [{slug: held for slug, held in each.field_data.items() if slug not in bound} for each in (staged, live)]
    note = replace(note, unpublished_edits=True, unmapped_edits=not same_content(collection, *rest))
    newest, public = _shown(collection, staged, CHANGED, note), _shown(collection, live, PUBLISHED, note)
    said, drafts = ({**one.picture.content.values, SLUG: Scalar("text", one.slug)} for one in (public, newest))
    if carry:
        return replace(newest, picture=replace(newest.picture, note=replace(note, beneath=apart(drafts, said))))
    times = [at for at in (live.last_updated, live.last_published) if at is not None]
    # the live version's own time; what was published is no newer
    note = replace(note, said=min(times, default=None), drafted=apart(said, drafts))
    return replace(public, picture=replace(public.picture, note=note))


def show_staged(collection: Collection, staged: Item, *, carry: bool) -> DecodedVariant:
    """Say what a variant's staged version shows, where the live one was not read.

    Source: Webflow publishing guide: a draft with a date of publication lies on top of live content; so does a queued
            edit, which is newer than that date.
    """
    published = staged.last_published
    queued = published is not None and staged.last_updated is not None and staged.last_updated > published
    edited = published is not None and (staged.is_draft or queued)
    status = CHANGED if edited and carry else DRAFT if published is None else PUBLISHED
    note = Note(edited, staged.last_updated, live=published is not None, unmapped=_unmapped(collection, staged))
    return _shown(collection, staged, ARCHIVED if staged.is_archived else status, note)


def _bound(collection: Collection) -> set[str]:
    """The slugs of the fields that are mapped, and of the address, which is ours to set."""
    return {one.remote.removesuffix(ALT) for one in collection.binding.fields.values()} | {"slug"}


def _unmapped(collection: Collection, staged: Item) -> str:
    return unmapped_in(staged.field_data, _bound(collection) | {collection.binding.origin_key or "slug"})


def unseen(staged: Item) -> Item:
    """A variant in a locale that the live site does not serve: whatever its dates say, the public does not see it."""
    return staged.model_copy(update={"last_published": None})


def gather(kind: KindBinding, remote: str, shown: Mapping[Locale, DecodedVariant], order: Sequence[Locale]) -> Seen:
    """Make one entry of the variants of one item.

    order: the mapping's locales, primary first: what all locales share is taken from the first that the item has. No
           primary variant is needed: items may exist in a secondary locale only.
    """
    present = [locale for locale in order if locale in shown]
    main = shown[present[0]]
    pictures = {locale: shown[locale].picture for locale in present}
    for locale in present[1:]:  # what cannot be read of what all locales share counts in the first alone
        one = pictures[locale].content
        own = {name: broken for name, broken in one.broken.items() if not kind.fields[name].field.shared}
        pictures[locale] = pictures[locale].of(replace(one, broken=own))
        if all(bound.remote != REMOTE_SLUG for bound in kind.fields.values()):
            pictures[locale] = replace(pictures[locale], note=_slug_left_out(pictures[locale].note))
    first = main.picture.content
    made = assembled(
        kind.kind, remote, kind.fields, first, pictures, slug=main.slug, origin=main.origin, told_apart=_told_apart
    )
    left_out = _left_out(kind, [shown[locale] for locale in present], main.slug)
    return replace(made, beyond=left_out) if left_out else made


def _slug_left_out(note: Note) -> Note:
    """What is known of a variant whose slug no field has, and that is not the entry's: what is drafted of it."""
    if SLUG not in note.beneath and SLUG not in note.drafted:
        return note
    beneath, drafted = ({n: v for n, v in each.items() if n != SLUG} for each in (note.beneath, note.drafted))
    return replace(note, beneath=beneath, drafted=drafted, unmapped_edits=True)


def _left_out(kind: KindBinding, variants: Sequence[DecodedVariant], slug: str) -> dict[str, int]:
    """How many cells of the item are not empty of what the mapping leaves out."""
    found = Counter(field for variant in variants for field in variant.beyond)
    others = sum(1 for variant in variants if variant.slug not in ("", slug))
    if others and all(bound.remote != REMOTE_SLUG for bound in kind.fields.values()):
        found[SLUG] = others
    return dict(found)


def _told_apart(value: Value | None) -> Value | None:
    """A value by which to tell it from another locale's: a file goes by its name, for each locale may host it anew."""
    if isinstance(value, Many):
        return Many(tuple(item for item in map(_told_apart, value.items) if item is not None))
    if not isinstance(value, Asset):
        return value
    name = value.identity.partition("#")[0].rpartition("/")[2]
    return replace(value, identity=_MORE_IDS.sub("", name.partition("_")[2]) or name)


def same_content(collection: Collection, one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two versions of a variant hold the same, in all fields, mapped or not."""
    return all(
        _comparable(collection, slug, one.get(slug)) == _comparable(collection, slug, other.get(slug))
        for slug in {*one, *other}
        if one.get(slug) != other.get(slug)
    )


def _comparable(collection: Collection, slug: str, raw: object) -> MaybeValue:
    known = collection.fields.get(slug)
    remote_type = known.type if known else ""
    if remote_type == "Switch" and raw is None:
        # A switch added to the collection after the last publish shows as false in the newer version only.
        raw = False
    binding = FieldBinding(Field(slug, _TYPES.get(remote_type, "opaque")), slug)
    try:
        return decode_value(binding, raw, {})
    except ValueError:
        return Scalar("opaque", repr(raw))


def _shown(collection: Collection, item: Item, status: Scalar, note: Note) -> DecodedVariant:
    data = collection.alts.shown((item.id, item.cms_locale_id), collection.types, item.field_data)
    slug, key = data.get("slug"), collection.binding.origin_key
    origin = data.get(key) if key else None
    return DecodedVariant(
        Picture(decode_fields(collection, data), status, note),
        canonical("text", slug) if isinstance(slug, str) else "",
        origin if isinstance(origin, str) and origin else None,
        beyond(data, collection.known),
    )


def _scalar(type_: ScalarType, raw: object) -> MaybeValue:
    match raw:
        case bool():
            text = "true" if raw else "false"
        case int() | float() | Decimal() if type_ == "number":
            # The shortest text that reads back as the same double is what Webflow sent.
            text = str(raw)
        case str() if type_ not in ("number", "flag"):
            text = raw
        case _:
            raise ValueError(f"{str(raw)[:80]!r} is no {type_}.")
    try:
        made = spelled(type_, text)
    except ValueError:
        if type_ not in _WRITTEN_ANYHOW or not is_whole(text):
            raise
        made = Scalar(type_, text.strip()) if text.strip() else ABSENT
    return given_back(made) if isinstance(made, Scalar) and type_ == "rich_text" else made


def _asset(type_: AssetType, raw: object) -> Asset:
    match raw:
        case {"url": str(url), **rest} if url:
            file, alt = rest.get("fileId"), rest.get("alt")
            return described(type_, address_of(url, file if isinstance(file, str) else ""), alt)
    raise ValueError(f"{str(raw)[:80]!r} is no {type_}: it has no url.")


def address_of(url: str, file: str) -> str:
    """Write a hosted file's address with its file id, so that the pair can be sent back and no copy is made."""
    return f"{url}#{file}" if file else url


def _key_of(binding: FieldBinding, name: str) -> str:
    return next((key for key, known in binding.options.items() if known == name), UNKNOWN_OPTION + name)


def _many(items: list[Value]) -> MaybeValue:
    return Many(tuple(items)) if items else ABSENT


def _list(raw: object) -> list[object]:
    if not isinstance(raw, list):
        raise ValueError(f"{str(raw)[:80]!r} is no list.")
    return raw


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueError(f"{str(raw)[:80]!r} is no text.")
    return raw
