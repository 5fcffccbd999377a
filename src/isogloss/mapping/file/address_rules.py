"""Whether what a document says of entries' addresses makes sense."""

import re
from collections.abc import Iterator
from typing import Final

from isogloss.errors import Problem
from isogloss.mapping.file.document import Document, KindEntry
from isogloss.mapping.names.locales import canonical

_BRACED: Final = re.compile(r"\{([^{}]*)\}")
_KNOWN: Final = frozenset({"id", "locale", "slug"})


def address_problems(document: Document, kind: KindEntry, path: str) -> Iterator[Problem]:
    """Everything wrong with the addresses of one kind."""
    for side, place in kind.places.items():
        at = f"{path}.{side}.url"
        match place.url:
            case None:
                continue
            case str() as form:
                yield from _form(form, at)
            case list() as forms:
                for number, form in enumerate(forms):
                    yield from _form(form, f"{at}.{number}")
            case dict() as by_locale:
                for tag, form in by_locale.items():
                    if _locale(tag) not in map(_locale, document.locales):
                        known = ", ".join(document.locales)
                        yield Problem(f"{at}.{tag}", f"there is no locale {tag}; there is {known}")
                    yield from _form(form, f"{at}.{tag}")


def _form(form: str, at: str) -> Iterator[Problem]:
    said = set(_BRACED.findall(form))
    for name in sorted(said - _KNOWN):
        yield Problem(at, f"{{{name}}} means nothing here; there is {{slug}}, {{id}} and {{locale}}")
    if not said & {"slug", "id"}:
        yield Problem(at, "an address of an entry has its {slug} or its {id} in it")


def _locale(tag: str) -> str:
    try:
        return canonical(tag)
    except ValueError:
        return tag
