"""The sandboxes are there for every test of a command that talks to them."""

from sandbox_fixtures import near_sandboxes, sandbox_process, sandboxes

__all__ = ["near_sandboxes", "sandbox_process", "sandboxes"]
