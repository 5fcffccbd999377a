"""The sandboxes are there for the runs between real editors."""

from sandbox_fixtures import sandbox_process

__all__ = ["sandbox_process"]
