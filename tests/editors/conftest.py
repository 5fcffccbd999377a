"""The sandboxes are there for the runs between real editors."""

from sandbox_fixtures import near_sandboxes

__all__ = ["near_sandboxes"]
