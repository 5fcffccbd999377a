"""A site in the sandbox, and the texts of an app in a folder beside the mapping."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import small_site
from plan_lines import lines_of
from sandboxes import PROMPT, Sandbox, Sandboxes

from bench import Bench
from isogloss.http.clock import SystemClock
from isogloss.run.loading import load_text

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from isogloss.apply.patience import Patience
    from isogloss.bridge import Bridge
    from isogloss.http.clock import Clock

Json = dict[str, Any]

SITE = {
    "site": {"displayName": "Pots", "shortName": "pots"},
    "locales": {"primary": "en", "secondary": ["fr-FR", "de"]},
    "collections": [
        {
            "slug": "questions",
            "fields": [{"slug": "answer", "type": "PlainText"}, {"slug": "one", "type": "PlainText"}],
        }
    ],
}


@dataclass
class AppTexts(Bench):
    """A site in the sandbox and a folder beside the mapping."""

    site: Sandbox
    sandboxes: Sandboxes
    folder: Path
    text: str
    layout: str = "{locale}/faq.json"
    seeds: Json = field(default_factory=lambda: SITE)
    patience: Patience = PROMPT
    clock: Clock = field(default_factory=SystemClock)
    made: int = 0

    def __post_init__(self) -> None:
        self.locales.mkdir()
        self.site.seed(self.seeds)

    @property
    def locales(self) -> Path:
        return self.folder / "locales"

    @property
    def mapping(self) -> Path:
        return self.folder / "help.yaml"

    @property
    def bridge(self) -> Bridge:
        self.mapping.write_text(self.text.replace("@URL@", self.site.url), encoding="utf-8")
        return load_text(self.mapping.read_text("utf-8"), path=str(self.mapping), environ=small_site.ENVIRONMENT)

    @property
    def transport(self) -> httpx.BaseTransport | None:
        return self.sandboxes.transport

    def file(self, code: str) -> Path:
        return self.locales / self.layout.format(locale=code)

    def put(self, code: str, text: str) -> None:
        self.file(code).parent.mkdir(parents=True, exist_ok=True)
        self.file(code).write_text(text, encoding="utf-8")

    def read(self, code: str) -> str:
        return self.file(code).read_bytes().decode()

    def said(self, code: str) -> Json:
        return json.loads(self.read(code))

    def make(self, slug: str, locale: str = "en", *, publish: bool = True, **fields: str) -> None:
        told = {"collection": "questions", "locale": locale, "publish": publish, "fields": {"slug": slug, **fields}}
        there = {row["fieldData"]["slug"]: row["id"] for row in self.rows()}
        action = {"action": "add_locale", "item": there[slug]} if slug in there else {"action": "create"}
        self.site.edit(**told, **action)

    def edit(
        self, slug: str, locale: str = "en", action: str = "update", *, publish: bool = True, **fields: str
    ) -> None:
        told = {"fields": fields, "publish": publish} if action == "update" else {}
        self.site.edit(collection="questions", item=slug, locale=locale, action=action, **told)

    def rows(self) -> list[Json]:
        return next(each for each in self.site.state()["collections"] if each["slug"] == "questions")["items"]

    def shown(self, locale: str = "en", *, live: bool = True) -> dict[str, Json]:
        """By slug, what the public sees of each item, or what lies in the editor."""
        code = next(each["cmsLocaleId"] for each in self.site.state()["locales"] if each["tag"] == locale)
        found = [row for row in self.rows() if row["cmsLocaleId"] == code and (row["live"] or not live)]
        return {row["fieldData"]["slug"]: (row["live"] if live else row)["fieldData"] for row in found}

    def silent(self) -> None:
        """Another sync writes nothing, on either side."""
        before = {file: file.stat().st_mtime_ns for file in self.locales.rglob("*") if file.is_file()}
        self.site.forget()
        again = self.sync()
        assert list(lines_of(again.plan, "op")) == []
        assert list(lines_of(again.plan, "conflict")) == []
        assert self.site.writes() == []
        assert {file: file.stat().st_mtime_ns for file in self.locales.rglob("*") if file.is_file()} == before
