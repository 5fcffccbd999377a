"""ButterCMS behind the contract: pages, collections and the blog, in their locales."""

from isogloss.adapters.buttercms.adapter import ButterReader, ButterWriter
from isogloss.adapters.buttercms.opening import open_reader, open_writer, read_facts
from isogloss.adapters.buttercms.unmapped import survey_unmapped

__all__ = ["ButterReader", "ButterWriter", "open_reader", "open_writer", "read_facts", "survey_unmapped"]
