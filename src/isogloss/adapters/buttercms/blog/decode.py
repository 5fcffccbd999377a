"""From posts, authors and categories to values of the model.

Decides what each of their fields holds, and what a post in one locale shows. Canonical texts are made by ``canon``.

Source: ButterCMS API reference, blog posts, and recorded answers, seen 2026-11.
"""

from collections.abc import Iterable, Mapping, Sequence

from isogloss.adapters.assemble import Picture
from isogloss.adapters.buttercms.blog.place import ALT, TAGS
from isogloss.adapters.buttercms.blog.wire import Post, Term
from isogloss.bridge import FieldBinding
from isogloss.canon.own import described, spelled
from isogloss.canon.tags import join_tags, tag_key
from isogloss.canon.values import canonical
from isogloss.mapping.types.sorts import UNKNOWN
from isogloss.model.address import EntryKey
from isogloss.model.entry import CHANGED, DRAFT, PUBLISHED
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Many, MaybeValue, Ref, Scalar, is_scalar_type

_MOVING = frozenset({"status", "created", "updated", "published", "scheduled", "url", "deleted", "rank", "locale"})
"""What differs between two calls, or moves without an edit."""
_KEYS = {"author.name": "author", ALT: "featured_image_alt"}


def picture(newest: Post | None, live: Post | None, *, carry: bool, staged: bool = False) -> Picture[Post] | None:
    """Decide what a post shows, given its newest and its live version; None where there is neither.

    staged: show the newest content also where other content is live.
    Source: ButterCMS API reference, blog posts, seen 2026-11: lists show what is published only, unless previewed. That
            a draft can lie over a live post is [inferred] from pages; comparing the two versions shows it.
    """
    if live is None:
        if newest is None:
            return None
        public = newest.status == "published"  # it went live between the two lists, or a cache is late
        return Picture(
            newest,
            PUBLISHED if public else DRAFT,
            Note(updated=newest.updated, live=public, goes_live=newest.due, made=newest.made),
        )
    edited = newest is not None and _content(newest) != _content(live)
    shown = newest if newest is not None and (staged or carry) else live
    status = CHANGED if edited and carry else PUBLISHED
    due = newest.due if edited and newest is not None else None
    made = min((post.made for post in (newest, live) if post and post.made), default=None)
    said = live.public if edited and shown is live else None  # the time of change is that of the draft
    note = Note(unpublished_edits=edited, updated=shown.updated, live=True, goes_live=due, made=made, said=said)
    return Picture(shown, status, note)


def _content(post: Post) -> Mapping[str, object]:
    return {name: sent for name, sent in post.fields.items() if name not in _MOVING and sent not in (None, "")}


def decode_post(post: Post, binding: FieldBinding, tags: Iterable[str], *, alt_apart: bool) -> MaybeValue:
    """Read one field of a post.

    tags:      the names of its topical tags.
    alt_apart: the alternative text is a field of its own.
    Raises:    ValueError with a sentence where it is not of the type that the mapping says.
    """
    sent = sent_for(post.fields, binding)
    match binding.remote:
        case "author":
            value = _author(sent, binding)
        case "author.name":
            value = _scalar("text", name_of(sent) if isinstance(sent, Mapping) else "")
        case "categories":
            value = _terms(post.categories, binding)
        case name if name == TAGS:
            value = _terms([Term(each, "") for each in tags], binding)
        case "featured_image":
            value = _image(sent, "" if alt_apart else post.fields.get("featured_image_alt"))
        case _:
            value = _scalar(binding.field.type, sent)
    return value


def sent_for(fields: Mapping[str, object], binding: FieldBinding) -> object:
    """What the service sends for a field, as far as one key of a post holds it."""
    return fields.get(_KEYS.get(binding.remote, binding.remote))


def decode_author(author: Mapping[str, object], binding: FieldBinding) -> MaybeValue:
    """Read one field of an author.

    Raises: ValueError with a sentence where it is not of the type that the mapping says.
    """
    if binding.remote == "name":
        return _scalar(binding.field.type, name_of(author))
    if binding.field.type == "image":
        return _image(author.get(binding.remote), "")
    return _scalar(binding.field.type, author.get(binding.remote))


def name_of(author: Mapping[str, object]) -> str:
    """What people call an author."""
    parts = (author.get("first_name"), author.get("last_name"))
    return " ".join(part.strip() for part in parts if isinstance(part, str) and part.strip())


def _scalar(kind: str, sent: object) -> MaybeValue:
    if not is_scalar_type(kind):
        raise AssertionError(f"{kind} has no text form; the mapping must not let it through.")
    if sent is None:
        return ABSENT
    if not isinstance(sent, str):
        raise ValueError(f"a text was expected, not {str(sent)[:60]!r}; map the field as what it is.")
    return spelled(kind, sent[:10] if kind == "date" else sent)


def _image(sent: object, alt: object) -> MaybeValue:
    if sent is None or sent == "":
        return ABSENT
    if not isinstance(sent, str):
        raise ValueError(f"a media address was expected, not {str(sent)[:60]!r}; map the field as what it is.")
    return described("image", canonical("link", sent), alt)


def _author(sent: object, binding: FieldBinding) -> MaybeValue:
    slug = sent.get("slug") if isinstance(sent, Mapping) else None
    if not isinstance(slug, str) or not slug:
        return ABSENT
    match binding.field.type:
        case "reference":
            return Ref(EntryKey(binding.field.to or "", slug))
        case "option":
            return _option([Term(slug, slug)], binding)
        case _:
            return Scalar("text", slug)


def _terms(terms: Sequence[Term], binding: FieldBinding) -> MaybeValue:
    match binding.field.type:
        case "option":
            return _option(terms, binding)
        case "reference" | "references" as kind:
            links = [Ref(EntryKey(binding.field.to or "", term.slug)) for term in terms]
            if kind == "reference" and len(links) > 1:
                raise ValueError(f"it has {len(links)} categories where one was expected; map them as references.")
            return ABSENT if not links else Many(tuple(links)) if kind == "references" else links[0]
        case _:
            text = canonical("tags", join_tags(term.name for term in terms))
            return Scalar("tags", text) if text else ABSENT


def _option(terms: Sequence[Term], binding: FieldBinding) -> MaybeValue:
    """The one option among the terms. Those that the mapping does not name have another meaning and stay."""
    found = [neutral for neutral, name in binding.options.items() if any(is_term(term, name) for term in terms)]
    if len(found) > 1:
        return Scalar("option", UNKNOWN + ", ".join(found))
    return Scalar("option", found[0]) if found else ABSENT


def is_term(term: Term, name: str) -> bool:
    """Whether a name means this tag or category."""
    return tag_key(name) in {tag_key(term.name), tag_key(term.slug) if term.slug else None}
