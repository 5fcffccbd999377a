"""A bridge between two ways of localizing content: read, merge, plan, apply, and prove it."""

__version__ = "0.1.0"
