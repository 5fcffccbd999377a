"""Two memory sides and a mapping between them, for tests that run the whole program without a network."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from manual_clock import ManualClock

from bench import Bench
from isogloss.adapters.memory import World
from isogloss.bridge import Bridge, ByKind, FieldBinding, KindBinding, KindScope, MemorySettings, SideBinding
from isogloss.model.address import EntryKey, Side
from isogloss.model.entry import SLUG
from isogloss.model.locale import Locale
from isogloss.model.schema import Field
from isogloss.model.value import Asset, Digest, Many, Ref, Scalar, Value
from isogloss.plan.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

EN, FR, JA = Locale("en"), Locale("fr"), Locale("ja")
LOCALES = (EN, FR, JA)

FIELDS: Mapping[str, Mapping[str, Field]] = {
    "author": {"name": Field("name", "text"), "bio": Field("bio", "long_text")},
    "article": {
        "title": Field("title", "text"),
        "body": Field("body", "rich_text"),
        "rank": Field("rank", "number", shared=True),
        "hot": Field("hot", "flag"),
        "cover": Field("cover", "image"),
        "author": Field("author", "reference", to="author"),
        "related": Field("related", "references", to="article"),
    },
}


def text(value: str) -> Scalar:
    return Scalar("text", value)


def html(value: str) -> Scalar:
    return Scalar("rich_text", value)


def number(value: int) -> Scalar:
    return Scalar("number", str(value))


def ref(kind: str, remote: str) -> Ref:
    return Ref(EntryKey(kind, remote))


def refs(kind: str, *remotes: str) -> Many:
    return Many(tuple(ref(kind, remote) for remote in remotes))


def image(url: str, alt: str = "") -> Asset:
    return Asset("image", url, alt)


def binding(side: Side, world: World, *, carry: bool = False) -> SideBinding:
    kinds = {
        kind: KindBinding(
            kind,
            ByKind(),
            {name: FieldBinding(found, name) for name, found in fields.items()},
            None,
            (SLUG,),
            next(iter(fields)),
        )
        for kind, fields in FIELDS.items()
    }
    locales = {locale: locale.lower() for locale in LOCALES}
    return SideBinding(side, side.value, MemorySettings(world), {}, locales, EN, kinds, carry)


@dataclass
class Pair(Bench):
    """Two worlds and a clock."""

    folder: Path
    left: World = field(default_factory=World)
    right: World = field(default_factory=World)
    clock: ManualClock = field(default_factory=ManualClock)
    options: dict[str, object] = field(default_factory=dict)

    @property
    def bridge(self) -> Bridge:
        carry = self.options.get("unpublished_edits") == "carry"
        kinds = {
            kind: KindScope(kind, fields, True, (SLUG,), next(iter(fields)), {}) for kind, fields in FIELDS.items()
        }
        made = Bridge(
            "pair",
            "pair.yaml",
            Digest("pair"),
            binding(Side.LEFT, self.left, carry=carry),
            binding(Side.RIGHT, self.right, carry=carry),
            "both",
            LOCALES,
            EN,
            kinds,
            limits=Limits(delete=1.0, change=1.0, minimum=1000),
        )
        return replace(made, **self.options)  # type: ignore[arg-type]  # names as a test gives them

    def world(self, side: Side) -> World:
        return self.left if side is Side.LEFT else self.right

    def writes(self) -> int:
        return len(self.left.calls) + len(self.right.calls)

    def shown(self, side: Side, kind: str, slug: str, locale: Locale, name: str) -> Value | None:
        """What editors see of one cell, found by slug."""
        for stored in self.world(side).entries.values():
            if (stored.kind, stored.slug) == (kind, slug) and locale in stored.versions:
                return stored.versions[locale].staged.get(name)
        return None


def remote_of(world: World, kind: str, slug: str) -> str:
    return next(s.remote for s in world.entries.values() if (s.kind, s.slug) == (kind, slug))
