"""Years between two sandboxes in seconds: editors, runs, faults and deaths by chance, and a judge who was there."""
