"""A value as reports quote it. Decides what of a value is told; refuses to know how it is put into words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file in a list: where it was first seen, and its alternative text."""

    type: str
    address: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as a person reads it.

    type:     text, rich_text, number, …; image, file, ref, many or group.
    text:     rich text as plain text, a link as ``kind/name``, a file as its address, a list by lines.
    left_out: characters at the end that are not quoted.
    source:   of rich text: its markup, where all of it is quoted.
    address:  of a file: where it was first seen.
    alt:      its alternative text, where it has one.
    files:    of a list or a group: the files in it.
    """

    type: str
    text: str
    left_out: int = 0
    source: str = ""
    address: str = ""
    alt: str = ""
    files: tuple[ShownFile, ...] = ()
