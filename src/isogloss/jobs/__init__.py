"""Mappings that are run by the clock: what a project names, what is due, and the service that runs it."""
