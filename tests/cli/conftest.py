"""The sandboxes are there for every test of a command that talks to them."""

from sandbox_fixtures import sandbox_process, sandboxes

__all__ = ["sandbox_process", "sandboxes"]
