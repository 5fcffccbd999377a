"""What was seen of a variant when it was last proven to be as it should: the mark by which an older state is known."""

from dataclasses import dataclass
from datetime import datetime

from isogloss.model.entry import Variant
from isogloss.model.value import Digest, digest, digest_text


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One variant on one side.

    digest:  of its content in the side's own names.
    at:      when we saw it so, by our clock.
    updated: when the side last saw a change of it, aware UTC; None where it does not tell.
    before:  digests of what it showed before, the latest first; kept where the side tells no times.
    """

    digest: Digest
    at: datetime
    updated: datetime | None = None
    before: tuple[Digest, ...] = ()


REMEMBERED = 8
"""So many earlier contents of a variant are kept."""


def marked(variant: Variant) -> Digest:
    """The digest of a variant's content."""
    return digest_text("\0".join(f"{name}\0{digest(value)}" for name, value in sorted(variant.items())))


def followed(old: Confirmed | None, new: Confirmed) -> Confirmed:
    """What is remembered of a variant once it was seen again; an older state puts no newer one out of mind."""
    if old is None:
        return new
    if old.updated is not None and new.updated is not None and new.updated < old.updated:
        return old
    if new.updated is not None:
        return new
    earlier = (old.digest, *old.before) if old.digest != new.digest else old.before
    known = dict.fromkeys([*new.before, *earlier])
    known.pop(new.digest, None)
    return Confirmed(new.digest, new.at, None, tuple(known)[:REMEMBERED])
