"""Telling people of mappings that are run by the clock: what is said, by which way, and when again if that fails."""
