"""What content is, on neither side. Standard library only: no clock, no network, no log."""
