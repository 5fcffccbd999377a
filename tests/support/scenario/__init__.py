"""Cases as files, which tests/scenarios holds and explains: read, played, and held against what came."""
