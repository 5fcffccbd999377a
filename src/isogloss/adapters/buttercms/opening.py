"""Which clients an account is opened with: reading and writing have tokens of their own, and one pace."""

from collections.abc import Mapping
from typing import Unpack

from isogloss.adapters.buttercms.account import account_of, secret
from isogloss.adapters.buttercms.adapter import ButterReader, ButterWriter
from isogloss.adapters.buttercms.blog.facts import blog_facts, locale_marks
from isogloss.bridge import ButterSettings, Placed, SideBinding, TokenName
from isogloss.http.client import ReadClient, Token, open_client, open_read_client
from isogloss.http.limiter import Limiter, Pace
from isogloss.http.reach import Reach, limiters_of, manners_of
from isogloss.match.facts import Facts


def open_reader(binding: SideBinding, **reach: Unpack[Reach]) -> ButterReader:
    """Open one side to read; it has no way to write.

    Raises: ConfigError for a missing token, MappingError for kinds that cannot be used.
    """
    account = account_of(binding)
    limiter = _limiter(binding, account.settings, reach)
    return ButterReader(_reading(binding, "read_token", limiter, reach), account, reach["clock"])


def open_writer(binding: SideBinding, **reach: Unpack[Reach]) -> ButterWriter:
    """Open one side to read and write.

    It reads with the read token, or with the write token where there is no other. Without a write token it opens too,
    and refuses when the first call is asked for: in a one-way flow nothing is written to the side that gives.

    Raises: ConfigError for a missing token, MappingError for kinds that cannot be used.
    """
    account = account_of(binding)
    limiter = _limiter(binding, account.settings, reach)
    client = None
    if binding.secrets.get("write_token"):
        token = _token(binding, "write_token")
        client = open_client(account.settings.base_url, token, limiter, manners_of(reach))
    name: TokenName = "write_token" if client is not None and not binding.secrets.get("read_token") else "read_token"
    return ButterWriter(_reading(binding, name, limiter, reach), client, account, reach["clock"])


def read_facts(
    binding: SideBinding, decided: Mapping[str, Placed], **reach: Unpack[Reach]
) -> tuple[list[Facts], frozenset[str]]:
    """What every post of the blog shows, and what stands for a locale in slugs; for proposing which are one entry.

    decided: what a person said of some posts already, by slug.
    Raises:  ConfigError for a missing token, MappingError where the side maps no blog; any RemoteError.
    """
    settings = binding.settings_as(ButterSettings)
    with _reading(binding, "read_token", _limiter(binding, settings, reach), reach) as client:
        return blog_facts(binding, client, settings.page_size, decided), locale_marks(binding)


def _reading(binding: SideBinding, token: TokenName, limiter: Limiter, reach: Reach) -> ReadClient:
    base_url = binding.settings_as(ButterSettings).base_url
    return open_read_client(base_url, _token(binding, token), limiter, manners_of(reach))


def _token(binding: SideBinding, name: TokenName) -> Token:
    """Both tokens travel in the header; in a query they would end up in logs."""
    return Token(secret(binding, name), "Token", f"sides.{binding.name}.{name}")


def _limiter(binding: SideBinding, settings: ButterSettings, reach: Reach) -> Limiter:
    """One for both tokens: the account is what is limited, whichever of them is used."""
    second = max(1, int(settings.rate / settings.window_seconds))  # paced evenly: five a second, not a burst a minute
    names: tuple[TokenName, ...] = ("read_token", "write_token")
    named = [secret(binding, name) for name in names if binding.secrets.get(name)]
    return limiters_of(reach).of(Pace(second, 1.0), *named, at=settings.base_url)
