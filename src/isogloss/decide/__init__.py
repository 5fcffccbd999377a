"""What a person decided, and what follows from it. Pure: no clock, no network, no log."""
