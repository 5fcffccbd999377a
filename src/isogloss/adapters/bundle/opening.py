"""Open a folder as a side: to read it, and to write it."""

from isogloss.adapters.bundle.adapter import BundleReader, BundleWriter
from isogloss.adapters.bundle.content import content_of
from isogloss.bridge import SideBinding


def open_reader(
    binding: SideBinding, *, clock: object = None, observer: object = None, limiters: object = None
) -> BundleReader:
    """A reader over the folder in the binding's settings; it sends no request, so nobody watches it.

    Raises: ConfigError where kinds or locales of the mapping cannot be names of files.
    """
    del clock, observer, limiters
    return BundleReader(content_of(binding))


def open_writer(
    binding: SideBinding, *, clock: object = None, observer: object = None, limiters: object = None
) -> BundleWriter:
    """A writer over the folder in the binding's settings.

    Raises: as ``open_reader`` does.
    """
    del clock, observer, limiters
    return BundleWriter(content_of(binding))
