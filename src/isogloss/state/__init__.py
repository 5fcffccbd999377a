"""What is remembered between runs: who is who, what the sides last agreed on, what was tried, and who is at it now."""
