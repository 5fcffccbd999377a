"""Whether the kinds of a document fit together, and fit the platforms they live on.

What a platform can never do is refused here; what depends on the account or the live schema is for ``check``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from isogloss.bridge import RenamePolicy
from isogloss.errors import Problem
from isogloss.mapping.file.document import Document
from isogloss.mapping.file.field_rules import form_problems
from isogloss.mapping.file.flows import off_fields
from isogloss.mapping.file.kinds import FieldEntry, KindEntry, Place
from isogloss.mapping.file.strict import is_name
from isogloss.mapping.file.words import policy_problems
from isogloss.mapping.names.locales import tag_of
from isogloss.mapping.names.nearest import nearest
from isogloss.mapping.types.sorts import ALT, IMAGES, REFERENCES, TEXTS
from isogloss.model.entry import SLUG

_BRACED: Final = re.compile(r"\{([^{}]*)\}")
_POSTS_ONLY: Final = ("group", "post_locales", "leave_out")


def kind_problems(document: Document) -> Iterator[Problem]:
    """Everything wrong with the kinds; the document has two sides."""
    if not document.kinds:
        yield Problem("kinds", "at least one kind is needed")
    taken: dict[tuple[str, str], str] = {}
    for name, kind in document.kinds.items():
        path = f"kinds.{name}"
        if not is_name(name):
            yield Problem(path, "the name of a kind is a letter, then letters, digits, - and _")
        for side in document.sides:
            yield from _place(document, kind, side, path)
            if where := _where(kind.places.get(side)):
                if (side, where) in taken:
                    yield Problem(f"{path}.{side}", f"{where} is the place of kind {taken[side, where]} already")
                taken.setdefault((side, where), name)
        for rule in _RULES:
            yield from rule(document, kind, path)


def has_slug(document: Document, kind: KindEntry) -> bool:
    """Whether entries of a kind have a slug of their own on both sides."""
    return all(slug_on(document, kind, side) for side in document.sides)


def slug_on(document: Document, kind: KindEntry, side: str) -> bool:
    """Whether entries of a kind have a slug of their own on one side.

    The posts of an entry have a slug each; where that is mapped as a field, it is the slug, and the entry has no other.
    Components have none.
    """
    place = kind.places.get(side)
    if place is None:
        return True
    posts = place.blog is not None and any(entry.remotes.get(side) == "slug" for entry in kind.fields.values())
    return not posts and place.components is None and document.sides[side].traits.bare(place) is None


def rename_of(document: Document, kind: KindEntry) -> RenamePolicy:
    """What becomes of an entry whose slug cannot change: only pages have such slugs."""
    paged = any(place.page_type is not None for place in kind.places.values())
    return (kind.rename or document.rename) if paged and has_slug(document, kind) else "keep"


def in_scope(document: Document, entry: FieldEntry) -> bool:
    """Whether both sides hold a field."""
    return all(side in entry.remotes for side in document.sides)


def _bare(document: Document, kind: KindEntry) -> str | None:
    """What the place of a kind is called whose entries have neither slug nor times on some side."""
    places = ((settings, kind.places.get(side)) for side, settings in document.sides.items())
    return next((bare for settings, place in places if place and (bare := settings.traits.bare(place))), None)


def _where(place: Place | None) -> str:
    return ", ".join(f"{key}: {said}" for key in (place.named if place else ()) if (said := getattr(place, key)))


def _place(document: Document, kind: KindEntry, side: str, path: str) -> Iterator[Problem]:
    if kind.places.get(side) is None:
        yield Problem(f"{path}.{side}", f"say where the kind lives on {side}: a kind is compared between two sides")
    else:
        yield from document.sides[side].traits.place(document, kind, side, path)


def _fields(document: Document, kind: KindEntry, path: str) -> Iterator[Problem]:
    if not any(in_scope(document, entry) for entry in kind.fields.values()):
        yield Problem(f"{path}.fields", "at least one field that both sides hold is needed")
    for name, entry in kind.fields.items():
        at = f"{path}.fields.{name}"
        if not is_name(name):
            yield Problem(at, "the name of a field is a letter, then letters, digits, - and _")
        if not entry.remotes:
            yield Problem(at, "name the field on at least one side")
        yield from _links_and_options(document, entry, at)


def _links_and_options(document: Document, entry: FieldEntry, at: str) -> Iterator[Problem]:
    yield from _reference(document, entry, at)
    yield from _options(document, entry, at)
    for name, part in (entry.fields or {}).items():
        yield from _links_and_options(document, part, f"{at}.fields.{name}")


def _reference(document: Document, entry: FieldEntry, path: str) -> Iterator[Problem]:
    by_link = entry.type == "option" and any(form.as_ == "reference" for form in entry.forms.values())
    if entry.type not in REFERENCES and not (by_link and entry.to is not None):
        if entry.to is not None:
            yield Problem(f"{path}.to", f"only references point to a kind, and this is {entry.type}")
    elif entry.to is None:
        yield Problem(f"{path}.to", "a reference says which kind it points to")
    elif entry.to not in document.kinds:
        yield Problem(f"{path}.to", f'there is no kind "{entry.to}"{nearest(entry.to, document.kinds)}')


def _options(document: Document, entry: FieldEntry, path: str) -> Iterator[Problem]:
    if entry.type != "option":
        if entry.values is not None:
            yield Problem(f"{path}.values", f"only options have values, and this is {entry.type}")
        return
    if not entry.values:
        yield Problem(f"{path}.values", "an option says what its values are on each side")
        return
    seen: dict[tuple[str, str], str] = {}
    for key, names in entry.values.items():
        if not key or key.startswith("?"):
            yield Problem(f"{path}.values.{key}", "the key of a value is not empty and does not begin with ?")
        for side in document.sides:
            if side not in entry.remotes:
                continue
            at = f"{path}.values.{key}.{side}"
            if side not in names:
                yield Problem(at, f"the name of this value on {side} is needed")
            elif (side, names[side]) in seen:
                yield Problem(at, f"{names[side]} is value {seen[side, names[side]]} already; each value has its own")
            else:
                seen[side, names[side]] = key


def _remotes(document: Document, kind: KindEntry, path: str) -> Iterator[Problem]:
    for side, settings in document.sides.items():
        place = kind.places.get(side)
        taken = {place.origin_key: "origin_key"} if place and place.origin_key else {}
        used = [(slug, f"{path}.fields.{name}.{side}", name, entry.type)
                for name, entry in kind.fields.items() for slug in entry.slugs(side)]  # fmt: skip
        images = {slug for slug, _, _, type_ in used if type_ in IMAGES}
        for slug, at, name, type_ in used:
            if slug in taken:
                yield Problem(at, f'"{slug}" is bound to {taken[slug]} already; each field has its own')
            taken.setdefault(slug, name)
            if slug.endswith(ALT) and slug.removesuffix(ALT) in images and type_ not in TEXTS:
                yield Problem(f"{path}.fields.{name}.type", f"{slug} is an alternative text: its type is text")
        yield from settings.traits.fields(document, kind, side, path)


def _match(document: Document, kind: KindEntry, path: str) -> Iterator[Problem]:
    held = [name for name, entry in kind.fields.items() if in_scope(document, entry)]
    slug = has_slug(document, kind)
    for n, name in enumerate(kind.match):
        at = f"{path}.match.{n}"
        if name == SLUG and not slug:
            whose = f"items of {bare}" if (bare := _bare(document, kind)) else "its entries"
            yield Problem(at, f"{whose} have no slug; match by a field")
        elif name != SLUG and name not in kind.fields:
            choices = [*held, *([SLUG] if slug else [])]
            hint = nearest(name, choices) or f"; there is {', '.join(choices)}"
            yield Problem(at, f'there is no field "{name}"{hint}')
        elif name != SLUG and name not in held:
            yield Problem(at, f"{name} is on one side only, so it pairs nothing")
        elif name in kind.match[:n]:
            yield Problem(at, f"{name} is there twice; keep one")
    if kind.label is not None and kind.label not in kind.fields:
        yield Problem(f"{path}.label", f'there is no field "{kind.label}"{nearest(kind.label, held)}')
    elif kind.label is not None and kind.label not in held:
        yield Problem(f"{path}.label", f"{kind.label} is on one side only; the label is read on both")


def _conflict(document: Document, kind: KindEntry, path: str) -> Iterator[Problem]:
    said: Mapping[str, str | None] = {
        f"{path}.conflict": kind.conflict,
        **{f"{path}.fields.{name}.conflict": entry.conflict for name, entry in kind.fields.items()},
    }
    yield from policy_problems(said, list(document.sides))
    if bare := _bare(document, kind):
        reason = f"newest needs times, and {bare} has none; choose hold, merge or a side"
        yield from (Problem(at, reason) for at, word in said.items() if word == "newest")
        if kind.conflict is None and document.conflict == "newest":
            yield Problem(f"{path}.conflict", f"{reason} for this kind, since the mapping says newest")
        for tag, locale in document.locales.items():
            if locale.conflict == "newest":
                yield Problem(
                    f"locales.{tag}.conflict", f"{reason} here, since the kind {path.partition('.')[2]} is one"
                )


def _rename(document: Document, kind: KindEntry, path: str) -> Iterator[Problem]:
    """What making pages anew needs; else something of them would be lost, or left behind."""
    if kind.rename == "recreate" and not any(place.page_type is not None for place in kind.places.values()):
        yield Problem(f"{path}.rename", "only pages of ButterCMS are made anew: their slugs cannot change")
    if rename_of(document, kind) != "recreate":
        return
    at = f"{path}.rename" if kind.rename else "rename"
    if (kind.delete or document.delete) != "propagate":
        yield Problem(at, "recreate deletes the old page, so it needs delete: propagate")
    if document.publish not in {"mirror", "site"}:
        yield Problem(at, "recreate makes the new page as public as the old one, so it needs publish: mirror or site")
    for off in off_fields(document, kind):
        yield Problem(at, f"recreate would lose what is in fields that are off ({off} is); let it flow, or keep pages")
    for side, place in kind.places.items():
        if place.page_type is not None and place.other_fields:
            lost = ", ".join(place.other_fields)
            yield Problem(at, f"recreate would lose what is in fields that are not mapped ({lost} on {side}); map them")


def _posts(document: Document, kind: KindEntry, path: str) -> Iterator[Problem]:
    for side, settings in document.sides.items():
        place = kind.places.get(side)
        if place is not None and place.blog is not None:
            yield from settings.traits.posts(document, kind, side, path)
        elif place is not None:
            for key in _POSTS_ONLY:
                if getattr(place, key) is not None:
                    yield Problem(f"{path}.{side}.{key}", "only blog posts are grouped into entries; leave it out")


def _addresses(document: Document, kind: KindEntry, path: str) -> Iterator[Problem]:
    locales = {tag_of(tag) or tag for tag in document.locales}
    for side, place in kind.places.items():
        at = f"{path}.{side}.url"
        match place.url:
            case str() as form:
                yield from _form(form, at)
            case list() as forms:
                for number, form in enumerate(forms):
                    yield from _form(form, f"{at}.{number}")
            case dict() as by_locale:
                for tag, form in by_locale.items():
                    if (tag_of(tag) or tag) not in locales:
                        known = ", ".join(document.locales)
                        yield Problem(f"{at}.{tag}", f"there is no locale {tag}; there is {known}")
                    yield from _form(form, f"{at}.{tag}")


def _form(form: str, at: str) -> Iterator[Problem]:
    """Whether the address of an entry can be formed so."""
    said = set(_BRACED.findall(form))
    for name in sorted(said - {"id", "locale", "slug"}):
        yield Problem(at, f"{{{name}}} means nothing here; there is {{slug}}, {{id}} and {{locale}}")
    if not said & {"slug", "id"}:
        yield Problem(at, "an address of an entry has its {slug} or its {id} in it")


def _designed(document: Document, kind: KindEntry, path: str) -> Iterator[Problem]:
    for side, settings in document.sides.items():
        yield from settings.traits.designed(document, kind, side, path)


_RULES: Final[tuple[Callable[[Document, KindEntry, str], Iterator[Problem]], ...]] = (
    _fields,
    form_problems,
    _remotes,
    _match,
    _conflict,
    _rename,
    _posts,
    _addresses,
    _designed,
)
