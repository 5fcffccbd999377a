"""Filler in place of content: of the same shape, script and length, so that what depends on those goes as it did.

Decides what becomes of a word: other letters of its script and case, the same for the same word within one filler, so
that a slug in an address is still that slug. Signs, spaces, marks and markup stay. Nothing leads back: which letters a
word gets hangs on a key that is made for each filler and kept nowhere.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Final

_WORD: Final = re.compile(r"\w+")
_TAGS: Final = re.compile(r"(<!--.*?-->|<[/!?a-zA-Z][^>]*>|&#?\w+;)", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"""(\s[\w:-]+\s*=\s*)("[^"]*"|'[^']*')""")
_OPAQUE: Final = re.compile(
    r"(?<![0-9a-zA-Z])(?:[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-zA-Z])"
)
_SCHEME: Final = re.compile(r"\b(https?|mailto|tel)(?=:)")
_HOSTS: Final = re.compile(r"\b(?:cdn\.prod\.website-files\.com|uploads-ssl\.webflow\.com|cdn\.buttercms\.com)\b")
_ENDING: Final = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|pdf|mp4|docx?)\b", re.IGNORECASE)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{3,8}")
_BLOCK: Final = 0x80
_SMALLEST: Final = 8
_LEAST, _DAYS = 400, 3000


class Filler:
    """Fills texts.

    kept: texts that stay as they are where they are the whole text, such as the names of options.
    kinds: before a slash at the beginning of a text they stay, since an entry is named so.
    key:   what the filler hangs on; a new one, unless it is told.
    """

    def __init__(self, kept: Iterable[str] = (), kinds: Iterable[str] = (), key: bytes | None = None) -> None:
        self._key = key or secrets.token_bytes(16)
        self._kept = frozenset(kept)
        self._kinds = frozenset(kinds)
        drawn = int.from_bytes(blake2b(b"days", key=self._key, digest_size=4).digest(), "big")
        self._shift = timedelta(days=_LEAST + drawn % _DAYS)

    def text(self, text: str) -> str:
        """Fill a text; a day stays one, on another date, and a colour stays one."""
        if text in self._kept:
            return text
        if _DAY.fullmatch(text):
            return self._day(text)
        if _COLOUR.fullmatch(text):
            return "#" + blake2b(text.lower().encode(), key=self._key).hexdigest()[: len(text) - 1]
        kind, slash, name = text.partition("/")
        if slash and kind in self._kinds:
            return f"{kind}/{self.text(name)}"
        return "".join(self._tag(part) if at % 2 else self._plain(part) for at, part in enumerate(_TAGS.split(text)))

    def number(self, number: float) -> float:
        """Another number of as many digits; 0 and 1 stay, since they are often flags."""
        whole = float(number).is_integer()
        if number in (0, 1):
            return number
        text = str(int(number)) if whole else repr(number)
        if "e" in text.lower():
            return number
        filled = self._plain(text)
        return type(number)(filled) if whole else float(filled)

    def _tag(self, tag: str) -> str:
        """A tag with its attributes filled; an entity as it is; a comment filled."""
        if tag.startswith("&"):
            return tag
        if tag.startswith("<!--"):
            return f"<!--{self._plain(tag[4:-3])}-->"
        return _ATTRIBUTE.sub(lambda found: found[1] + found[2][0] + self._plain(found[2][1:-1]) + found[2][0], tag)

    def _plain(self, text: str) -> str:
        stay = [found.span() for each in (_OPAQUE, _SCHEME, _HOSTS, _ENDING) for found in each.finditer(text)]
        made, at = [], 0
        for begin, end in sorted(stay):
            if begin >= at:
                made += [_WORD.sub(self._word, text[at:begin]), text[begin:end]]
                at = end
        return "".join([*made, _WORD.sub(self._word, text[at:])])

    def _word(self, found: re.Match[str]) -> str:
        word = found[0]
        stream = blake2b(word.casefold().encode("utf-8", "surrogatepass"), key=self._key, digest_size=64).digest()
        made = []
        for at, char in enumerate(word):
            choices = _like(char)
            low = choices[(stream[at % 64] + at // 64 * 7) % len(choices)] if choices else char
            made.append(low.upper() if char.isupper() and len(low.upper()) == 1 else low)
        if made and word[0] in "123456789" and made[0] == "0":  # a number stays as long as it is
            made[0] = "1"
        return "".join(made)

    def _day(self, text: str) -> str:
        try:
            moved = datetime.fromisoformat(text[:10]) - self._shift
        except ValueError:
            return self._plain(text)
        return moved.date().isoformat() + text[10:]


@lru_cache(maxsize=4096)
def _like(char: str) -> str:
    """The letters that may stand for one: of its script and sort, in lower case where there is one; "" to keep it."""
    low = char.lower() if len(char.lower()) == 1 else char
    sort = unicodedata.category(low)
    if sort.startswith("M") or low == "_":
        return ""
    if low.isascii():
        return "0123456789" if low.isdigit() else "abcdefghijklmnopqrstuvwxyz"
    first = ord(low) // _BLOCK * _BLOCK
    found = "".join(
        each
        for each in map(chr, range(first, first + _BLOCK))
        if unicodedata.category(each) == sort
        and _script(each) == _script(low)
        and unicodedata.normalize("NFKC", each) == each
        and each.lower() == each
        and len(each.upper()) == 1
        and each.upper().lower() == each
    )
    return found if len(found) >= _SMALLEST else ""


def _script(char: str) -> str:
    """The first word of its name, which says of which script a letter is."""
    return unicodedata.name(char, "").partition(" ")[0]
