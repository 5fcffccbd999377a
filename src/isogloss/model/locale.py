"""Locales. A locale here is a canonical BCP 47 tag; each side's own code for it stays in that side's adapter."""

from typing import Final, NewType

Locale = NewType("Locale", str)
"""A canonical BCP 47 tag such as ``en`` or ``pt-BR``, or :data:`SHARED`."""

SHARED: Final = Locale("*")
"""The reserved variant that holds what does not depend on a locale. Sorts before every tag."""
