"""The sandboxes are there for the few cases that need a platform as it is."""

from sandbox_fixtures import sandbox_process, sandboxes

__all__ = ["sandbox_process", "sandboxes"]
