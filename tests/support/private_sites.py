"""Four sites as somebody's own would be: fields of other names on each side, other languages, content that is missing.

Each is told once, and seeded into both sandboxes; beside it stands the mapping that a person wrote for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

_KINDS = {
    "PlainText": "text",
    "RichText": "wysiwyg",
    "Image": "media",
    "Number": "number",
    "Switch": "checkbox",
    "DateTime": "date",
    "Color": "color",
    "Link": "text",
    "Email": "text",
    "Option": "dropdown",
    "Reference": "reference",
    "MultiReference": "reference",
}


@dataclass(frozen=True)
class Named:
    """A field: what it is called and holds on Webflow, and what it is called on ButterCMS; "" where it is not there.

    options: label to value. to: the place that it points to.
    """

    webflow: str
    type: str
    butter: str
    options: dict[str, str] = field(default_factory=dict)
    to: str = ""
    holds: str = ""


@dataclass(frozen=True)
class Kept:
    """A place on both sides, and its entries by slug: by code of Webflow's locale, values by Webflow's names.

    there: the entries that ButterCMS has, too; None for all.
    """

    webflow: str
    butter: str
    paged: bool
    fields: list[Named]
    entries: dict[str, dict[str, Json]]
    there: list[str] | None = None


@dataclass(frozen=True)
class PrivateSite:
    """locales: Webflow's tag to ButterCMS's code, the primary first. mapping: kinds of the one written by hand."""

    name: str
    locales: dict[str, str]
    places: list[Kept]
    kinds: str

    def place(self, webflow: str) -> Kept:
        return next(each for each in self.places if each.webflow == webflow)

    def webflow_seed(self) -> Json:
        first, *others = self.locales
        return {
            "site": {"displayName": self.name, "shortName": self.name},
            "locales": {"primary": first, "secondary": others},
            "collections": [
                {
                    "slug": place.webflow,
                    "fields": [_webflow_field(each) for each in place.fields if each.webflow not in ("name", "slug")],
                    "items": [
                        {"key": key, "variants": {tag: _webflow_variant(key, held) for tag, held in told.items()}}
                        for key, told in place.entries.items()
                    ],
                }
                for place in self.places
            ],
        }

    def butter_seed(self) -> Json:
        schemas = {
            place.butter: {"fields": [_butter_field(self, each) for each in place.fields if each.butter]}
            for place in self.places
        }
        pages, items = [], []
        for place in self.places:
            if not place.paged:
                schemas[place.butter]["fields"].append({"slug": "origin", "kind": "text"})
            for key, told in place.entries.items():
                if place.there is not None and key not in place.there:
                    continue
                locales = {
                    self.locales[tag]: {"fields": _butter_fields(place, key, held), "state": "published"}
                    for tag, held in told.items()
                }
                first = next(iter(told.values()))
                if place.paged:
                    pages.append({"page_type": place.butter, "slug": key, "title": first["name"], "locales": locales})
                else:
                    items.append({"collection": place.butter, "key": key, "locales": locales})
        return {
            "locales": list(self.locales.values()),
            "page_types": {place.butter: schemas[place.butter] for place in self.places if place.paged},
            "collections": {place.butter: schemas[place.butter] for place in self.places if not place.paged},
            "pages": pages,
            "items": items,
        }

    def mapping(self, webflow: str, butter: str) -> str:
        """The mapping that somebody wrote."""
        first = next(iter(self.locales))
        lines = [
            f"  {tag}: {{webflow: {tag}, butter: {code}{', primary: true' if tag == first else ''}}}"
            for tag, code in self.locales.items()
        ]
        return "\n".join(
            [
                "isogloss: 1",
                f"name: {self.name}",
                "sides:",
                "  webflow:",
                f'    {{adapter: webflow, site: {self.name}, token: "${{WEBFLOW_TOKEN}}", base_url: "{webflow}/v2"}}',
                "  butter:",
                f'    {{adapter: buttercms, read_token: "${{BUTTERCMS_READ_TOKEN}}", base_url: "{butter}/v2"}}',
                "flow: webflow -> butter",
                "publish: draft",
                "locales:",
                *lines,
                "kinds:",
                self.kinds,
            ]
        )


def _webflow_field(each: Named) -> Json:
    made: Json = {"slug": each.webflow, "type": each.type}
    if each.options:
        made["options"] = list(each.options)
    if each.to:
        made["collection"] = each.to
    return made


def _webflow_variant(key: str, held: Json) -> Json:
    return {"fields": {"slug": key, **held}, "state": "published"}


def _butter_field(site: PrivateSite, each: Named) -> Json:
    made: Json = {"slug": each.butter, "kind": each.holds or _KINDS[each.type]}
    if each.options:
        made["options"] = list(each.options.values())
    if each.to:
        made["to"] = site.place(each.to).butter
        made["many"] = each.type == "MultiReference"
    return made


def _butter_fields(place: Kept, key: str, held: Json) -> Json:
    made: Json = {}
    for each in place.fields:
        value = key if each.webflow == "slug" else held.get(each.webflow)
        if each.butter and value is not None:
            value = each.options.get(value, value) if each.options else value
            made[each.butter] = value.removesuffix(".000Z") if each.type == "DateTime" else value
    return made


def _picture(name: str) -> Json:
    return {"url": f"https://images.example/{name}.png", "alt": ""}


TEEHAUS = PrivateSite(
    "teehaus",
    {"de-DE": "de", "en-GB": "en"},
    [
        Kept(
            "personen",
            "people",
            paged=False,
            fields=[
                Named("name", "PlainText", "full_name"),
                Named("kurzbio", "PlainText", "about"),
                Named("webseite", "Link", "homepage"),
            ],
            entries={
                "ada-brandt": {
                    "de-DE": {
                        "name": "Ada Brandt",
                        "kurzbio": "Schreibt über grünen Tee.",
                        "webseite": "https://ada.example/",
                    },
                    "en-GB": {
                        "name": "Ada Brandt",
                        "kurzbio": "Writes about green tea.",
                        "webseite": "https://ada.example/",
                    },
                },
                "jon-kern": {
                    "de-DE": {
                        "name": "Jon Kern",
                        "kurzbio": "Sammelt alte Kannen.",
                        "webseite": "https://jon.example/",
                    },
                    "en-GB": {"name": "Jon Kern", "kurzbio": "Collects old pots.", "webseite": "https://jon.example/"},
                },
            },
        ),
        Kept(
            "beitraege",
            "magazine_article",
            paged=True,
            fields=[
                Named("name", "PlainText", "headline"),
                Named("kurztext", "PlainText", "teaser"),
                Named("inhalt", "RichText", "body"),
                Named("bild", "Image", "hero"),
                Named("rubrik", "Option", "section", options={"Ratgeber": "guide", "Bericht": "report"}),
                Named("datum", "DateTime", "published_on"),
                Named("lesezeit", "Number", "minutes"),
                Named("verfasser", "Reference", "writer", to="personen"),
            ],
            entries={
                "gruener-tee": {
                    "de-DE": {
                        "name": "Grüner Tee",
                        "kurztext": "Was beim Aufgießen zählt.",
                        "inhalt": "<p>Das Wasser ist <strong>nicht</strong> zu heiß.</p>",
                        "bild": _picture("gruen"),
                        "rubrik": "Ratgeber",
                        "datum": "2026-02-03T00:00:00.000Z",
                        "lesezeit": 4,
                        "verfasser": "ada-brandt",
                    },
                    "en-GB": {
                        "name": "Green tea",
                        "kurztext": "What counts when you pour.",
                        "inhalt": "<p>The water is <strong>not</strong> too hot.</p>",
                        "rubrik": "Ratgeber",
                        "datum": "2026-02-03T00:00:00.000Z",
                        "lesezeit": 5,
                        "verfasser": "ada-brandt",
                    },
                },
                "alte-kannen": {
                    "de-DE": {
                        "name": "Alte Kannen",
                        "kurztext": "Ein Besuch im Keller.",
                        "inhalt": "<p>Im Keller stehen hundert.</p>",
                        "bild": _picture("kannen"),
                        "rubrik": "Bericht",
                        "datum": "2026-01-09T00:00:00.000Z",
                        "lesezeit": 7,
                        "verfasser": "jon-kern",
                    },
                },
                "neu-hier": {
                    "de-DE": {
                        "name": "Neu hier",
                        "kurztext": "Wer wir sind.",
                        "rubrik": "Bericht",
                        "verfasser": "ada-brandt",
                    },
                },
            },
            there=["gruener-tee", "alte-kannen"],
        ),
    ],
    """\
  person:
    webflow: {collection: personen}
    butter: {collection: people, origin_key: origin}
    match: [name]
    fields:
      name: {type: text, webflow: name, butter: full_name}
      bio: {type: text, webflow: kurzbio, butter: about}
      site: {type: link, webflow: webseite, butter: homepage}
  article:
    webflow: {collection: beitraege}
    butter: {page_type: magazine_article}
    match: [$slug]
    fields:
      title: {type: text, webflow: name, butter: headline}
      teaser: {type: text, webflow: kurztext, butter: teaser}
      body: {type: rich_text, webflow: inhalt, butter: body}
      picture: {type: image, webflow: bild, butter: hero}
      section:
        type: option
        webflow: rubrik
        butter: section
        values: {guide: {webflow: Ratgeber, butter: guide}, report: {webflow: Bericht, butter: report}}
      day: {type: date, webflow: datum, butter: published_on}
      minutes: {type: number, webflow: lesezeit, butter: minutes}
      author: {type: reference, to: person, webflow: verfasser, butter: writer}
