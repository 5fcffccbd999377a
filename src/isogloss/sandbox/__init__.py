"""Local servers that behave like a platform, for tests, for the demo, and for anyone who wants to try.

A sandbox is written from the vendor's public documentation and knows nothing of the adapters: the two check each
other. ``sandbox.webflow`` and ``sandbox.buttercms`` each offer ``create(state, **switches)``; ``server.running`` puts
one on a port of this machine; everything under ``/_sandbox/`` is the control plane that both share.
"""
