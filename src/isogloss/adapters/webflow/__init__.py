"""Webflow behind the contract: Data API v2, one item id and a variant for each locale."""

from isogloss.adapters.webflow.adapter import WebflowReader, WebflowWriter, open_reader, open_writer
from isogloss.adapters.webflow.unmapped import survey_unmapped

__all__ = ["WebflowReader", "WebflowWriter", "open_reader", "open_writer", "survey_unmapped"]
