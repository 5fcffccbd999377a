"""The mapping file: read, judged, and compiled to a bridge."""
