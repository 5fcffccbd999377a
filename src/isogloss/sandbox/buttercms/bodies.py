"""Write bodies of pages and items: which locales they are for, and what is wrong with them at first sight.

Decides what is refused at once; what is found out later (targets, media, types) is for ``landing``.

Source: ButterCMS localization guide and write API (reference sections 5 and 6.2); the detection rule is [inferred].
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import cast

from isogloss.sandbox.buttercms.answers import Call, Json, invalid, refuse
from isogloss.sandbox.buttercms.desk import Desk
from isogloss.sandbox.buttercms.reading import locale_of
from isogloss.sandbox.buttercms.schema import Specs
from isogloss.sandbox.buttercms.store import Entry
from isogloss.sandbox.buttercms.switches import Switches
from isogloss.sandbox.buttercms.values import Intake, UnfitError, blank, is_blank

REQUIRED = "This field is required."
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")
_SLUG_LENGTH = 100

Sent = dict[str, Mapping[str, object]]
"""What a body sends for each locale."""


def parsed(call: Call) -> Json:
    """Read a body that must be a JSON object."""
    try:
        body = json.loads(call.body, parse_constant=_refuse_constant)
    except ValueError as error:
        refuse(400, f"JSON parse error - {error}")
    if not isinstance(body, dict):
        invalid({"": ["Invalid data. Expected a dictionary."]})
    return cast("Json", body)


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON.")


def status_of(body: Json, fallback: str | None) -> str | None:
    """Read ``status``; scheduling is not available to writes."""
    status = body.get("status", fallback)
    if status is not None and status not in ("draft", "published"):
        invalid({"status": [f'"{status}" is not a valid choice.']})
    return status


def required_texts(body: Json, limits: Mapping[str, int]) -> dict[str, list[str]]:
    """Look at texts that must be there: name to greatest length, 0 for none."""
    problems: dict[str, list[str]] = {}
    for name, limit in limits.items():
        value = body.get(name)
        if name not in body:
            problems[name] = [REQUIRED]
        elif not isinstance(value, str) or not value.strip():
            problems[name] = ["This field may not be blank."]
        elif limit and len(value) > limit:
            problems[name] = [f"Ensure this field has no more than {limit} characters."]
    slug = body.get("slug")
    if "slug" in limits and "slug" not in problems and not _SLUG.fullmatch(str(slug)):
        problems["slug"] = ["Enter a valid slug consisting of letters, numbers, underscores or hyphens."]
    return problems


def page_head(body: Json, switches: Switches) -> tuple[str, str, str]:
    """Read title, slug and type of a page to be made."""
    problems = required_texts(body, {"title": 0, "slug": _SLUG_LENGTH})
    if problems:
        invalid(problems)
    spellings = ("page_type", "page-type") if switches.page_type_key == "both" else (switches.page_type_key,)
    kind = next((body[each] for each in spellings if each in body), None)
    if not isinstance(kind, str) or not kind:
        # That a page without a type cannot be made by the API is [inferred]: it is documented nowhere.
        invalid({spellings[0]: [REQUIRED]})
    return str(body["title"]), str(body["slug"]), kind


def by_locale(desk: Desk, call: Call, fields: object, specs: Specs | None, *, create: bool) -> Sent:
    """Sort a body's fields by locale, detecting which of the two formats it is in."""
    if not isinstance(fields, dict):
        invalid({"fields": ["Expected a dictionary of items."]})
    store, switches = desk.store, desk.switches
    named = [key for key, value in fields.items() if key in store.locales and isinstance(value, dict)]
    if switches.localization and fields:
        if len(named) == len(fields):
            return cast("Sent", fields)
        mixed = [key for key in named if key not in (specs or {})]
        if mixed and switches.mixed_keys == "reject":
            invalid({"fields": [f"Locales ({', '.join(mixed)}) and other keys cannot be mixed."]})
    honoured = create or switches.patch_locale == "honoured"
    locale = locale_of(desk, call) if honoured else store.default
    return {locale: fields}


def statuses(
    desk: Desk, call: Call, sent: Sent, status: str | None, there: Iterable[str] = ()
) -> dict[str, str | None]:
    """Say which status each locale is to have; None: the one it has. Without fields, it is for one locale.

    there: the locales that the page or item has.
    """
    if not sent:
        honoured = desk.switches.patch_locale == "honoured"
        return {locale_of(desk, call) if honoured else desk.store.default: status}
    if desk.switches.status_scope == "default":
        return {locale: status if locale == desk.store.default else None for locale in sent}
    if desk.switches.status_scope == "all" and status is not None:
        return dict.fromkeys((*there, *sent), status)
    return dict.fromkeys(sent, status)


def update_of(desk: Desk, call: Call, entry: Entry, body: Json) -> Json:
    """Check an update of a page or item, and make the data of its job."""
    status = status_of(body, None)
    if "fields" not in body and status is None:
        invalid({"": ["Nothing to update: neither fields nor status."]})
    specs = desk.store.schema.of(entry.kind, entry.place, entry.slug)
    sent = by_locale(desk, call, body["fields"], specs, create=False) if "fields" in body else {}
    check(desk, specs, sent, status=status, create=False)
    return {"id": entry.id, "fields": sent, "statuses": statuses(desk, call, sent, status, entry.variants)}


def check(desk: Desk, specs: Specs | None, sent: Sent, *, status: str | None, create: bool) -> bool:
    """Refuse what can be seen to be wrong; answer False where the write will be lost without a word."""
    if specs is None:
        return True
    problems: dict[str, list[str]] = {}
    sound = True
    for locale, fields in sent.items():
        tail = f" ({locale})" if len(sent) > 1 else ""
        if desk.switches.unknown_keys == "reject":
            problems |= {key: [f"There is no such field{tail}."] for key in fields if key not in specs}
        missing = [key for key in specs if key not in fields] if create else []
        if missing and desk.switches.missing_keys == "reject":
            problems |= {key: [f"{REQUIRED[:-1]}{tail}."] for key in missing}
        sound &= not missing or desk.switches.missing_keys != "lost"
        if status == "published" or desk.switches.required_for_drafts:
            problems |= {
                key: [f"This field may not be blank{tail}."] for key in _unfilled(specs, fields, create=create)
            }
    problems |= _unfit(desk, specs, sent) if not problems else {}
    if problems:
        invalid(problems)
    return sound


def _unfilled(specs: Specs, fields: Mapping[str, object], *, create: bool) -> list[str]:
    required = [spec for spec in specs.values() if spec.required and (create or spec.slug in fields)]
    return [spec.slug for spec in required if is_blank(spec, fields.get(spec.slug))]


def _unfit(desk: Desk, specs: Specs, sent: Sent) -> dict[str, list[str]]:
    at_once = {
        "type": desk.switches.type_mismatch == "reject",
        "reference": desk.switches.bad_reference == "reject",
        "media": False,
    }
    if not any(at_once.values()):
        return {}
    intake = Intake(desk, desk.elapsed, dry=True)
    for fields in sent.values():
        try:
            intake.merged(specs, blank(specs), fields)
        except UnfitError as error:
            if at_once[error.cause]:
                return {error.path: [error.reason]}
    return {}
