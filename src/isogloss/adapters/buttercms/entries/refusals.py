"""Where a refusal belongs in the mapping: ButterCMS names its own fields, a person mends ours.

Decides which path of the mapping a field of an error body stands for. Refuses to know the words of the reasons: they
are the vendor's and may change.
"""

import re
from collections.abc import Iterator
from typing import Final

from isogloss.adapters.buttercms.account import ALT, Account, KindPlace
from isogloss.errors import Rejected

_TYPE_KEYS: Final = frozenset({"page_type", "page-type"})


def in_place(refused: Rejected, place: KindPlace, account: Account) -> Rejected:
    """The refusal, with the path of the mapping for every field that it names, and what to do there."""
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
    remotes = {binding.remote.removesuffix(ALT): name for name, binding in place.fields.items()}
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
