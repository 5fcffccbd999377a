"""Links inside texts that lead to what is missing, to what nobody sees, or to another language.

Looked at are the texts that readers see or will see: what is archived may lead anywhere. A draft may lead to a draft.
"""

from collections.abc import Iterator

from isogloss.answers import Flaw
from isogloss.lint.site import Site
from isogloss.mapping.names.addresses import Target
from isogloss.model.locale import Locale

_UNSERVED = "its locale is not shown to the public"


def of_links(site: Site) -> Iterator[Flaw]:
    """All that is wrong with the links of one side."""
    for link in site.links:
        text = site.page(link.at.entry, link.locale)
        if text is None or text.state == "archived":
            continue
        if link.to is None:
            said = f"{link.address}: it has the address of an entry, and there is none"
            yield site.flaw("link-nowhere", link.at, said)
        elif found := _leads(site, link.to, link.locale, live=text.state == "published"):
            yield site.flaw(found[0], link.at, f"{link.to.key} in {link.to.locale}: {found[1]}")


def _leads(site: Site, to: Target, locale: Locale, *, live: bool) -> tuple[str, str] | None:
    """What is wrong with where a text of a locale leads, by which rule; None where nothing is.

    live: whether readers see the text.
    """
    there = site.page(to.key, to.locale)
    if there is None:
        return "link-missing", "the entry is not in it" if site.has(to.key) else "the entry is not there"
    if live and not site.shows(there):
        return "link-unpublished", f"it is {there.said}" if to.locale not in site.unserved else _UNSERVED
    if to.locale == locale:
        return None
    own = site.page(to.key, locale)
    if own is not None and site.shows(own):
        return "link-other-locale", f"it is to be seen in {locale}, too"
    return "link-untranslated", f"it is not to be seen in {locale}"
