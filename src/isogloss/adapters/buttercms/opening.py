"""Which clients an account is opened with: reading and writing have tokens of their own, and one pace."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from isogloss.adapters.buttercms.account import Account, account_of, secret
from isogloss.adapters.buttercms.adapter import ButterReader, ButterWriter
from isogloss.adapters.buttercms.blog.facts import blog_facts, locale_marks
from isogloss.bridge import ButterSettings, Placed, SideBinding, TokenName
from isogloss.http.client import Manners, Token, open_client, open_read_client
from isogloss.http.limiter import Limiter, Limiters, Pace
from isogloss.http.observe import Observer, Tally
from isogloss.match.facts import Facts
from isogloss.ports import Clock

if TYPE_CHECKING:
    import httpx  # only http/ uses it; here it names a type


def open_reader(
    binding: SideBinding,
    *,
    clock: Clock,
    observer: Observer | None = None,
    limiters: Limiters | None = None,
    transport: "httpx.BaseTransport | None" = None,
) -> ButterReader:
    """Open one side to read; it has no way to write.

    limiters: those of the other side, where it may use the same token.
    Raises: ConfigError for a missing token, MappingError for kinds that cannot be used.
    """
    account = account_of(binding)
    manners = _manners(observer, transport)
    return _reader(
        binding, account, "read_token", _limiter(binding, account.settings, limiters or Limiters(clock)), manners
    )


def open_writer(
    binding: SideBinding,
    *,
    clock: Clock,
    observer: Observer | None = None,
    limiters: Limiters | None = None,
    transport: "httpx.BaseTransport | None" = None,
) -> ButterWriter:
    """Open one side to read and write.

    It reads with the read token, or with the write token where there is no other. Without a write token it opens too,
    and refuses when the first call is asked for: in a one-way flow nothing is written to the side that gives.

    limiters: those of the other side, where it may use the same token.
    Raises: ConfigError for a missing token, MappingError for kinds that cannot be used.
    """
    account = account_of(binding)
    manners = _manners(observer, transport)
    limiter = _limiter(binding, account.settings, limiters or Limiters(clock))
    client = None
    if binding.secrets.get("write_token"):
        client = open_client(account.settings.base_url, _token(binding, "write_token"), limiter, manners)
    reading: TokenName = "write_token" if client is not None and not binding.secrets.get("read_token") else "read_token"
    return ButterWriter(_reader(binding, account, reading, limiter, manners), client, account, clock)


def read_facts(
    binding: SideBinding,
    decided: Mapping[str, Placed],
    *,
    clock: Clock,
    observer: Observer | None = None,
    transport: "httpx.BaseTransport | None" = None,
) -> tuple[list[Facts], frozenset[str]]:
    """What every post of the blog shows, and what stands for a locale in slugs; for proposing which are one entry.

    decided: what a person said of some posts already, by slug.
    Raises:  ConfigError for a missing token, MappingError where the side maps no blog; any RemoteError.
    """
    settings = binding.settings_as(ButterSettings)
    client = open_read_client(
        settings.base_url,
        _token(binding, "read_token"),
        _limiter(binding, settings, Limiters(clock)),
        _manners(observer, transport),
    )
    try:
        return blog_facts(binding, client, settings.page_size, decided), locale_marks(binding)
    finally:
        client.close()


def _reader(
    binding: SideBinding, account: Account, token: TokenName, limiter: Limiter, manners: Manners
) -> ButterReader:
    client = open_read_client(account.settings.base_url, _token(binding, token), limiter, manners)
    return ButterReader(client, account)


def _token(binding: SideBinding, name: TokenName) -> Token:
    """Both tokens travel in the header; in a query they would end up in logs."""
    return Token(secret(binding, name), "Token", f"sides.{binding.name}.{name}")


def _limiter(binding: SideBinding, settings: ButterSettings, limiters: Limiters) -> Limiter:
    """One for both tokens: the account is what is limited, whichever of them is used."""
    second = max(1, int(settings.rate / settings.window_seconds))  # paced evenly: five a second, not a burst a minute
    names: tuple[TokenName, ...] = ("read_token", "write_token")
    named = [secret(binding, name) for name in names if binding.secrets.get(name)]
    return limiters.of(Pace(second, 1.0), *named, at=settings.base_url)


def _manners(observer: Observer | None, transport: "httpx.BaseTransport | None") -> Manners:
    return Manners(observer=observer or Tally(), transport=transport)