""",
)

KISSATEN = PrivateSite(
    "kissaten",
    {"ja": "japanese", "en": "english"},
    [
        Kept(
            "menyu",
            "drinks",
            paged=False,
            fields=[
                Named("name", "PlainText", "label"),
                Named("slug", "PlainText", "handle"),
                Named("setsumei", "PlainText", "text"),
                Named("nedan", "Number", "price"),
                Named("iro", "Color", "colour"),
                Named("osusume", "Switch", "recommended"),
            ],
            entries={
                "sencha": {
                    "ja": {
                        "name": "煎茶",
                        "setsumei": "毎日のお茶です。",
                        "nedan": 450,
                        "iro": "#7fa05a",
                        "osusume": True,
                    },
                    "en": {
                        "name": "Sencha",
                        "setsumei": "The tea of every day.",
                        "nedan": 450,
                        "iro": "#7fa05a",
                        "osusume": True,
                    },
                },
                "hojicha": {
                    "ja": {
                        "name": "ほうじ茶",
                        "setsumei": "香ばしいお茶です。",
                        "nedan": 420,
                        "iro": "#8a5a33",
                        "osusume": True,
                    },
                    "en": {
                        "name": "Hojicha",
                        "setsumei": "It smells of the roast.",
                        "nedan": 420,
                        "iro": "#8a5a33",
                        "osusume": True,
                    },
                },
                "matcha": {
                    "ja": {
                        "name": "抹茶",
                        "setsumei": "石臼で挽きます。",
                        "nedan": 700,
                        "iro": "#4f7a28",
                        "osusume": False,
                    },
                },
            },
            there=["sencha", "hojicha"],
        ),
    ],
    """\
  drink:
    webflow: {collection: menyu}
    butter: {collection: drinks, origin_key: origin}
    match: [handle]
    fields:
      name: {type: text, webflow: name, butter: label}
      handle: {type: text, webflow: slug, butter: handle}
      text: {type: text, webflow: setsumei, butter: text}
      price: {type: number, webflow: nedan, butter: price}
      colour: {type: colour, webflow: iro, butter: colour}
      recommended: {type: flag, webflow: osusume, butter: recommended}
