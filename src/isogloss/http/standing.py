"""What a 409 means: a limit of the plan, which waiting does not lift, or a state that a person or a new plan mends.

Decides by the vendor's own sentence, since the code is the same for all of them. Refuses to know requests.

Source: Webflow Data API v2, wordings of 409 written down by clients that met them, seen 2026-11.
"""

import re
from collections.abc import Mapping
from typing import Final

FULL: Final = (
    "the side's plan takes no more items{said}. That does not pass by itself: delete items there or raise the site's "
    "plan, then run again."
)
_ELSE: Final = (
    "the side is not in the state this write needs{said}. Plan again; if it comes back, publish the site there first."
)
_FULL: Final = re.compile(r"allowed on your current plan", re.IGNORECASE)
_ADVICE: Final[Mapping[re.Pattern[str], str]] = {
    re.compile(r"multiple domains", re.IGNORECASE): "the domains of the site were published at different times{said}. "
    "Publish the whole site to all its domains at once, then run again.",
    re.compile(r"structure changed|must be published before", re.IGNORECASE): "the collection was changed since the "
    "site was published last{said}. Publish the site, then run again.",
    re.compile(r"never been published|not been published", re.IGNORECASE): "what is to be changed is not live"
    "{said}. Plan again, which sees what is.",
    re.compile(r"site (?:is not|hasn't been|was never) published", re.IGNORECASE): "the site was never published"
    "{said}. Publish it there once, then run again.",
}


def is_full(text: str) -> bool:
    """Whether a refusal says that the plan's limit of items is reached."""
    return _FULL.search(text) is not None


def advice(text: str, said: str) -> str:
    """What a 409 means and what to do.

    text: the vendor's sentence. said: the same as it is shown, or "".
    """
    if is_full(text):
        return FULL.format(said=said)
    found = next((words for pattern, words in _ADVICE.items() if pattern.search(text)), _ELSE)
    return found.format(said=said)
