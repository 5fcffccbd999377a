"""From values of the model to what a post takes.

Decides how each field is written and how it is cleared, and that a tag or category of other meaning is never dropped.
Refuses to know which cells a write needs.

Source: ButterCMS API reference, create and update of posts, seen 2026-11: tags and categories are written by name, an
author by slug, the image by any address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from isogloss.adapters.buttercms.blog.decode import is_term
from isogloss.adapters.buttercms.blog.place import ALT, TAGS
from isogloss.adapters.buttercms.blog.rule import slug_of
from isogloss.adapters.buttercms.blog.wire import Post, Term
from isogloss.adapters.buttercms.entries.encode import LONGEST_SLUG
from isogloss.bridge import FieldBinding
from isogloss.canon.tags import split_tags
from isogloss.mapping.types.sorts import UNKNOWN
from isogloss.model.value import Absent, Asset, Many, MaybeValue, Ref, Scalar, Value
from isogloss.ports import Names

LONGEST_TITLE: Final = 200
"""Characters. Source: ButterCMS API reference, create post, seen 2026-11."""

Cells = Mapping[str, MaybeValue]
"""Neutral field name to what it should hold."""


@dataclass(frozen=True, slots=True)
class PostContext:
    """What encoding needs beside the values.

    fields:     the bindings of the kind, by neutral name.
    categories: slug to name, as far as known.
    tags:       the names of the post's topical tags as they are now.
    now:        the post as it is now; None for a new one.
    """

    fields: Mapping[str, FieldBinding]
    names: Names
    categories: Mapping[str, str] = field(default_factory=dict)
    tags: Sequence[str] = ()
    now: Post | None = None


def encode_cells(cells: Cells, context: PostContext) -> dict[str, object]:
    """Write some cells of a post; under ``$tags`` lie the names of its topical tags.

    Raises: ValueError with a sentence, and the field's name, where a post cannot hold a value.
    """
    body: dict[str, object] = {}
    apart = any(binding.remote == ALT for binding in context.fields.values())
    for name, value in cells.items():
        binding = context.fields.get(name)
        if binding is None:
            raise ValueError(f"{name} has no place on this side; mend the mapping.")
        try:
            body |= _encode(value, binding, context, alt_apart=apart)
        except ValueError as fault:
            raise ValueError(f"{name}: {fault}") from None
    return body


def as_shown(body: Mapping[str, object]) -> Post:
    """What a post would show that holds this, as far as anybody can tell without asking."""
    tags, categories = (terms_named(body.get(name)) for name in (TAGS, "categories"))
    return Post(str(body.get("slug", "-")), "draft", tags, categories, {**body})


def terms_named(names: object) -> tuple[Term, ...]:
    """Tags or categories by the names under which they are written."""
    return tuple(Term(str(name), slug_of(str(name))) for name in names) if isinstance(names, list) else ()


def _encode(value: MaybeValue, binding: FieldBinding, context: PostContext, *, alt_apart: bool) -> dict[str, object]:
    match binding.remote:
        case "author":
            return {"author": {"slug": _author(value, binding, context.names)}}
        case "categories" | "$tags" as name:
            held = [term.name for term in context.now.categories] if context.now else []
            return {name: _names(value, binding, context, context.tags if name == TAGS else held)}
        case "featured_image":
            return _image(value, context.names, alt_apart=alt_apart)
        case "title" | "slug" as name:
            return {name: _needed(name, value, binding)}
        case name:
            return {"featured_image_alt" if name == ALT else name: _text(value, binding)}


def _text(value: MaybeValue, binding: FieldBinding) -> str:
    match value:
        case Absent():
            return ""
        case Scalar(kind) if kind == binding.field.type:
            return value.spelling
    raise ValueError(f"a {type(value).__name__.lower()} cannot be written to a field of type {binding.field.type}.")


def _needed(name: str, value: MaybeValue, binding: FieldBinding) -> str:
    longest = LONGEST_TITLE if name == "title" else LONGEST_SLUG
    text = _text(value, binding)
    if isinstance(value, Scalar) and (name == "slug" or len(text) > longest):
        text = value.text
    if not 0 < len(text) <= longest:
        raise ValueError(f"the {name} of a post has 1 to {longest} characters, and {text[:40]!r} has {len(text)}.")
    return text


def _image(value: MaybeValue, names: Names, *, alt_apart: bool) -> dict[str, object]:
    match value:
        case Absent():
            return {"featured_image": ""} if alt_apart else {"featured_image": "", "featured_image_alt": ""}
        case Asset("image", identity):
            sent: dict[str, object] = {"featured_image": names.asset(identity) or identity}
            return sent if alt_apart else {**sent, "featured_image_alt": value.alt_spelling}
    raise ValueError("only a picture can be the image of a post.")


def _author(value: MaybeValue, binding: FieldBinding, names: Names) -> str:
    match value:
        case Ref(to):
            remote = names.remote(to)
            if remote is None:
                raise ValueError(
                    f"it names {to}, who is no author of this blog yet; authors are made in the dashboard."
                )
            return remote
        case Scalar("option", key) if key in binding.options:
            return binding.options[key]
        case Scalar("text", text):
            return text
        case Absent():
            raise ValueError("a post always has an author; it cannot be cleared.")
    raise ValueError(f"{_named(value)} is no author that the mapping names.")


def _names(value: MaybeValue, binding: FieldBinding, context: PostContext, now: Sequence[str]) -> list[str]:
    """Names of tags or categories. Where only some of them are mapped, the others stay."""
    match value:
        case Scalar("tags", text):
            return split_tags(text)
        case Ref() | Many():
            links = value.items if isinstance(value, Many) else (value,)
            return [_category(link, context) for link in links]
        case Scalar("option", key):
            if key not in binding.options:
                raise ValueError(f"{_named(value)} is no option that the mapping names.")
            return [*_others(binding, now), binding.options[key]]
        case Absent():
            return _others(binding, now) if binding.field.type == "option" else []
    raise ValueError(f"a {type(value).__name__.lower()} is no list of tags.")


def _others(binding: FieldBinding, now: Sequence[str]) -> list[str]:
    return [each for each in now if not any(is_term(Term(each, ""), name) for name in binding.options.values())]


def _category(link: Value, context: PostContext) -> str:
    remote = context.names.remote(link.to) if isinstance(link, Ref) else None
    if remote is None:
        raise ValueError("it names a category that this blog does not have yet; categories are made in the dashboard.")
    return context.categories.get(remote, remote)


def _named(value: MaybeValue) -> str:
    return repr(value.text.removeprefix(UNKNOWN)) if isinstance(value, Scalar) else "this"
