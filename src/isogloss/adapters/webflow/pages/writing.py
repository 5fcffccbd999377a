"""Turning ops on pages and components into calls.

Decides how an op is cut: for each secondary locale what is said of the page, then the texts of its nodes, a thousand at
a time, then its properties. Everything is checked before the first call, so a text that cannot be written keeps the
whole entry from being written. Where a side refuses some texts of a call all the same, the others are put back: a list
that is half written would look edited on both sides.

Source: Webflow Data API v2, update page, page content, component content and properties, seen 2026-11: a 200 may carry
errors; a slug that cannot be localized is ignored without a word.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from isogloss.adapters.calls import Calls, Orders, nothing, op_by_op
from isogloss.adapters.webflow.items.batches import NO_REMOTE
from isogloss.adapters.webflow.pages import paths
from isogloss.adapters.webflow.pages.designs import Designs
from isogloss.adapters.webflow.pages.nodes import Row, Texts, node_rows, property_rows
from isogloss.adapters.webflow.pages.paths import NODES
from isogloss.adapters.webflow.pages.place import Design, page_locale
from isogloss.adapters.webflow.pages.values import WRITTEN, encode, page_body
from isogloss.adapters.webflow.pages.wire import ErrorsBody, PageBody
from isogloss.adapters.webflow.site import Site
from isogloss.adapters.webflow.wire import parse
from isogloss.errors import RemoteError
from isogloss.http.answer import Answer
from isogloss.http.request import Request
from isogloss.model.entry import STATUS
from isogloss.model.locale import SHARED, Locale
from isogloss.plan.op import Op
from isogloss.ports import Call, Names, Sent


@dataclass(frozen=True, slots=True)
class _Write:
    """One request of an op.

    back: what puts back what it did, where a part of it was refused.
    """

    request: Request
    judge: Callable[[Op, Answer], Sent]
    back: Request | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """Writes pages and components."""

    designs: Designs
    post: Orders

    def calls(self, ops: Sequence[Op], names: Names) -> Calls:
        """Yield the calls of one layer, op by op: each page is written by itself."""
        return op_by_op(ops, lambda op: self._op(op, list(self._writes(op, names))))

    def _op(self, op: Op, writes: Sequence[_Write]) -> Calls:
        if not writes:
            yield nothing(op)
        done: list[_Write] = []
        for write in writes:
            answered = yield self._call(op, write, last=write is writes[-1])
            if isinstance(answered, RemoteError):
                if answered.took_effect == "no":
                    yield from self._back(op, done, write)
                return
            done.append(write)
            if answered.refused:
                yield from self._back(op, done, write)
                return

    def _back(self, op: Op, done: Sequence[_Write], at: _Write) -> Calls:
        """Put back what was done of the texts of which the rest was not."""
        for write in done:
            if write.back is not None and (write.back.path, write.back.query) == (at.request.path, at.request.query):
                yield self._call(op, _Write(write.back, _accept), last=False)

    def _call(self, op: Op, write: _Write, *, last: bool) -> Call:
        def send() -> Sent:
            return write.judge(op, self.post.write(write.request))

        return Call(write.request.name, (op,), send, last=last)

    def _writes(self, op: Op, names: Names) -> Iterator[_Write]:
        if op.verb not in ("update", "link"):
            raise ValueError(f"pages and components take no {op.verb} by API; do it in the Designer.")
        remote = names.remote(op.entry)
        if remote is None:
            raise ValueError(NO_REMOTE)
        site = self.designs.lookup.site()
        kind = self.designs.kinds[op.entry.kind]
        design = self.designs.known.get((kind.kind, remote)) or self.designs.ask(site, kind, remote)
        for locale in [place.locale for place in site.places]:
            shown = self.designs.shown(site, kind, design, locale)
            wanted: dict[str, str] = {}
            for change in op.changes:
                if change.locale == locale and change.field != STATUS and change.before != change.after:
                    wanted |= encode(kind.fields[change.field], change.after, design.texts, shown)
            yield from _requests(site, design, locale, shown, wanted)


def cost(ops: Sequence[Op]) -> int:
    """How many calls these ops need at least: one for each locale; more where more than one sort of text changes."""
    return sum(len(_written(op)) or 1 for op in ops)


def look_cost(designs: Designs, ops: Sequence[Op]) -> int:
    """How many requests it takes to see what became of these ops, at best."""
    return sum(designs.asked(designs.kinds[op.entry.kind]) * len(op.shown_in) for op in ops)


def _written(op: Op) -> set[Locale]:
    return {change.locale for change in op.changes if change.locale != SHARED and change.field != STATUS}


def _requests(site: Site, design: Design, locale: Locale, shown: Texts, wanted: Mapping[str, str]) -> Iterator[_Write]:
    here = page_locale(site, locale)
    if not wanted:
        return
    if here is None or design.fixed:
        raise ValueError(f"{locale} of this {design.sort} is only read; change it in the Designer.")
    said = {slug: raw for slug, raw in wanted.items() if slug in WRITTEN}
    if said:
        yield _Write(paths.update_page(design.id, here, page_body(said)), _kept_slug(said.get("slug")))
    held = {address: shown[address].raw for address in wanted}
    new, old = (node_rows(design.nodes, design.texts, shown, texts) for texts in (wanted, held))
    for rows, before in _batches(new, old):
        request, back = (paths.write_nodes(site.id, design.sort, design.id, here, one) for one in (rows, before))
        yield _Write(request, _told, back)
    for rows, before in _batches(property_rows(wanted), property_rows(held)):
        request, back = (paths.write_properties(site.id, design.id, here, one) for one in (rows, before))
        yield _Write(request, _told, back)


def _batches(rows: Iterator[Row], before: Iterator[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    pairs = list(zip(rows, before, strict=True))
    for start in range(0, len(pairs), NODES):
        some = pairs[start : start + NODES]
        yield [row for row, _ in some], [row for _, row in some]


def _told(op: Op, answer: Answer) -> Sent:
    """What a side says it did not do."""
    errors = parse(ErrorsBody, answer, "unknown").errors
    return Sent(refused={op.entry: "; ".join(map(str, errors))}) if errors else Sent()


def _kept_slug(sent: str | None) -> Callable[[Op, Answer], Sent]:
    def judge(op: Op, answer: Answer) -> Sent:
        kept = parse(PageBody, answer, "unknown").slug
        if sent is None or kept == sent:
            return Sent()
        reason = (
            f"the site keeps the slug {kept!r} instead of {sent!r}: that of the home page never changes, and slugs by "
            "locale need an add-on. Say page_slugs: off for this side if it has none."
        )
        return Sent(refused={op.entry: reason})

    return judge


def _accept(op: Op, answer: Answer) -> Sent:
    del op, answer
    return Sent()
