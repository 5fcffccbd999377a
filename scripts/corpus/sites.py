"""The two sites of the corpus run, as seeds of the sandboxes: the book on a Webflow site, and the empty shells."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from corpus.chapters import PRIMARY, Chapter
from corpus.packages import LANGUAGES

WEBFLOW_LOCALES: Final[Mapping[str, str]] = {language: language for language in LANGUAGES} | {"zh-cn": "zh-CN"}
"""Language to the tag of the site's locale."""

Json = dict[str, object]

_FIELDS: Final = [
    {"slug": "body", "type": "RichText", "displayName": "Body"},
    {"slug": "position", "type": "Number", "displayName": "Position"},
    {"slug": "next", "type": "Reference", "displayName": "Next", "collection": "chapters"},
]


def webflow_site(chapters: Sequence[Chapter]) -> Json:
    """A Webflow site with these chapters; without any, the same site, empty."""
    following = {one.name: other.name for one, other in pairwise(chapters)}
    return {
        "site": {"displayName": "Debian FAQ", "shortName": "faq"},
        "locales": {
            "primary": WEBFLOW_LOCALES[PRIMARY],
            "secondary": [tag for language, tag in WEBFLOW_LOCALES.items() if language != PRIMARY],
        },
        "collections": [
            {
                "slug": "chapters",
                "displayName": "Chapters",
                "singularName": "Chapter",
                "fields": _FIELDS,
                "items": [_item(chapter, following.get(chapter.name)) for chapter in chapters],
            }
        ],
    }


def _item(chapter: Chapter, following: str | None) -> Json:
    link = {} if following is None else {"next": following}
    return {
        "key": chapter.name,
        "variants": {
            WEBFLOW_LOCALES[language]: {
                "state": "draft" if is_draft(chapter, language) else "published",
                "fields": {
                    "name": page.title,
                    "slug": page.slug,
                    "body": page.body,
                    "position": chapter.number,
                    **link,
                },
            }
            for language, page in chapter.pages.items()
        },
    }


def is_draft(chapter: Chapter, language: str) -> bool:
    """Whether a translation is unfinished: one in seven is, so that both states cross in every language but one."""
    return language != PRIMARY and (chapter.number + list(LANGUAGES).index(language)) % 7 == 0


def butter_account() -> Json:
    """A ButterCMS account with the page type and the locales, and no page."""
    fields = [
        {"slug": "title_text", "kind": "text"},
        {"slug": "local_slug", "kind": "text"},
        {"slug": "body", "kind": "wysiwyg"},
        {"slug": "position", "kind": "number"},
        {"slug": "next", "kind": "reference", "to": "chapter"},
    ]
    return {"locales": list(LANGUAGES), "page_types": {"chapter": {"fields": fields}}}
