"""What makes two values the same.

Decides, for every value type, the canonical spelling and the looser likeness that tells a platform's rendering from a
change; cuts, merges and rewrites rich text on that ground. Refuses to know platforms' names for types, fields or
sides. Pure: no clock, no network, no log.
"""

from isogloss.canon.blocks import blocks
from isogloss.canon.links import Url, addresses, rewrite_urls, urls
from isogloss.canon.merge3 import merge3
from isogloss.canon.plain import from_plain, plain
from isogloss.canon.values import alike, canonical

__all__ = ["Url", "addresses", "alike", "blocks", "canonical", "from_plain", "merge3", "plain", "rewrite_urls", "urls"]
