"""The platforms behind the contract of ``ports``: one directory each, all alike inside."""
