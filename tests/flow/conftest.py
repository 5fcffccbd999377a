"""The sandboxes are there for every test of whole runs."""

from sandbox_fixtures import crossings, sandbox_process, sandboxes, uncut

__all__ = ["crossings", "sandbox_process", "sandboxes", "uncut"]
