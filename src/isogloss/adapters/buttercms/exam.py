"""What the tokens of an account may do, asked with reads alone; and a few answers, for whoever compares them.

Decides which token a mapping needs for what. A write token may read, too, which shows that it is one; whether the plan
of the account permits writing only a write tells.

Source: ButterCMS API reference, authentication, seen 2026-11.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Final, Unpack

from isogloss.adapters.buttercms import paths
from isogloss.adapters.buttercms.adapter import open_exam
from isogloss.adapters.buttercms.blog.paths import list_posts
from isogloss.answers import READING, WRITING, Exam, Permit
from isogloss.bridge import ButterSettings, Collection, PageType, SideBinding, SinglePages
from isogloss.errors import ConfigError, RemoteError, Unauthorized
from isogloss.http.reach import Reach
from isogloss.http.request import Request

_FEW: Final = (("page", "1"), ("page_size", "10"))
_UNKNOWN: Final = "the token is known; whether the plan of the account permits writing, only a write tells"


def examine(binding: SideBinding, *, written: bool, publishes: bool, **reach: Unpack[Reach]) -> Exam:
    """Ask what the tokens may do, as far as reads tell; there is no site to publish.

    written: whether the mapping writes to this side.
    """
    del publishes
    asked = list(_samples(binding))
    setting = f"sides.{binding.name}"
    permits: list[Permit] = []
    with closing(open_exam(binding, "read_token", **reach)) as client:
        try:
            for request in asked:
                client.read(request)
        except Unauthorized as error:
            permits.append(Permit(f"{setting}.read_token", "reading", READING, held=False, said=str(error)))
        except RemoteError as error:
            return Exam(failed=str(error))
        else:
            permits.append(Permit(f"{setting}.read_token", "reading", READING, held=True))
    if written:
        permits.append(_write(binding, f"{setting}.write_token", asked[:1], reach))
    return Exam(tuple(permits))


def _write(binding: SideBinding, setting: str, asked: list[Request], reach: Reach) -> Permit:
    try:
        with closing(open_exam(binding, "write_token", **reach)) as client:
            for request in asked:
                client.read(request)
    except (ConfigError, RemoteError) as error:
        return Permit(setting, "writing", WRITING, held=False, said=str(error))
    return Permit(setting, "writing", WRITING, held=None, said=_UNKNOWN)


def _samples(binding: SideBinding) -> Iterator[Request]:
    """A few rows of each mapped place in the primary locale, drafts included and as published."""
    settings = binding.settings_as(ButterSettings)
    code = binding.locales.get(binding.primary) if settings.localized else None
    for live in (False, True):
        view = paths.View(code, live, settings.alt_text)
        for kind in binding.kinds.values():
            match kind.place:
                case Collection(name):
                    request = paths.list_items(name, view)
                case PageType(name):
                    request = paths.list_pages(name, view)
                case SinglePages():
                    request = paths.list_single_pages(view)
                case _:
                    request = list_posts(code if settings.blog_locales == "native" else None, live=live)
            yield replace(request, query=(*request.query, *_FEW))
