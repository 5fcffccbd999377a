"""All rules over one side, in the order in which they are told."""

from collections.abc import Iterator

from isogloss.answers import Flaw
from isogloss.lint.languages import of_languages
from isogloss.lint.links import of_links
from isogloss.lint.site import Site
from isogloss.lint.slugs import of_slugs


def flaws_of(site: Site) -> Iterator[Flaw]:
    """What stands in the way of a launch on one side."""
    yield from of_slugs(site)
    yield from of_links(site)
    yield from of_languages(site)
