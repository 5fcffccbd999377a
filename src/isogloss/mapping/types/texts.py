"""The addresses inside rich text: between those of one side and neutral ones.

Decides what each address in a text is: a file that the text shows (an asset, known by identity), a link to an entry or
to a file that is known, or anything else, which stays as it is. Refuses to know where the answers come from. Pure.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from isogloss.canon.links import Url, addresses, relink, rewrite_urls, urls
from isogloss.canon.opaque import parts
from isogloss.model.value import Asset, MaybeValue, Scalar, leaves

_FILE_ID: Final = re.compile(r"#[0-9a-f]{24}$")
"""What an adapter puts behind an address so that a hosted file can be named again; no reader of a text would get it."""

_IMPORTED: Final = re.compile(r"(.*/)[0-9a-f]{24}_([0-9a-f]{24})(_[^/#]*)#[0-9a-f]{24}")

Find = Callable[[Url], str]


def bare(address: str) -> str:
    """The address of a file as it stands in a text."""
    return _FILE_ID.sub("", address)


def imported_from(address: str) -> Iterator[str]:
    """The addresses that a hosted file had before it was imported anew, the latest first.

    Source: reports on pictures that are written again, Aug and Sep 2026: ``<new id>_<old id>_name``.
    """
    while found := _IMPORTED.fullmatch(address):
        address = f"{found[1]}{found[2]}{found[3]}#{found[2]}"
        yield address


def spelled(identity: str, remote: str) -> list[tuple[str, str]]:
    """A file's identity and address, in fields and in texts, in the order in which they are to be remembered.

    Of an identity the address that was learned last counts, of an address the identity that was learned first; so the
    whole names go where neither is hidden by the bare ones.
    """
    pair, plain = (identity, remote), (bare(identity), bare(remote))
    return [pair] if pair == plain else [plain, pair] if identity == plain[0] else [pair, plain]


def led(text: Scalar, find: Find, *, worth: Callable[[str], bool]) -> Scalar:
    """A rich text with each address replaced, in its own spelling too; the very same where none is.

    find:  asked once for each place where an address stands.
    worth: whether an address may have to be replaced. Where none has, the text is not taken apart.
    """
    if not any(map(worth, addresses(text.text))):
        return text
    found: dict[Url, str] = {}

    def noted(url: Url) -> str:
        found[url] = find(url)
        return found[url]

    made = rewrite_urls(text.text, noted)
    if made == text.text:
        return text
    return Scalar(text.type, made, relink(text.own, found) if text.own else "")


def texts(value: MaybeValue) -> Iterator[str]:
    """Every rich text in a value."""
    return (leaf.text for leaf in leaves(value) if isinstance(leaf, Scalar) and leaf.type == "rich_text")


def opaque_parts(value: MaybeValue) -> frozenset[str]:
    """The opaque parts of every rich text in a value, by key."""
    return frozenset(part.key for text in texts(value) for part in parts(text))


def files(value: MaybeValue) -> Iterator[str]:
    """The address of every file in a value, in order: those of fields, and those that texts show."""
    for leaf in leaves(value):
        match leaf:
            case Asset(_, identity, _):
                yield identity
            case Scalar("rich_text", text) if any(True for _ in addresses(text)):
                yield from (url.address for url in urls(text) if url.shows_file)
