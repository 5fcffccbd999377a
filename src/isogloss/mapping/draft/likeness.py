"""How alike two names are: by their letters, and by what words of several languages stand for.

Decides nothing of what is proposed; that is for who weighs names against content.
"""

import difflib
import re
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CONCEPTS: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset(words.split())
    for words in (
        "title name headline heading titel überschrift ueberschrift titre intitulé titulo título titolo naam タイトル",
        "body content text copy inhalt texto contenu corps contenido cuerpo testo corpo 本文 内容",
        "cover hero image picture photo thumbnail bild foto titelbild imagen portada couverture immagine 画像 写真",
        "summary excerpt teaser intro lead abstract zusammenfassung kurztext résumé resume chapo resumen 概要 要約",
        "author writer autor autorin auteur rédacteur autore 著者 筆者",
        "date day published publication datum veröffentlicht fecha jour data 日付 公開日",
        "category topic section rubrik kategorie thema rubrique catégorie categoria categoría カテゴリ",
        "tags topics themen schlagworte étiquettes etiquetas タグ",
        "alt alttext alternative alternativtext",
        "price preis prix precio prezzo 価格",
        "bio about biography über biografie biographie biografía 経歴",
        "post posts articles article stories story entry beitrag beiträge beitraege artikel artículo 記事",
        "news noticias nouvelles nachrichten notícias notizie nieuws ニュース",
        "authors writers autoren people team personen auteurs autores",
        "website site link url web homepage seite lien enlace",
        "minutes duration time dauer durée duración minuten minutos",
        "color colour tint farbe couleur",
        "featured highlight top hervorgehoben vedette destacado",
        "slug path permalink",
    )
)


def words_of(name: str) -> list[str]:
    """The words of a name, in lower case."""
    return [word.casefold() for word in _WORD.findall(_CAMEL.sub("-", name))]


def likeness(one: str, other: str) -> float:
    """From 0 to 1: 1 for the same name, and a little less for words that stand for the same."""
    if one == other:
        return 1.0
    here, there = words_of(one), words_of(other)
    if not here or not there:
        return 0.0
    letters = difflib.SequenceMatcher(None, "".join(here), "".join(there)).ratio()
    shared = sum(1 for word in here if any(_same(word, each) for each in there))
    meant = 2 * shared / (len(here) + len(there))
    return min(0.95, max(letters, meant))


def _same(one: str, other: str) -> bool:
    return one == other or any(one in concept and other in concept for concept in _CONCEPTS)
