"""What a whole site has, for proposing a mapping: every collection with its fields, and every locale.

Decides nothing of its own: a mapping of everything is made up, and described as any other.
"""

from dataclasses import replace

from isogloss.adapters.webflow import paths
from isogloss.adapters.webflow.files.alts import Alts
from isogloss.adapters.webflow.site import Read, describe, item_locales, read_site, site_body
from isogloss.adapters.webflow.wire import CollectionsBody, parse
from isogloss.bridge import Collection, KindBinding, SideBinding, WebflowSettings
from isogloss.model.locale import Locale
from isogloss.model.schema import RemoteSchema


def survey(read: Read, binding: SideBinding, settings: WebflowSettings) -> RemoteSchema:
    """Describe every collection of a site.

    binding: names the site; its locales and kinds do not matter.
    Shape:   kinds by slug of the collection; references name the slug of their target.
    Raises:  Missing where the site is not among those that the token can see.
    """
    body = site_body(read, binding, settings)
    rows = parse(CollectionsBody, read(paths.collections(body.id))).collections
    tags = [locale.tag for locale in item_locales(body)] or [binding.primary]
    everything = replace(
        binding,
        kinds={row.slug: KindBinding(row.slug, Collection(row.slug), {}) for row in rows},
        locales={Locale(tag): tag for tag in tags},
        primary=Locale(tags[0]),
    )
    return describe(read_site(read, everything, settings, Alts(tuple)), everything)