""",
)

CUISINE = PrivateSite(
    "cuisine",
    {"fr-FR": "fr", "es-ES": "es", "en-US": "en"},
    [
        Kept(
            "ingredients",
            "products",
            paged=False,
            fields=[Named("name", "PlainText", "name"), Named("slug", "PlainText", "slug")],
            entries={
                "farine": {"fr-FR": {"name": "Farine"}, "es-ES": {"name": "Harina"}, "en-US": {"name": "Flour"}},
                "beurre": {"fr-FR": {"name": "Beurre"}, "es-ES": {"name": "Mantequilla"}},
            },
        ),
        Kept(
            "recettes",
            "recipe",
            paged=True,
            fields=[
                Named("name", "PlainText", "dish"),
                Named("preparation", "RichText", "method"),
                Named("duree", "Number", "time"),
                Named("ingredients", "MultiReference", "products", to="ingredients"),
                Named("note", "PlainText", ""),
                Named("parfois", "PlainText", "sometimes"),
            ],
            entries={
                "crepes": {
                    "fr-FR": {
                        "name": "Crêpes",
                        "preparation": "<p>Mélanger la farine et le lait.</p>",
                        "duree": 25,
                        "ingredients": ["farine", "beurre"],
                        "note": "Le mardi.",
                    },
                    "es-ES": {
                        "name": "Filloas",
                        "preparation": "<p>Mezclar la harina con la leche.</p>",
                        "duree": 25,
                        "ingredients": ["farine"],
                    },
                    "en-US": {"name": "Pancakes", "preparation": "<p>Mix the flour and the milk.</p>", "duree": 30},
                },
                "sables": {
                    "fr-FR": {
                        "name": "Sablés",
                        "preparation": "<p>Sabler le beurre avec la farine.</p>",
                        "duree": 40,
                        "ingredients": ["beurre", "farine"],
                    },
                },
                "tarte": {
                    "fr-FR": {
                        "name": "Tarte",
                        "preparation": "<p>Étaler la pâte.</p>",
                        "duree": 55,
                        "note": "Avec des pommes.",
                    },
                    "es-ES": {"name": "Tarta", "preparation": "<p>Extender la masa.</p>", "duree": 55},
                },
            },
            there=["crepes", "sables"],
        ),
        Kept(
            "adresses",
            "shop",
            paged=True,
            fields=[Named("name", "PlainText", "name")],
            entries={"halles": {"fr-FR": {"name": "Les Halles"}}},
            there=[],
        ),
    ],
    """\
  product:
    webflow: {collection: ingredients}
    butter: {collection: products, origin_key: origin}
    match: [slug]
    fields:
      name: {type: text, webflow: name, butter: name}
      slug: {type: text, webflow: slug, butter: slug}
  recipe:
    webflow: {collection: recettes}
    butter: {page_type: recipe, other_fields: [sometimes]}
    match: [$slug]
    fields:
      dish: {type: text, webflow: name, butter: dish}
      method: {type: rich_text, webflow: preparation, butter: method}
      minutes: {type: number, webflow: duree, butter: time}
      products: {type: references, to: product, webflow: ingredients, butter: products}
