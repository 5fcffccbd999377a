"""The links of an entry's texts, and where they lead on its side."""

from collections.abc import Iterator

from isogloss.canon.links import addresses, urls
from isogloss.lint.site import Link
from isogloss.mapping.names.addresses import SCHEME, read_link
from isogloss.mapping.names.forms import Forms
from isogloss.model.address import Cell, EntryKey, Side
from isogloss.model.locale import SHARED, Locale
from isogloss.model.value import Absent, Scalar, Value, leaves
from isogloss.run.observe import Observed


def links_of(observed: Observed, side: Side, key: EntryKey, forms: Forms) -> Iterator[Link]:
    """The links of one entry to entries, and those to where one should be; each once for a cell."""
    shown = observed.plain(side, key).raw
    for locale, variant in {} if isinstance(shown, Absent) else shown.items():
        own = observed.bridge.primary if locale == SHARED else locale
        for name, value in variant.items():
            at = Cell(key, locale, name)
            for address in dict.fromkeys(_addresses(observed, side, value, own, forms)):
                if (link := _link(address, at, own, forms)) is not None:
                    yield link


def _addresses(observed: Observed, side: Side, value: Value, locale: Locale, forms: Forms) -> Iterator[str]:
    """Where a reader can go from a value, entries by their neutral names."""
    for leaf in leaves(value):
        if not isinstance(leaf, Scalar):
            continue
        if leaf.type == "rich_text":
            if any(each.startswith(SCHEME) or forms.kind(each) for each in addresses(leaf.text)):
                yield from (url.address for url in urls(leaf.text) if url.is_link)
        elif leaf.type == "link":
            met = observed.directory.link(side, leaf.text, locale)
            yield leaf.text if met is None else met[0]


def _link(address: str, at: Cell, locale: Locale, forms: Forms) -> Link | None:
    """A link to an entry, or to where one should be; None for any other."""
    read = read_link(address, locale)
    if read is not None:
        return Link(at, locale, read[0])
    return Link(at, locale, address=address) if forms.kind(address) is not None else None
