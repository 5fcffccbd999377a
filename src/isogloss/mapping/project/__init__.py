"""``isogloss.yaml``: which mappings are run by the clock, and how."""
