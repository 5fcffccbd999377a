"""Links that lead nowhere: Webflow keeps them where their targets were deleted, and refuses whoever writes one again.

Decides, by asking for each target, which links that a variant has are left out of what is written to it once that was
refused. Refuses to know links that are new: where one of them leads nowhere, nothing should be written.

Source: wordings of 400 that clients met ("Referenced item not found"), and it is asked of the locale; seen 2026-11.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from isogloss.adapters.webflow import paths
from isogloss.adapters.webflow.items.encode import LINKS, Data
from isogloss.adapters.webflow.site import CmsLocale, Collection, Read
from isogloss.errors import Missing


@dataclass(frozen=True, slots=True)
class Ends:
    """Asks for the targets of links, for each once.

    _there: by collection, item and cmsLocaleId, whether a target is there.
    """

    read: Read
    collection: Collection
    _there: dict[tuple[str, str, str | None], bool] = field(default_factory=dict)

    def without(self, data: Data, had: Container[str], place: CmsLocale) -> Data:
        """Raw content without those of its links that its variant had and that lead nowhere.

        had: ids of the items that the variant linked to before.
        """
        made = dict(data)
        for slug, to in self._fields(data):
            raw = data[slug]
            if isinstance(raw, list):
                made[slug] = [each for each in raw if each not in had or self._leads(to, str(each), place)]
            elif isinstance(raw, str) and raw in had and not self._leads(to, raw, place):
                made[slug] = None
        return made

    def _fields(self, data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """The fields that hold links, and the collection that these lead to."""
        for slug in data:
            known = self.collection.fields.get(slug)
            to = known.validations.collection_id if known and known.type in LINKS and known.validations else None
            if to is not None:
                yield slug, to

    def _leads(self, to: str, item: str, place: CmsLocale) -> bool:
        at = to, item, place.id
        if at not in self._there:
            try:
                self.read(paths.variant(to, "staged", item, place.id))
            except Missing:
                self._there[at] = False
            else:
                self._there[at] = True
        return self._there[at]
