"""A local server that behaves like the Webflow Data API, version 2.

``create(state, **switches)`` makes one; ``switches.Switches`` lists what can be turned, ``seed`` how content is told
in few words, ``editor`` what a person in the Designer can do.
"""

from isogloss.sandbox.webflow.app import WebflowSandbox, create
from isogloss.sandbox.webflow.switches import Switches

__all__ = ["Switches", "WebflowSandbox", "create"]
