"""Webflow behind the contract: Data API v2, one item id and a variant for each locale."""