""",
)

NOVEDADES = PrivateSite(
    "novedades",
    {"es": "es", "pt-PT": "pt"},
    [
        Kept(
            "noticias",
            "news",
            paged=True,
            fields=[
                Named("name", "PlainText", "name"),
                Named("cuerpo", "RichText", "cuerpo"),
                Named("fecha", "DateTime", "day"),
                Named("autor", "PlainText", "signed_by"),
                Named("tipo", "Option", "kind", options={"Aviso": "notice", "Crónica": "report"}),
            ],
            entries={
                "abrimos": {
                    "es": {
                        "name": "Abrimos",
                        "cuerpo": "<p>Hoy abrimos.</p>",
                        "fecha": "2026-05-01T00:00:00.000Z",
                        "autor": "Inés",
                        "tipo": "Aviso",
                    },
                    "pt-PT": {
                        "name": "Abrimos já",
                        "cuerpo": "<p>Hoje abrimos.</p>",
                        "fecha": "2026-05-01T00:00:00.000Z",
                        "autor": "Inés",
                        "tipo": "Aviso",
                    },
                },
                "la-feria": {
                    "es": {"name": "La feria", "cuerpo": "<p>Fuimos a la feria.</p>", "autor": "Luz", "tipo": "Crónica"}
                },
            },
            there=[],
        ),
    ],
    """\
  news:
    webflow: {collection: noticias}
    butter: {page_type: news}
    match: [$slug]
    fields:
      name: {type: text, webflow: name, butter: name}
      cuerpo: {type: rich_text, webflow: cuerpo, butter: cuerpo}
      day: {type: date, webflow: fecha, butter: day}
      author: {type: text, webflow: autor, butter: signed_by}
      sort:
        type: option
        webflow: tipo
        butter: kind
        values: {notice: {webflow: Aviso, butter: notice}, report: {webflow: Crónica, butter: report}}
""",
)

SITES = {site.name: site for site in (TEEHAUS, KISSATEN, CUISINE, NOVEDADES)}
