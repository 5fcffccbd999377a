"""Locale tags: the canonical form of one.

Decides which tags everybody knows. Of all others ``languages`` is asked, whose tables take a while to load; nearly no
mapping names one.
"""

from typing import Final

from isogloss.model.locale import Locale

USUAL: Final = frozenset(
    [
        *(
            "ar",
            "bg",
            "ca",
            "cs",
            "da",
            "de",
            "de-AT",
            "de-CH",
            "de-DE",
            "el",
            "en",
            "en-AU",
            "en-CA",
            "en-GB",
            "en-IE",
        ),
        *("en-IN", "en-NZ", "en-US", "es", "es-419", "es-AR", "es-ES", "es-MX", "et", "fi", "fr", "fr-BE", "fr-CA"),
        *("fr-CH", "fr-FR", "he", "hi", "hr", "hu", "id", "it", "it-CH", "it-IT", "ja", "ja-JP", "ko", "ko-KR", "lt"),
        *("lv", "nb", "nl", "nl-BE", "nl-NL", "no", "pl", "pl-PL", "pt", "pt-BR", "pt-PT", "ro", "ru", "ru-RU", "sk"),
        *("sl", "sr", "sv", "sv-SE", "th", "tr", "tr-TR", "uk", "vi", "zh", "zh-CN", "zh-HK", "zh-Hans", "zh-Hant"),
        "zh-TW",
    ]
)
"""Tags that are what they are: canonical, and of a language."""


def canonical(text: str) -> Locale:
    """The canonical BCP 47 tag: ``en_us`` becomes ``en-US``, the retired ``iw`` becomes ``he``.

    Raises: ValueError with a sentence where the text is not the tag of a language.
    """
    if text in USUAL:
        return Locale(text)
    from isogloss.mapping.names.languages import standard

    return standard(text)


def tag_of(text: str) -> Locale | None:
    """The same; None where the text is not the tag of a language."""
    try:
        return canonical(text)
    except ValueError:
        return None
