"""From ops to calls.

Decides which cells go into each request of an op, what cannot be written at all, and which path of the mapping a
refusal concerns. Refuses to know whether a write worked: ButterCMS only says that it was accepted.

Source: ButterCMS API reference, create and update of pages and items, seen 2026-11.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from isogloss.adapters.buttercms import paths
from isogloss.adapters.buttercms.account import ALT, Account, KindPlace, slug_of
from isogloss.adapters.buttercms.entries.encode import (
    body_of,
    check_special,
    empty_fields,
    encode,
    number_of,
    page_slug,
    slug_from,
)
from isogloss.adapters.buttercms.entries.parts import ORIGIN, Part, is_content, new_in, parts, states_of
from isogloss.adapters.calls import Calls, Orders, in_turn, op_by_op
from isogloss.errors import Rejected, Unauthorized
from isogloss.http.request import Request
from isogloss.model.entry import SLUG, STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, Scalar
from isogloss.plan.op import Change, Op
from isogloss.ports import Call, Names, Sent

_FORBIDDEN: Final = 403
_TYPE_KEYS: Final = frozenset({"page_type", "page-type"})


@dataclass(frozen=True, slots=True)
class Writing:
    """Turns ops into calls for one account.

    written: is told the kind and the remote id of each page that is made.
    """

    client: Orders
    account: Account
    written: set[tuple[str, str]] = field(default_factory=set)

    def calls(self, ops: Sequence[Op], names: Names) -> Calls:
        """Give the calls of each op in turn; after a failure, the rest of that op is left out."""

        def make(op: Op) -> Calls:
            return in_turn(op, [self._call(op, request) for request in self._requests(op, names)])

        return op_by_op(ops, make, side=self.account.name)

    def _call(self, op: Op, request: Request) -> Call:
        creates = op.verb == "create"

        def send() -> Sent:
            try:
                self.client.write(request)
            except Unauthorized as refusal:
                # 403 where pages of several types share the slug. Source: ButterCMS documentation, errors, 2026-11.
                if not self._place(op).single or refusal.status != _FORBIDDEN:
                    raise
                return Sent(refused={op.entry: str(refusal)})
            except Rejected as refused:
                raise _in_place(refused, self._place(op), self.account) from refused
            # A page is known by the slug we gave it; the number of an item is not told, and has to be looked for.
            if not creates or not self._place(op).paged:
                return Sent()
            slug = _slug_sent(request)
            self.written.add((op.entry.kind, slug))
            return Sent({op.entry: slug})

        return Call(request.name, (op,), send, frozenset({op.entry}) if creates else frozenset())

    def _place(self, op: Op) -> KindPlace:
        return self.account.places[op.entry.kind]

    def _requests(self, op: Op, names: Names) -> list[Request]:
        """Make every request of an op before the first is sent, so that nothing is written by halves."""
        place = self._place(op)
        cut = parts(op)
        for change in op.changes:
            _check(op, place, change)
        if op.verb == "create":
            return [self._create(op, place, cut[0], names)]
        remote = names.remote(op.entry)
        if remote is None:
            raise ValueError("its id on this side is not known; run a sync to find it.")
        if op.verb == "delete":
            return [self._delete(op, place, remote)]
        if op.verb == "unpublish" and place.paged:
            raise ValueError("no call is known to take a page offline; do it in the dashboard.")
        made = [self._patch(op, place, part, remote, names) for part in cut]
        requests = [request for request in made if request is not None]
        if not requests:
            raise ValueError("it changes nothing that ButterCMS holds.")
        return requests

    def _create(self, op: Op, place: KindPlace, part: Part, names: Names) -> Request:
        if not part.locales:
            raise AssertionError(f"{op.entry} is to be created in no locale.")
        if place.single:
            raise ValueError("a page without a type cannot be made by API; make it in the dashboard.")
        if not place.paged and place.origin_key is None:
            raise ValueError(
                f"the collection {place.name} has no origin_key in the mapping, so the new item could not be found "
                "again; add a text field for it."
            )
        fields = body_of(
            self.account, {each: self._fields(op, place, each, names, whole=True) for each in part.locales}
        )
        if not place.paged:
            return paths.create_item(place.name, fields)
        shared = (change.after for change in op.changes if change.locale == SHARED and change.field == SLUG)
        given = next((after.text for after in shared if isinstance(after, Scalar)), None)
        slug = page_slug(given) if given is not None else slug_from(op.entry.name)
        return paths.create_page(self.account.settings.page_type_key, place.name, op.label or slug, slug, fields)

    def _patch(self, op: Op, place: KindPlace, part: Part, remote: str, names: Names) -> Request | None:
        """Write one part; None where nothing of it can be written, as an alternative text alone."""
        new = set(new_in(states_of(op)))
        by_locale = {each: self._fields(op, place, each, names, whole=each in new) for each in part.locales}
        if op.verb in {"update", "link"}:
            by_locale = {locale: fields for locale, fields in by_locale.items() if fields}
        if not by_locale:
            return None
        fields = body_of(self.account, by_locale)
        if place.paged:
            return paths.patch_page(place.name, remote, part.status, fields)
        return paths.patch_item(place.name, number_of(remote), part.status, fields)

    def _delete(self, op: Op, place: KindPlace, remote: str) -> Request:
        if op.present:
            raise ValueError("one locale cannot be deleted alone; do it in the dashboard.")
        if not place.paged:
            return paths.delete_item(place.name, number_of(remote))
        if not self.account.settings.page_delete:
            raise ValueError(
                "deleting pages by API is off (page_delete); do it in the dashboard, or try it by turning it on."
            )
        return paths.delete_page(place.name, remote)

    def _fields(self, op: Op, place: KindPlace, locale: Locale, names: Names, *, whole: bool) -> Mapping[str, object]:
        """The fields of one locale: what changes there or everywhere, and for a new variant every key.

        A cell that stays as it is goes only to a new variant, and where a publish names a locale by it.
        """
        fields = empty_fields(place) if whole else {}
        if whole and place.origin_key is not None:
            fields[place.origin_key] = str(op.entry)
        for change in op.changes:
            if change.locale not in {SHARED, locale} or not is_content(change):
                continue
            if change.touches and not whole and op.verb != "publish":
                continue
            if change.field == ORIGIN:
                fields.update(_origin_field(place, change))
            else:
                fields.update(self._cell(place, change, names))
        return fields

    def _cell(self, place: KindPlace, change: Change, names: Names) -> Mapping[str, object]:
        binding = place.fields.get(change.field)
        if binding is None:
            raise ValueError(f"{change.at} has no place on this side; mend the mapping.")
        if binding.remote.endswith(ALT):
            return {}  # it belongs to the media library, and no call writes there
        try:
            return {binding.remote: encode(change.after, binding, self.account, names)}
        except ValueError as fault:
            raise ValueError(f"{change.at}: {fault}") from None


def _check(op: Op, place: KindPlace, change: Change) -> None:
    after = change.after
    if isinstance(after, Absent) or op.verb == "delete":
        return
    if change.field == SLUG and place.paged and op.verb != "create" and not change.touches:
        raise ValueError("the slug of a page cannot change after its creation.")
    # Items have no slug; one that comes along from the other side is left out.
    if change.field == STATUS or (change.field == SLUG and place.paged):
        check_special(place, change.field, after)


def _origin_field(place: KindPlace, change: Change) -> Mapping[str, object]:
    if place.origin_key is None or not isinstance(change.after, Scalar):
        return {}
    return {place.origin_key: change.after.text}


def _slug_sent(request: Request) -> str:
    body = request.json
    return str(body["slug"]) if isinstance(body, Mapping) else ""


def _in_place(refused: Rejected, place: KindPlace, account: Account) -> Rejected:
    """The refusal, with the path of the mapping for every field that it names, and what to do there.

    ButterCMS names its own fields, and a person mends ours. The words of its reasons are its own and may change.
    """
    said = "; ".join(dict.fromkeys(_said(refused, place, account)))
    if not said:
        return refused
    return Rejected(
        f"{str(refused).removeprefix(f'{refused.request}: ')} In the mapping: {said}.",
        fields=refused.fields,
        request=refused.request,
        took_effect=refused.took_effect,
        status=refused.status,
    )


def _said(refused: Rejected, place: KindPlace, account: Account) -> Iterator[str]:
    kind, side = place.kind, account.name
    remotes = {slug_of(binding.remote): name for name, binding in place.fields.items()}
    for path in refused.fields:
        if path in _TYPE_KEYS and place.paged:
            used = account.settings.page_type_key
            other = next(iter(_TYPE_KEYS - {used}))
            yield f"sides.{side}.page_type_key says {used}, and this account takes another; write {other}"
            continue
        parts = [part for part in re.split(r"[.\[\]]", path) if part and not part.isdigit()]
        found = next((part for part in parts if part in remotes), None)
        if found is not None:
            name = remotes[found]
            options = f", its options kinds.{kind}.fields.{name}.values" if place.fields[name].options else ""
            yield f"{found} is kinds.{kind}.fields.{name}.{side}{options}"
        elif parts and parts[-1] not in {"slug", "title", "status", "fields"} and parts[-1] != place.origin_key:
            yield (
                f"{parts[-1]} is named by no field of kinds.{kind}; map it, or name it under "
                f"kinds.{kind}.{side}.other_fields"
            )
