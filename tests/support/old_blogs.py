"""A magazine whose posts lie in a blog of ButterCMS and, as items, in Webflow: each was made by hand on both sides.

It is told once, and seeded into both sandboxes in each of the ways in which a blog says which posts are one entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandboxes import Sandboxes

Json = dict[str, Any]

LOCALES = {"en-US": "en", "fr-FR": "fr"}
AUTHORS = {"ann-lee": ("Ann", "Lee"), "bob-hill": ("Bob", "Hill")}
POSTS: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "green-tea": ("ann-lee", {"en-US": ("Green tea", "Not too hot."), "fr-FR": ("Thé vert", "Pas trop chaud.")}),
    "old-pots": ("bob-hill", {"en-US": ("Old pots", "A hundred of them."), "fr-FR": ("Vieux pots", "Une centaine.")}),
    "spoons": ("ann-lee", {"en-US": ("Of spoons", "Small ones.")}),
}
"""By slug, the author, and by locale title and text."""
NEW = "nobody-wrote-it-across"
"""An item that the blog does not have."""


@dataclass(frozen=True)
class OldBlog:
    """One way in which posts tell their locale and their entry.

    place:    how a mapping says where posts are.
    slug:     of a post, by the stem that its entry has and the code of its locale; primary: of one in the primary.
    tags:     of a post, likewise.
    settings: what a mapping says of the side.
    """

    place: str
    slug: str = "{stem}-{code}"
    primary: str = ""
    tags: tuple[str, ...] = ("{code}", "Recipes")
    settings: str = ""

    @property
    def native(self) -> bool:
        """Whether posts have locales of their own."""
        return bool(self.settings)

    def slug_of(self, stem: str, code: str) -> str:
        return (self.primary if self.primary and code == "en" else self.slug).format(stem=stem, code=code)


BLOGS = {
    "tags": OldBlog(
        '{blog: true, group: {tag_prefix: "group:"}}', "a-{code}-{stem}-b", tags=("{code}", "Recipes", "group:{stem}")
    ),
    "slugs": OldBlog('{blog: true, group: {slug: "{stem}-{locale}"}}'),
    "slugs without the primary": OldBlog(
        '{blog: true, group: {slug: "{stem}-{locale}", primary: "{stem}"}}', primary="{stem}"
    ),
    "native": OldBlog("{blog: true}", "{stem}", tags=("Recipes",), settings=", blog_locales: native"),
}


def webflow_seed() -> Json:
    first, *others = LOCALES
    authors = [
        {"key": slug, "variants": {tag: _published({"slug": slug, "name": " ".join(names)}) for tag in LOCALES}}
        for slug, names in AUTHORS.items()
    ]
    posts = [
        {"key": slug, "variants": {tag: _published(_item(slug, author, *said)) for tag, said in told.items()}}
        for slug, (author, told) in [*POSTS.items(), (NEW, ("bob-hill", {"en-US": ("New here", "Words.")}))]
    ]
    fields = [
        {"slug": "text", "type": "RichText"},
        {"slug": "teaser", "type": "PlainText"},
        {"slug": "by", "type": "Reference", "collection": "people"},
    ]
    return {
        "site": {"displayName": "Magazine", "shortName": "magazine"},
        "locales": {"primary": first, "secondary": others},
        "collections": [
            {"slug": "people", "fields": [], "items": authors},
            {"slug": "stories", "fields": fields, "items": posts},
        ],
    }


def _item(slug: str, author: str, title: str, text: str) -> Json:
    return {"slug": slug, "name": title, "text": f"<p>{text}</p>", "teaser": f"{title}: read on", "by": author}


def _published(fields: Json) -> Json:
    return {"fields": fields, "state": "published"}


def seed(sandboxes: Sandboxes, blog: OldBlog) -> None:
    """Put all of it into both."""
    sandboxes.webflow.seed(webflow_seed())
    sandboxes.butter.turn(native_post_locales=blog.native)
    authors = [{"slug": slug, "first_name": one, "last_name": two} for slug, (one, two) in AUTHORS.items()]
    rows = [
        _post(blog, stem, author, LOCALES[tag], *said)
        for stem, (author, told) in POSTS.items()
        for tag, said in told.items()
    ]
    first = [row for row in rows if not blog.native or row["locale"] == "en"]
    sandboxes.butter.seed({"locales": list(LOCALES.values()), "authors": authors, "posts": first})
    for row in rows:
        if row not in first:
            said = {name: value for name, value in row.items() if name not in ("slug", "locale")}
            sandboxes.butter.edit(action="add_locale", post=row["slug"], locale=row["locale"], fields=said)
    sandboxes.forget()


def _post(blog: OldBlog, stem: str, author: str, code: str, title: str, text: str) -> Json:
    return {
        "slug": blog.slug_of(stem, code),
        "title": title,
        "body": f"<p>{text}</p>",
        "summary": f"{title}: read on",
        "author": author,
        "tags": [tag.format(stem=stem, code=code) for tag in blog.tags],
        **({"locale": code} if blog.native else {}),
    }


def mapping(blog: OldBlog, webflow: str, butter: str) -> str:
    """The mapping that somebody wrote."""
    return f"""\
isogloss: 1
name: magazine
sides:
  webflow: {{adapter: webflow, site: magazine, token: "${{WEBFLOW_TOKEN}}", base_url: "{webflow}/v2"}}
  butter:
    {{adapter: buttercms, read_token: "${{BUTTERCMS_READ_TOKEN}}", base_url: "{butter}/v2"{blog.settings}}}
flow: webflow -> butter
publish: draft
locales:
  en-US: {{webflow: en-US, butter: en, primary: true}}
  fr-FR: {{webflow: fr-FR, butter: fr}}
kinds:
  people:
    webflow: {{collection: people}}
    butter: {{blog_authors: true}}
    match: [$slug]
    fields:
      name: {{type: text, webflow: name, butter: name}}
      slug: {{type: text, webflow: slug, butter: slug}}
  stories:
    webflow: {{collection: stories}}
    butter: {blog.place}
    match: [slug, title]
    fields:
      title: {{type: text, webflow: name, butter: title}}
      slug: {{type: text, webflow: slug, butter: slug}}
      text: {{type: rich_text, webflow: text, butter: body}}
      teaser: {{type: text, webflow: teaser, butter: summary}}
      author: {{type: reference, to: people, webflow: by, butter: author}}
"""
