"""What an editor did to the opaque parts of a text that has nothing yet to be laid beside: tore or doubled them.

Decides it from the text itself, and from what is shown of the same field in other locales: a component names what it
is one of, an instance of it stands in a text once, and a translation of one has all that the other has. Refuses to call
a part lost: a translation may do without it.

Source: open-and-save of the recorded editors, 2026-11: TinyMCE 5 tears a component, TinyMCE 8 doubles it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from isogloss.canon.opaque import COMPONENT, FRAMES, Part, parts
from isogloss.canon.words import words_of

_IS_ONE_OF: Final = "component-id"
_INSTANCES: Final = ("data-w-id", "id")
_TAG: Final = re.compile(r"<[^>]*>")
_WORD: Final = re.compile(r"[\w.#-]+")


def unsound(wanted: str, beside: Iterable[str], guarded: Callable[[Part], bool]) -> tuple[str, ...]:
    """The torn and doubled parts of a text, by name.

    beside:  the texts that are shown of the same field.
    guarded: whether a part belongs to those who show them.
    """
    mine = parts(wanted)
    if not mine:
        return ()
    texts = [[part for part in parts(text) if guarded(part)] for text in beside]
    known = {part.key: part for text in texts for part in text}
    there = {part.key for part in mine}
    missing = [part for key, part in known.items() if key not in there]
    components = [part for part in mine if part.tag == COMPONENT and guarded(part)]
    torn = [part for part in components if not part.attributes.get(_IS_ONE_OF)]
    torn += [part for part in mine if part.key not in known and any(_is_rest_of(other, part) for other in missing)]
    return tuple(dict.fromkeys(part.name for part in [*torn, *_doubled(components, texts)]))


def _doubled(components: list[Part], texts: list[list[Part]]) -> list[Part]:
    """Components of one instance that stand in a text more often than in any that is shown."""
    here = Counter(map(_instance, components))
    most: Counter[str] = Counter()
    for text in texts:
        most |= Counter(_instance(part) for part in text if part.tag == COMPONENT)
    return [part for part in components if _instance(part) and here[_instance(part)] > max(1, most[_instance(part)])]


def _instance(part: Part) -> str:
    given = part.attributes
    return next((f"{name} {given[name]}" for name in _INSTANCES if given.get(name)), "")


def _is_rest_of(whole: Part, part: Part) -> bool:
    """Whether a part is what is left of another when something is taken out of it."""
    if whole.tag != part.tag or whole.tag in FRAMES:
        return False  # a frame that shows another page is another frame
    if whole.tag != COMPONENT:
        old, new = (Counter(_WORD.findall(each.token.casefold())) for each in (whole, part))
        return new < old
    if not _instance(part) or _instance(part) != _instance(whole):
        return False
    return _frame(part) != _frame(whole) or (bool(_words(whole)) and not _words(part))


def _frame(part: Part) -> list[str]:
    """The tags of a component: a translation has other words between them."""
    return _TAG.findall(part.token)


def _words(part: Part) -> tuple[str, ...]:
    return words_of(_TAG.sub("\n", part.token))
