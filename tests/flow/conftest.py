"""The sandboxes are there for every test of whole runs."""

from sandbox_fixtures import crossings, near_sandboxes, sandbox_process, sandboxes, uncut

__all__ = ["crossings", "near_sandboxes", "sandbox_process", "sandboxes", "uncut"]
