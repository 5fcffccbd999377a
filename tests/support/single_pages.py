"""A site whose pages on ButterCMS have no type: home and about, beside one that is not meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import small_site

if TYPE_CHECKING:
    from sandboxes import Json, Sandboxes

MAPPING = (
    small_site.MAPPING[: small_site.MAPPING.index("kinds:")]
    + """\
kinds:
  front:
    webflow: {collection: posts}
    butter: {single_pages: [home, about]}
    match: [$slug]
    label: title
    conflict: webflow
    fields:
      title: {type: text, webflow: name, butter: headline}
      body: {type: rich_text, webflow: body, butter: body}
"""
)
FIELDS = {"fields": [{"slug": "headline", "kind": "text"}, {"slug": "body", "kind": "wysiwyg"}]}
OTHER = {"page_type": "article", "slug": "home", "title": "Other", "locales": {"en": {"fields": {"headline": "-"}}}}
"""A page of a type that the mapping leaves out, with the slug of one that it names."""


def single(slug: str, **headlines: str) -> Json:
    locales = {code: {"fields": {"headline": headline, "body": ""}} for code, headline in headlines.items()}
    return {"page_type": None, "slug": slug, "title": slug, "locales": locales}


def seed(sandboxes: Sandboxes, *, webflow: bool = True) -> None:
    """Home and about on Webflow, or nothing; home and the other one on ButterCMS."""
    items = {
        "home": {"all": {}, "en": {"title": "Home", "body": "<p>Come in</p>"}, "fr": {"title": "Accueil"}},
        "about": {"all": {}, "en": {"title": "About"}},
    }
    sandboxes.webflow.seed(small_site.webflow_seed({"article": items} if webflow else {}))
    pages = [single("home", en="Welcome", fr="Bienvenue"), single("imprint", en="Imprint")]
    schemas = dict.fromkeys(("home", "about", "imprint"), FIELDS)
    sandboxes.butter.seed({"locales": list(small_site.LOCALES), "single_pages": schemas, "pages": pages})


def seed_other(sandboxes: Sandboxes) -> None:
    sandboxes.butter.seed({"page_types": {"article": FIELDS}, "pages": [OTHER]})
