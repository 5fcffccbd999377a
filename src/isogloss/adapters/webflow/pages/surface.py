"""Static pages and components, as one surface of a site, in terms of the other modules. Decides what can be done."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from isogloss import bridge
from isogloss.adapters.calls import Calls, Orders
from isogloss.adapters.webflow.pages import writing
from isogloss.adapters.webflow.pages.beyond import not_asked_for
from isogloss.adapters.webflow.pages.designs import Designs
from isogloss.adapters.webflow.pages.exclusions import excluded_of
from isogloss.adapters.webflow.pages.nodes import ALT, NODE
from isogloss.adapters.webflow.pages.place import chosen, slugs_of, sort_of, stands_for
from isogloss.adapters.webflow.pages.survey import described
from isogloss.adapters.webflow.pages.values import NAMED, PATH
from isogloss.bridge import KindBinding, WebflowSettings
from isogloss.model.address import EntryKey
from isogloss.model.entry import STATUS
from isogloss.model.excluded import Excluded
from isogloss.model.locale import Locale
from isogloss.model.schema import Capabilities, RemoteKind
from isogloss.model.snapshot import Seen
from isogloss.model.value import Value
from isogloss.plan.op import Op
from isogloss.ports import Names, Wanted
from isogloss.sampling import Sampled


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages and components of one site."""

    designs: Designs
    settings: WebflowSettings

    @property
    def kinds(self) -> Mapping[str, KindBinding]:
        """The kinds that are pages or components."""
        return self.designs.kinds

    def capabilities(self, kind: str) -> Capabilities:
        """What can be done with pages or components: their texts in secondary locales are written, and nothing else.

        Source: pages can be neither made nor deleted by API, and what is written goes live only with the site.
        """
        bound = self.kinds[kind]
        slugs = slugs_of(bound)
        nodes = {slug for slug in slugs if slug.startswith(NODE)}
        shown = {STATUS, PATH, *(NAMED if sort_of(bound) == "component" else ())}
        return Capabilities(
            create_entry=False,
            rename_slug=False,
            live_with_site=True,
            publishes_site=True,
            stages_edits=False,
            unpublish=False,
            archive=False,
            delete_entry=False,
            delete_variant=False,
            times=False,
            fixed=frozenset(
                {*shown, *(() if self.settings.page_slugs else ("slug",)), *(one for one in nodes if one.endswith(ALT))}
            ),
            drops_comments=frozenset({*(slugs & {"nodes"}), *(one for one in nodes if "/" not in one)}),
            keeps_comments=frozenset(self.designs.rich(kind)),
            batch=1,
            counts="variant",
            rate=self.settings.rate,
        )

    def described(self, *, probe: bool) -> Mapping[str, RemoteKind]:
        """Every kind; with ``probe`` also the texts of what stands for it."""
        site = self.designs.lookup.known()
        return {name: described(self.designs, site, kind, probe=probe) for name, kind in self.kinds.items()}

    def read(self) -> Iterator[Seen]:
        """Every static page and component, with what is excluded of it where that is respected."""
        designs, ask = self.designs, self.designs.asking
        for seen in designs.everything():
            found: Excluded = {}
            if ask is not None:
                design = designs.known[seen.kind, seen.remote]
                found = excluded_of(ask, designs.lookup.site(), self.kinds[seen.kind], design)
            yield replace(seen, excluded=found) if found else seen

    def sampled(self, kind: str, *, wide: bool) -> Sampled:
        """Every page or component of a kind, as far as it was asked for."""
        del wide
        return Sampled(self.designs.sampled(self.designs.lookup.known(), self.kinds[kind]), whole=True)

    def unread(self, kind: str) -> Mapping[str, Callable[[], Sampled]]:
        """The lists of texts that a kind does not ask for."""
        bound = self.kinds[kind]
        return {slug: partial(self._unread, bound, slug) for slug in sorted(not_asked_for(bound))}

    def _unread(self, kind: KindBinding, slug: str) -> Sampled:
        return self.designs.unread(self.designs.lookup.known(), kind, slug)

    def beside(self) -> Mapping[str, Callable[[], int]]:
        """Static pages and components that no kind stands for; where a kind takes all of them, nobody need ask."""
        page, component = KindBinding("pages", bridge.Pages(), {}), KindBinding("components", bridge.Components(), {})
        found: dict[str, Callable[[], int]] = {}
        for every in (page, component):
            bound = [kind for kind in self.kinds.values() if sort_of(kind) == sort_of(every)]
            if all(map(chosen, bound)):
                found[every.kind] = partial(self._count, every, bound)
        return found

    def _count(self, every: KindBinding, bound: Sequence[KindBinding]) -> int:
        site = self.designs.lookup.known()
        return sum(1 for row in self.designs.rows(site, every) if not any(stands_for(kind, row) for kind in bound))

    def look(self, wanted: Sequence[Wanted]) -> Mapping[EntryKey, Seen]:
        """Some pages and components as they are now."""
        return self.designs.look(wanted)

    def recent(self, kind: str, locales: Sequence[Locale], back_to: datetime | None) -> None:
        """There is no such listing."""

    def echo(self, kind: str, field: str, value: Value) -> Value:  # noqa: ARG002  # the surface's shape
        """A text is shown as it was written; whether its tags fit is known only beside its node."""
        return value

    def cost(self, ops: Sequence[Op]) -> int:
        """How many calls these ops need at least."""
        return writing.cost(ops)

    def look_cost(self, ops: Sequence[Op]) -> int:
        """How many requests it takes to see what became of these ops, at best."""
        return writing.look_cost(self.designs, ops)

    def calls(self, to: Orders, ops: Sequence[Op], names: Names, *, isolate: bool) -> Calls:  # noqa: ARG002  # one op each
        """The calls of ops on pages and components, each of one op."""
        return writing.Writing(self.designs, to).calls(ops, names)
