"""Talking to a side over HTTP: pace, repeat, page, redact, and say what went wrong in our own words.

The only package that knows httpx. It knows no vendor: where two vendors differ, the difference is passed in.
"""
