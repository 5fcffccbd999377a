"""A local server that behaves like ButterCMS: written from its public documentation, for tests, demos and trying.

``create(state, **switches)`` makes one; ``switches`` lists what is not known of the platform and how to turn it.
"""

from isogloss.sandbox.buttercms.app import ButterSandbox, create

__all__ = ["ButterSandbox", "create"]
