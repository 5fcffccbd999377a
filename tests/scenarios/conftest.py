"""The sandboxes are there for the few cases that need a platform as it is."""

from sandbox_fixtures import near_sandboxes, sandbox_process, sandboxes

__all__ = ["near_sandboxes", "sandbox_process", "sandboxes"]
