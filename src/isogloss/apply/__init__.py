"""Carry a plan out and prove it: intents before requests, results after them, success counted from read-back only."""
