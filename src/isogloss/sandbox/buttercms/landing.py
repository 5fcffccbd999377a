"""Writes taking effect, some time after they were answered.

Decides what a queued write of a page or item does to the content. A write that cannot be carried out is lost: nobody
is told, and only the sandbox's state keeps the reason, under ``failures``.

Source: ButterCMS write API (reference sections 1, 5, 6.2, 9); what happens to ``status`` over a published page and to
a late failure is [inferred] and switched.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.schema import Specs
from isogloss.sandbox.buttercms.store import Entry, Fields, Job, Store, Variant
from isogloss.sandbox.buttercms.switches import Switches
from isogloss.sandbox.buttercms.values import Intake, UnfitError, is_blank


class LostError(Exception):
    """A queued write cannot be carried out."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a write lands on. ``stamp``: now, ISO 8601 UTC. ``intake``: takes its values in."""

    store: Store
    switches: Switches
    stamp: str
    intake: Intake


def land_page(ground: Ground, job: Job) -> None:
    """Make a page."""
    data = job.data
    place, slug = cast("str", data["place"]), cast("str", data["slug"])
    if any(page.place == place for page in taken(ground.store, ground.switches, place, slug)):
        raise LostError(f"The slug {slug!r} was taken.")
    specs = ground.store.schema.of("page", place, slug)
    variants = _new_variants(ground, "page", specs, data)
    page = Entry(ground.store.next_id(), "page", place, slug, cast("str", data["title"]), variants)
    ground.store.put(page)


def land_item(ground: Ground, job: Job) -> None:
    """Make an item."""
    key = cast("str", job.data["place"])
    variants = _new_variants(ground, "item", ground.store.schema.of("item", key, ""), job.data)
    ground.store.put(Entry(ground.store.next_id(), "item", key, variants=variants))


def land_update(ground: Ground, job: Job) -> None:
    """Change a page or an item; ``whole`` replaces what is not sent."""
    data = job.data
    entry = ground.store.entries.get(cast("int", data["id"]))
    if entry is None or entry.deleted is not None:
        raise LostError("It was deleted in the meantime.")
    specs = ground.store.schema.of(entry.kind, entry.place, entry.slug)
    sent = cast("dict[str, Fields]", data["fields"])
    whole = bool(data.get("whole"))
    variants = dict(entry.variants)
    if whole and ground.switches.put_other_locales == "lost":
        variants = {locale: variant for locale, variant in variants.items() if locale in sent}
    for locale, status in cast("dict[str, str | None]", data["statuses"]).items():
        old = variants.get(locale)
        if old is None and locale not in sent:
            raise LostError(f"It has no content in {locale!r} to give a status to.")
        fields = sent.get(locale, {})
        if old is None or (whole and locale in sent):
            new = ground.intake.whole(specs, fields)
        else:
            new = ground.intake.merged(specs, old.newest, fields)
        variants[locale] = _moved(ground, entry.kind, specs, old, new, status)
    ground.store.put(replace(entry, variants=variants))


def taken(store: Store, switches: Switches, place: str | None, slug: str) -> list[Entry]:
    """Find the pages whose slug a new one cannot have."""
    pages = store.pages_with(slug, deleted=not switches.deleted_slug_reusable)
    return [page for page in pages if page.place == place]


def due(store: Store, moment: str) -> None:
    """Publish what was scheduled and whose time has come. Units: ``moment`` is ISO 8601 UTC."""
    for entry in store.scheduled():
        variants = {locale: _released(variant, moment) for locale, variant in entry.variants.items()}
        if variants != entry.variants:
            store.put(replace(entry, variants=variants))


def _released(variant: Variant, moment: str) -> Variant:
    if variant.scheduled is None or variant.scheduled > moment:
        return variant
    at = variant.scheduled
    return replace(variant, live=variant.newest, draft=None, scheduled=None, published=at, updated=at)


def _new_variants(ground: Ground, kind: str, specs: Specs | None, data: Json) -> dict[str, Variant]:
    sent = cast("Mapping[str, Fields]", data["fields"])
    statuses = cast("Mapping[str, str | None]", data["statuses"])
    return {
        locale: _moved(ground, kind, specs, None, ground.intake.whole(specs, fields), statuses[locale])
        for locale, fields in sent.items()
    }


def _moved(
    ground: Ground, kind: str, specs: Specs | None, old: Variant | None, new: Fields, status: str | None
) -> Variant:
    """Put a new version into a variant, live or not as its status asks; no status keeps the one it has."""
    variant = replace(old or Variant(), updated=ground.stamp)
    if status is None:
        status = "published" if variant.live is not None and variant.draft is None else "draft"
    if status == "published":
        missing = [spec.slug for spec in (specs or {}).values() if spec.required and is_blank(spec, new.get(spec.slug))]
        if missing:
            raise UnfitError(missing[0], "A required field is empty.")
        published = variant.published if variant.live is not None else ground.stamp
        return replace(variant, live=new, draft=None, published=published, scheduled=None)
    on_top = kind == "page" and ground.switches.draft_over_published == "on_top"
    # Source: collections have no draft over a published version, so a draft takes the item offline [inferred].
    if on_top and variant.live is not None:
        return replace(variant, draft=new)
    return replace(variant, live=None, draft=new, published=None)
