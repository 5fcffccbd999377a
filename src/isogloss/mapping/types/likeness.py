"""When two values are alike though they differ: one may be a platform's rendering of the other.

Decides it for whole values, on what ``canon`` says of texts: how a value may come back from where it was written
(``rendering``), how two that nobody wrote may meet (``meeting``), and what of one a reader sees (``seen``). Refuses to
know which side is which. Pure.

A picture is known by its address, and each platform gives it one of its own. The only proof that two addresses show one
picture is that it came from one to the other, which is remembered. What merely speaks for it is *assumed*, so that it
can be told: the file is called the same on both, or one address tells no name, and both have the same alternative text.

Source: Webflow hosts a file as ``SITE/FILEID_name.png``; ButterCMS as ``cdn.buttercms.com/<random id>``, without a name
and with transformations before the id. Reference pages of both vendors, seen 2026-11.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import unquote, urlsplit

from isogloss.canon import values
from isogloss.canon.links import Url, rewrite_urls
from isogloss.mapping.types.texts import files
from isogloss.merge.alike import Likeness
from isogloss.model.value import (
    ABSENT,
    Absent,
    Asset,
    Digest,
    Group,
    Leaf,
    Many,
    MaybeValue,
    Scalar,
    Value,
    digest,
    leaves,
    with_leaves,
)

_FILE_ID: Final = re.compile(r"(?:[0-9a-f]{24}_)+(?=.)")
"""What Webflow puts before the name of a file, once more with each import."""
_NAMED: Final = re.compile(r".+\.[a-z0-9]{2,5}")
_SEPARATORS: Final = re.compile(r"[\W_]+")
"""What hosts write in more than one way in a file's name."""
_SHOWN: Final = frozenset({"text", "long_text", "rich_text"})
"""The types that hold more than a reader sees."""


def rendering(after: MaybeValue, shown: MaybeValue, *, slug: bool = False) -> bool:
    """Whether what is shown is merely a platform's rendering of what was written.

    slug: it is part of an address, which may come back in lower case.
    """
    match after, shown:
        case Absent(), Scalar("flag", "false"):
            same = True  # a switch that was never set reads as off
        case Scalar(kind, text), Scalar(other, rendered):
            same = kind == other and (values.alike(kind, text, rendered) or (slug and same_slug(text, rendered)))
        case Asset(kind, identity, _), Asset(other, found, _):
            same = kind == other and identity == found  # the alternative text may belong to the library
        case Many(items), Many(others):
            same = _same_members(items, others)
        case Absent() | Group(), Group():
            same = _same_parts(after, shown, rendering)
        case _:
            same = after == shown
    return same


def meeting(left: MaybeValue, right: MaybeValue, *, slug: bool = False) -> Likeness:
    """How two values stand that nobody carried across; the same whichever is named first.

    slug: they are parts of addresses.
    """
    if _meet(left, right) or (slug and rendering(left, right, slug=True)):
        return "alike"
    named = _with_names(left, right)
    return "assumed" if named is not None and _meet(*named) else "apart"


def seen(value: MaybeValue) -> Digest | Absent:
    """Digest what a reader sees of a value: where that is the same, nobody edited."""
    if isinstance(value, Absent) or (isinstance(value, Scalar) and value.type not in _SHOWN):
        return digest(value)
    return digest(with_leaves(value, _seen))


def likenesses(value: MaybeValue) -> Iterator[tuple[Digest, Digest]]:
    """The digest of a value and that of what a reader sees of it; nothing where that is all of it."""
    made, of_seen = digest(value), seen(value)
    if isinstance(made, str) and isinstance(of_seen, str) and made != of_seen:
        yield made, of_seen


def _seen(leaf: Leaf) -> Leaf:
    if isinstance(leaf, Scalar) and leaf.type in _SHOWN:
        text = values.seen(leaf.type, leaf.text)
        return leaf if text == leaf.text else replace(leaf, text=text)
    return leaf


def same_slug(one: str, other: str) -> bool:
    """Whether two slugs differ in case only.

    Source: Webflow holds slugs in lower case, ButterCMS as a person wrote them [reference pages of both vendors].
    """
    return one.casefold() == other.casefold()


def _meet(one: MaybeValue, other: MaybeValue) -> bool:
    match one, other:
        case (Absent(), Scalar("flag", "false")) | (Scalar("flag", "false"), Absent()):
            same = True
        case Scalar(kind, text), Scalar(across, found):
            same = kind == across and values.alike(kind, text, found)
        case Many(items), Many(others):  # what stands first is seen first
            same = len(items) == len(others) and all(map(_meet, items, others))
        case (Group() | Absent(), Group()) | (Group(), Absent()):
            same = _same_parts(one, other, _meet)
        case _:
            same = one == other
    return same


def _same_parts(one: MaybeValue, other: MaybeValue, same: Callable[[MaybeValue, MaybeValue], bool]) -> bool:
    """The same parts, where one that was not written may show what a field shows that was never set."""
    mine, theirs = (dict(group.fields) if isinstance(group, Group) else {} for group in (one, other))
    return all(same(mine.get(name, ABSENT), theirs.get(name, ABSENT)) for name in {*mine, *theirs})


def _same_members(items: tuple[Value, ...], others: tuple[Value, ...]) -> bool:
    """The same members in any order: platforms do not promise to keep it."""
    left = list(others)
    for item in items:
        match = next((other for other in left if rendering(item, other)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _with_names(left: MaybeValue, right: MaybeValue) -> tuple[Value, Value] | None:
    """Both values with one name for each picture that seems to be one; None where not all of them do."""
    if isinstance(left, Absent) or isinstance(right, Absent):
        return None
    here, there = list(files(left)), list(files(right))
    if not here or len(here) != len(there):
        return None
    alts = _alts(left), _alts(right)
    if not all(map(_seem_one, here, there, *alts)):
        return None
    told = [bool(alt and across) for alt, across in zip(*alts, strict=True)]  # a side may have no place for it
    return _numbered(left, told), _numbered(right, told)


def _alts(value: Value) -> list[str]:
    """The alternative text of each file; empty for those that texts show, which say it themselves."""
    return [leaf.alt if isinstance(leaf, Asset) else "" for leaf in leaves(value) for _ in files(leaf)]


def _seem_one(one: str, other: str, alt: str, across: str) -> bool:
    if one == other:
        return True
    names = file_name(one), file_name(other)
    return bool(alt) and alt == across if None in names else names[0] == names[1]


def file_name(address: str) -> str | None:
    """What the file at an address is called, whoever hosts it; None where the address does not tell."""
    last = unquote(urlsplit(address).path.rpartition("/")[2])
    name, dot, ending = _FILE_ID.sub("", last, count=1).lower().rpartition(".")
    return f"{_SEPARATORS.sub('-', name)}.{ending}" if _NAMED.fullmatch(f"{name}{dot}{ending}") else None


def _numbered(value: Value, told: list[bool]) -> Value:
    """A value whose files are called by their place in it, with its alternative text where both sides tell one."""
    count = iter(range(len(told)))

    def named(leaf: Leaf) -> Leaf:
        match leaf:
            case Asset(alt=alt):
                place = next(count)
                return replace(leaf, identity=f"file:{place}", alt=alt if told[place] else "")
            case Scalar("rich_text", text):
                return replace(leaf, text=rewrite_urls(text, find))
            case _:
                return leaf

    def find(url: Url) -> str:
        return f"file:{next(count)}" if url.shows_file else url.address

    return with_leaves(value, named)
