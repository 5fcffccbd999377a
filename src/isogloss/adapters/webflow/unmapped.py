"""What a whole site has that no mapping describes yet: every collection with its fields, and every locale.

Decides nothing of its own: a mapping of everything is made up, and described as any other.
"""

from contextlib import closing
from dataclasses import replace

from isogloss.adapters.webflow.adapter import open_reader
from isogloss.adapters.webflow.site import Lookup, describe, item_locales
from isogloss.bridge import Collection, KindBinding, SideBinding, WebflowSettings
from isogloss.mapping.file.infer import Wish
from isogloss.model.address import Side
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteSchema
from isogloss.ports import Clock


def survey_unmapped(wish: Wish, clock: Clock) -> RemoteSchema:
    """Ask a site what it has.

    Raises: ConfigError, Missing for what is not there; any RemoteError.
    """
    settings = WebflowSettings(wish.site.strip())
    if wish.url is not None:
        settings = replace(settings, base_url=wish.url)
    english = Locale("en")
    binding = SideBinding(Side.LEFT, wish.name, settings, wish.secrets, {english: "en"}, english, {})
    with closing(open_reader(binding, clock=clock)) as reader:
        return _survey(reader.lookup)


def _survey(lookup: Lookup) -> RemoteSchema:
    """Describe every collection; kinds by its slug, and so references name the slug of their target."""
    body = lookup.body()
    tags = [locale.tag for locale in item_locales(body)] or [lookup.binding.primary]
    everything = replace(
        lookup.binding,
        kinds={row.slug: KindBinding(row.slug, Collection(row.slug), {}) for row in lookup.rows(body.id)},
        locales={Locale(tag): tag for tag in tags},
        primary=Locale(tags[0]),
    )
    return describe(lookup.of(everything).ask(), everything)
