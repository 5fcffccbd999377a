"""Which language texts are in, as far as their letters and their smallest words tell.

Serves to pair locales whose codes do not name a language. Decides by a clear majority, else it does not.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

_WORDS: Final = {
    "en": "the and of to is with for are this you that not",
    "de": "der die das und ist nicht mit für ein eine auf von zu den",
    "fr": "le la les des et est une dans pour que qui avec sur pas",
    "es": "el los las y es una que con para por del como más",
    "pt": "o os e é uma que com para não do da mais em",
    "it": "il gli e è una che con per non di della sono",
    "nl": "de het een en is van niet met voor op zijn",
    "sv": "och är en det som inte med för på att",
    "pl": "i jest nie się na do to że w z",
}
_SMALL: Final = {
    word: {lang for lang, said in _WORDS.items() if word in said.split()}
    for said in _WORDS.values()
    for word in said.split()
}
_SCRIPTS: Final = (
    ("HIRAGANA", "ja"),
    ("KATAKANA", "ja"),
    ("HANGUL", "ko"),
    ("ARABIC", "ar"),
    ("HEBREW", "he"),
    ("GREEK", "el"),
    ("THAI", "th"),
    ("CYRILLIC", "ru"),
    ("DEVANAGARI", "hi"),
    ("CJK", "zh"),
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTERS: Final = 4_000
"""Characters that are looked at; more tell no more."""
_SHARE: Final = 0.2
"""The share of letters that makes a text one of another script."""


def language_of(texts: Iterable[str]) -> str:
    """The language of most of some texts; empty where that cannot be told."""
    text = " ".join(texts)[:_LETTERS].casefold()
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return ""
    scripts = Counter(unicodedata.name(char, "").split(" ")[0] for char in letters)
    for script, language in _SCRIPTS:
        if scripts[script] >= _SHARE * len(letters):
            return language
    votes = Counter(lang for word in _WORD.findall(text) for lang in _SMALL.get(word, ()))
    (first, most), (_, next_) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    return first if most > next_ + 1 else ""
