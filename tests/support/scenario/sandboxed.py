"""One side of a case that is a platform as it is: a sandbox, seeded and edited by way of its control plane.

Decides how entries of the one kind that these cases have stand in a seed and a state of either sandbox. What memory
shows as well is not repeated here, so editors only change fields that are there; what an owner does is said in lines.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scenario.case import BadCase, known, one_of
from scenario.desk import with_shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sandboxes import Sandbox

    from isogloss.bridge import SideBinding
    from isogloss.model.address import Side
    from scenario.case import Told

OWNER = "$owner"
_FIELDS = (
    # on Webflow, its type, on ButterCMS, its kind
    ("name", None, "headline", "text"),
    ("body", "RichText", "body", "wysiwyg"),
    ("minutes", "Number", "minutes", "number"),
)
_RAW = {"number": json.loads}


@dataclass
class SandboxDesk(ABC):
    """One sandbox, with articles alone.

    names: what the case calls an entry, by kind and id.
    """

    side: Side
    sandbox: Sandbox
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def seed(self, binding: SideBinding, entries: Told, at: str) -> None:
        """Begin with what is said, and with the schemas."""
        rows = {name: self._variants(binding, told, where) for name, told, where in self._entries(entries, at)}
        self.sandbox.seed(self.seeded(rows))

    def put(self, binding: SideBinding, entries: Told, at: str) -> None:
        """Let editors change fields, and let the owner do what the lines say."""
        for line in entries.get(OWNER, ()):
            self.sandbox.edit(**self.act(line.split(), f"{at}.{OWNER}"))
        for name, told, where in self._entries({key: each for key, each in entries.items() if key != OWNER}, at):
            for code, variant in self._variants(binding, told, where).items():
                place = {**self.place(name), "locale": code}
                self.sandbox.edit(action="update", fields=variant["fields"], publish=True, **place)

    def _entries(self, entries: Told, at: str) -> Iterator[tuple[str, Told, str]]:
        for entry, told in entries.items():
            kind, _, name = entry.partition("/")
            one_of(kind, ("article",), f"{at}.{entry}")
            yield name, told, f"{at}.{entry}"

    def _variants(self, binding: SideBinding, told: Told, at: str) -> Told:
        """What an entry says in each locale, by the side's code of it and in its own names and forms."""
        bound = binding.kinds["article"].fields
        known(told, ("all", *binding.locales), at)
        made = {}
        for locale, code in binding.locales.items():
            if locale not in told:
                continue
            said = {**told.get("all", {}), **told[locale]}
            known(said, ("$status", *bound), f"{at}.{locale}")
            state = said.pop("$status", "published")
            fields = {bound[name].remote: _RAW.get(bound[name].field.type, str)(each) for name, each in said.items()}
            made[code] = {"fields": fields, "state": state}
        return made

    def begin(self) -> None:
        """Another round begins."""
        self.sandbox.forget()

    def writes(self) -> int:
        """How many writes came since it began."""
        return len(self.sandbox.writes())

    def shown(self, binding: SideBinding) -> Told:
        """Everything that is there, in the words of a case."""
        bound = binding.kinds["article"].fields
        found: Told = {}
        for remote, slug, code, state, content in self.rows():
            self.names["article", remote] = slug
            locale = next(locale for locale, each in binding.locales.items() if each == code)
            fields = {name: _plain(content.get(each.remote)) for name, each in bound.items()}
            variant = {name: value for name, value in fields.items() if value is not None}
            told = variant if state == "published" else {"$status": state, **variant}
            found.setdefault(f"article/{slug}", {})[str(locale)] = told
        return {entry: with_shared(told, bound) for entry, told in sorted(found.items())}

    @abstractmethod
    def seeded(self, rows: Told) -> Told:
        """A seed, of variants by slug and code."""

    @abstractmethod
    def place(self, slug: str) -> Told:
        """How an edit names an entry."""

    @abstractmethod
    def act(self, words: list[str], at: str) -> Told:
        """The edit that a line about the owner means."""

    @abstractmethod
    def rows(self) -> Iterator[tuple[str, str, str, str, Told]]:
        """Each variant: id, slug, code of the locale, state and content."""


class WebflowDesk(SandboxDesk):
    """A Webflow site."""

    def seeded(self, rows: Told) -> Told:
        """A site with one collection."""
        items = [
            {
                "key": slug,
                "variants": {
                    code: {**each, "fields": {"slug": slug, **each["fields"]}} for code, each in variants.items()
                },
            }
            for slug, variants in rows.items()
        ]
        fields = [{"slug": slug, "type": type_} for slug, type_, *_ in _FIELDS if type_]
        return {
            "site": {"displayName": "Tea", "shortName": "tea"},
            "locales": {"primary": "en-US", "secondary": ["fr-FR"]},
            "collections": [{"slug": "posts", "fields": fields, "items": items}],
        }

    def place(self, slug: str) -> Told:
        """By collection and slug."""
        return {"collection": "posts", "item": slug}

    def act(self, words: list[str], at: str) -> Told:
        """``exclude article.body from fr-FR``, ``include article/tea in fr-FR``."""
        match words:
            case [("exclude" | "include") as action, what, _, tag] if what.startswith("article/"):
                return {"action": action, "tag": tag, **self.place(what.partition("/")[2])}
            case [("exclude" | "include") as action, what, _, tag] if what.startswith("article."):
                return {"action": action, "tag": tag, "collection": "posts", "field": what.partition(".")[2]}
        raise BadCase(f"{at}: no owner of a Webflow site does: {' '.join(words)}")

    def rows(self) -> Iterator[tuple[str, str, str, str, Told]]:
        """The items of the collection."""
        state = self.sandbox.state()
        tags = {each["cmsLocaleId"]: each["tag"] for each in state["locales"]}
        for row in state["collections"][0]["items"]:
            content = row["fieldData"]
            yield (
                row["id"],
                content["slug"],
                tags[row["cmsLocaleId"]],
                "draft" if row["isDraft"] else "published",
                content,
            )


class ButterDesk(SandboxDesk):
    """A ButterCMS account."""

    def seeded(self, rows: Told) -> Told:
        """An account with one page type."""
        pages = [{"page_type": "article", "slug": slug, "title": slug, "locales": each} for slug, each in rows.items()]
        fields = [{"slug": slug, "kind": kind} for *_, slug, kind in _FIELDS]
        return {"locales": ["en", "fr"], "page_types": {"article": {"fields": fields}}, "pages": pages}

    def place(self, slug: str) -> Told:
        """By page type and slug."""
        return {"page_type": "article", "slug": slug}

    def act(self, words: list[str], at: str) -> Told:
        """``schedule article/tea in en at 2031-12-01T09:00:00Z``."""
        match words:
            case ["schedule", what, "in", code, "at", time]:
                return {"action": "schedule", "at": time, "locale": code, **self.place(what.partition("/")[2])}
        raise BadCase(f"{at}: no owner of a ButterCMS account does: {' '.join(words)}")

    def rows(self) -> Iterator[tuple[str, str, str, str, Told]]:
        """The pages of the type."""
        for page in self.sandbox.state()["pages"]:
            for code, each in page["locales"].items() if not page["deleted"] else ():
                state = "draft" if each["live"] is None else "published"
                yield str(page["id"]), page["slug"], code, state, each["live"] or each["draft"]


def _plain(raw: Any) -> Any:
    """A value as a case writes it; None where there is none."""
    return None if raw in (None, "") else str(raw)
