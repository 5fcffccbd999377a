"""The addresses inside rich text: between those of one side and neutral ones.

Decides what each address in a text is: a file that the text shows (an asset, known by identity), a link to an entry or
to a file that is known, or anything else, which stays as it is. Refuses to know where the answers come from. Pure.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from isogloss.canon import Url, addresses, rewrite_urls, urls
from isogloss.model.value import Asset, Leaf, MaybeValue, Scalar, Value, leaves, with_leaves

_FILE_ID: Final = re.compile(r"#[0-9a-f]{24}$")
"""What an adapter puts behind an address so that a hosted file can be named again; no reader of a text would get it."""

Find = Callable[[Url], str]


def bare(address: str) -> str:
    """The address of a file as it stands in a text."""
    return _FILE_ID.sub("", address)


def spelled(identity: str, remote: str) -> list[tuple[str, str]]:
    """A file's identity and address, in fields and in texts, in the order in which they are to be remembered.

    Of an identity the address that was learned last counts, of an address the identity that was learned first; so the
    whole names go where neither is hidden by the bare ones.
    """
    pair, plain = (identity, remote), (bare(identity), bare(remote))
    return [pair] if pair == plain else [plain, pair] if identity == plain[0] else [pair, plain]


def rewritten(text: str, find: Find, *, worth: Callable[[str], bool]) -> str:
    """The text with each address replaced.

    worth: whether an address may have to be replaced. Where none has, the text is not taken apart.
    """
    return rewrite_urls(text, find) if any(map(worth, addresses(text))) else text


def texts(value: MaybeValue) -> Iterator[str]:
    """Every rich text in a value."""
    return (leaf.text for leaf in leaves(value) if isinstance(leaf, Scalar) and leaf.type == "rich_text")


def files(value: MaybeValue) -> Iterator[str]:
    """The address of every file in a value, in order: those of fields, and those that texts show."""
    for leaf in leaves(value):
        match leaf:
            case Asset(_, identity, _):
                yield identity
            case Scalar("rich_text", text) if any(True for _ in addresses(text)):
                yield from (url.address for url in urls(text) if url.shows_file)
            case _:
                pass


def with_texts(value: Value, change: Callable[[str], str]) -> Value:
    """The value with every rich text in it changed."""

    def turned(leaf: Leaf) -> Leaf:
        if isinstance(leaf, Scalar) and leaf.type == "rich_text":
            return replace(leaf, text=change(leaf.text))
        return leaf

    return with_leaves(value, turned)
