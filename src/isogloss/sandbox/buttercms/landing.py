"""Writes taking effect, some time after they were answered.

Decides which queued writes land now and in which order, and what a write of a page or item does to the content. A
write that cannot be carried out is lost: nobody is told, and only the sandbox's state keeps the reason, under
``failures``. What a write of a post does is in ``post_landing``.

Source: ButterCMS write API (reference sections 1, 5, 6.2, 9); what happens to ``status`` over a published page and to
a late failure is [inferred] and switched.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from isogloss.sandbox.buttercms.answers import Json
from isogloss.sandbox.buttercms.desk import Desk, LostError
from isogloss.sandbox.buttercms.post_landing import land_post, land_post_update, released
from isogloss.sandbox.buttercms.schema import Specs
from isogloss.sandbox.buttercms.store import Entry, Fields, Job, Variant
from isogloss.sandbox.buttercms.values import Intake, UnfitError, is_blank


def land_page(intake: Intake, job: Job) -> None:
    """Make a page."""
    data, store = job.data, intake.desk.store
    place, slug = cast("str", data["place"]), cast("str", data["slug"])
    if taken(intake.desk, place, slug):
        raise LostError(f"The slug {slug!r} was taken.")
    variants = _new_variants(intake, "page", store.schema.of("page", place, slug), data)
    store.put(Entry(store.next_id(), "page", place, slug, cast("str", data["title"]), variants))


def land_item(intake: Intake, job: Job) -> None:
    """Make an item."""
    key, store = cast("str", job.data["place"]), intake.desk.store
    variants = _new_variants(intake, "item", store.schema.of("item", key, ""), job.data)
    store.put(Entry(store.next_id(), "item", key, variants=variants))


def land_update(intake: Intake, job: Job) -> None:
    """Change a page or an item; ``whole`` replaces what is not sent."""
    data, desk = job.data, intake.desk
    entry = desk.store.entries.get(cast("int", data["id"]))
    if entry is None or entry.deleted is not None:
        raise LostError("It was deleted in the meantime.")
    specs = desk.store.schema.of(entry.kind, entry.place, entry.slug)
    sent = cast("dict[str, Fields]", data["fields"])
    whole = bool(data.get("whole"))
    variants = dict(entry.variants)
    if whole and desk.switches.put_other_locales == "lost":
        variants = {locale: variant for locale, variant in variants.items() if locale in sent}
    for locale, status in cast("dict[str, str | None]", data["statuses"]).items():
        old = variants.get(locale)
        if old is None and locale not in sent:
            raise LostError(f"It has no content in {locale!r} to give a status to.")
        fields = sent.get(locale, {})
        if old is None or (whole and locale in sent):
            new = intake.whole(specs, fields)
        else:
            new = intake.merged(specs, old.newest, fields)
        variants[locale] = _moved(desk, entry.kind, specs, old, new, status)
    desk.store.put(replace(entry, variants=variants))


def taken(desk: Desk, place: str | None, slug: str) -> bool:
    """Say whether a new page cannot have this slug."""
    pages = desk.store.pages_with(slug, deleted=not desk.switches.deleted_slug_reusable)
    return any(page.place == place for page in pages)


def _released(variant: Variant, moment: str) -> Variant:
    if variant.scheduled is None or variant.scheduled > moment:
        return variant
    at = variant.scheduled
    return replace(variant, live=variant.newest, draft=None, scheduled=None, published=at, updated=at)


def _new_variants(intake: Intake, kind: str, specs: Specs | None, data: Json) -> dict[str, Variant]:
    sent = cast("Mapping[str, Fields]", data["fields"])
    statuses = cast("Mapping[str, str | None]", data["statuses"])
    return {
        locale: _moved(intake.desk, kind, specs, None, intake.whole(specs, fields), statuses[locale])
        for locale, fields in sent.items()
    }


def _moved(desk: Desk, kind: str, specs: Specs | None, old: Variant | None, new: Fields, status: str | None) -> Variant:
    """Put a new version into a variant, live or not as its status asks; no status keeps the one it has."""
    variant = replace(old or Variant(), updated=desk.stamp)
    if status is None:
        status = "published" if variant.live is not None and variant.draft is None else "draft"
    if status == "published":
        missing = [spec.slug for spec in (specs or {}).values() if spec.required and is_blank(spec, new.get(spec.slug))]
        if missing:
            raise UnfitError(missing[0], "A required field is empty.")
        published = variant.published if variant.live is not None else desk.stamp
        return replace(variant, live=new, draft=None, published=published, scheduled=None)
    on_top = kind == "page" and desk.switches.draft_over_published == "on_top"
    # Source: collections have no draft over a published version, so a draft takes the item offline [inferred].
    if on_top and variant.live is not None:
        return replace(variant, draft=new)
    return replace(variant, live=None, draft=new, published=None)


def _lost(_: Intake, job: Job) -> None:
    raise LostError(str(job.data["reason"]))


LANDERS: Mapping[str, Callable[[Intake, Job], None]] = {
    "page": land_page,
    "item": land_item,
    "update": land_update,
    "post": land_post,
    "post_update": land_post_update,
    "lost": _lost,
}


def settle(desk: Desk) -> list[float]:
    """Land every write that is due, the earliest first; answer when each took effect, in seconds of ``elapsed``."""
    version = desk.store.version
    for entry in desk.store.scheduled():
        variants = {locale: _released(variant, desk.stamp) for locale, variant in entry.variants.items()}
        if variants != entry.variants:
            desk.store.put(replace(entry, variants=variants))
    for post in desk.store.waiting():
        if (new := released(post, desk.stamp)) != post:
            desk.store.put_post(new)
    changes = [desk.elapsed] if desk.store.version != version else []
    ready = [job for job in desk.store.queue if job.due <= desk.elapsed and job.reads <= 0]
    desk.store.queue = [job for job in desk.store.queue if job not in ready]
    for job in sorted(ready, key=lambda each: (each.due, each.n)):
        try:
            LANDERS[job.kind](Intake(desk, max(job.due, 0.0)), job)
        except (UnfitError, LostError) as error:
            desk.lose(job.path, str(error))
        else:
            changes.append(job.due)
    return changes


def count_read(desk: Desk) -> None:
    """Let a read go by that still sees the old state."""
    queue = desk.store.queue
    if any(job.reads for job in queue):
        desk.store.queue = [Job(job.n, job.due, max(0, job.reads - 1), job.path, job.kind, job.data) for job in queue]
