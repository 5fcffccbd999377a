"""What a document says of where a kind lives, to the place that its adapter is given.

Decides what each key stands for, and reads the decisions of a groups file. Whether the keys fit together was judged
before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from isogloss import bridge
from isogloss.bridge import Placed
from isogloss.files import there
from isogloss.mapping.file.groups import read_groups
from isogloss.mapping.file.kinds import GroupRule, Place
from isogloss.mapping.names.locales import canonical

_TAG: Final = "tag:"
"""Begins what is left out by a tag rather than by slug."""


def place_of(place: Place, folder: Path) -> bridge.Place:
    """Make the place of a kind.

    folder: what the path of a groups file starts from.
    Raises: ConfigError, MappingError for a groups file that is there and cannot be used.
    """
    return next(_named(place, folder), bridge.ByKind())


def _named(place: Place, folder: Path) -> Iterator[bridge.Place]:
    if place.collection is not None:
        yield bridge.Collection(place.collection)
    if place.page_type is not None:
        yield bridge.PageType(place.page_type)
    if place.single_pages is not None:
        yield bridge.SinglePages(_only(place.single_pages))
    if place.pages is not None:
        yield bridge.Pages(_only(place.pages))
    if place.components is not None:
        yield bridge.Components(_only(place.components))
    if place.blog:
        yield _posts(place, folder)
    if place.blog_authors:
        yield bridge.BlogAuthors()
    if place.blog_categories:
        yield bridge.BlogCategories()


def _only(said: Literal["*"] | list[str]) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, list) else ()


def _posts(place: Place, folder: Path) -> bridge.BlogPosts:
    out = place.leave_out or ()
    said = bridge.BlogPosts(
        told={slug: canonical(tag) for slug, tag in (place.post_locales or {}).items()},
        left_out=frozenset(each for each in out if not each.startswith(_TAG)),
        left_out_tags=frozenset(each.removeprefix(_TAG) for each in out if each.startswith(_TAG)),
    )
    return said if place.group is None else _grouped(said, place.group, folder)


def _grouped(said: bridge.BlogPosts, group: GroupRule, folder: Path) -> bridge.BlogPosts:
    if group.file is not None:
        said = replace(said, by="file", file=group.file, decided=_decided(folder / group.file))
    if group.tag_prefix is not None:
        return replace(said, by="tag", text=group.tag_prefix)
    if group.slug is not None:
        return replace(said, by="slug", text=group.slug, primary=group.primary or group.slug)
    if group.field is not None:
        return replace(said, by="field", text=group.field)
    return said


def _decided(file: Path) -> Mapping[str, Placed] | None:
    """What a groups file says of each post; None where there is none yet, which only its adapter minds."""
    try:
        found = there(file)
    except OSError:
        found = True  # reading it says why it cannot be
    return read_groups(file) if found else None
