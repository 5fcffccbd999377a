"""What makes two values the same.

Decides, for every value type, the canonical spelling and the looser likeness that tells a platform's rendering from a
change; cuts, merges and rewrites rich text on that ground. Refuses to know platforms' names for types, fields or
sides. Pure: no clock, no network, no log.
"""

from isogloss.canon.around import comments
from isogloss.canon.html import blocks
from isogloss.canon.line import out_of_line
from isogloss.canon.links import Url, addresses, relink, rewrite_urls, urls
from isogloss.canon.merge3 import merge3
from isogloss.canon.opaque import COMPONENT, Part, may_hold, parts
from isogloss.canon.own import blank, described, spelled, sure
from isogloss.canon.plain import from_plain, plain
from isogloss.canon.relative import lead_back, may_be_relative, strange_relatives
from isogloss.canon.restore import Restored, Standing, Unclear, bared, restore
from isogloss.canon.unsound import unsound
from isogloss.canon.values import alike, canonical, is_whole, seen
from isogloss.canon.words import words_of

__all__ = [
    "COMPONENT",
    "Part",
    "Restored",
    "Standing",
    "Unclear",
    "Url",
    "addresses",
    "alike",
    "bared",
    "blank",
    "blocks",
    "canonical",
    "comments",
    "described",
    "from_plain",
    "is_whole",
    "lead_back",
    "may_be_relative",
    "may_hold",
    "merge3",
    "out_of_line",
    "parts",
    "plain",
    "relink",
    "restore",
    "rewrite_urls",
    "seen",
    "spelled",
    "strange_relatives",
    "sure",
    "unsound",
    "urls",
    "words_of",
]
