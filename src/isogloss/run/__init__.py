"""The composition: each command as the steps it takes, each step called once."""
