"""From what a side shows to our own names, and nothing out of scope."""
