"""One ButterCMS account behind the contract: its surfaces, and what an account offers as a whole.

Decides with which clients an account is opened: reading and writing have tokens of their own, and one pace. Decides
nothing that a part decides. There is no call that describes an account, so a mapping is held against what its surfaces
show.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Unpack

from isogloss.adapters.buttercms.account import Account, account_of, secret
from isogloss.adapters.buttercms.blog.facts import blog_facts, locale_marks
from isogloss.adapters.buttercms.blog.surface import Blog
from isogloss.adapters.buttercms.entries.surface import Entries
from isogloss.adapters.calls import Calls
from isogloss.adapters.surfaces import Surfaces, calls_of
from isogloss.bridge import ButterSettings, Placed, SideBinding, TokenName
from isogloss.errors import ConfigError
from isogloss.http.client import Client, ReadClient, Token, manners_of, open_client, open_read_client
from isogloss.http.limiter import Limiter, Pace
from isogloss.http.reach import Reach, limiters_of
from isogloss.match.facts import Facts
from isogloss.model.address import EntryKey
from isogloss.model.schema import RemoteSchema
from isogloss.model.snapshot import Seen
from isogloss.plan.op import Op
from isogloss.ports import Clock, Heard, Names, Wanted


class ButterReader(Surfaces[Entries | Blog]):
    """An account, read only."""

    def __init__(self, client: ReadClient, account: Account, clock: Clock) -> None:
        self._client = client
        self._account = account
        entries, blog = Entries(client, account), Blog(client, account, clock)
        self.surfaces = (entries, blog)
        self.survey, self.set_aside = entries.survey, blog.set_aside

    def inspect(self, *, probe: bool = True) -> RemoteSchema:
        """Verify what can be verified; there is no call that describes locales, types or fields.

        Shape:  locales None, and each kind without fields, but with those that its first entries show. One request for
                each kind and for each further locale; none where they are not to be probed.
        Raises: Missing, naming it, where a page type or collection is not there; MappingError naming every locale
                that the account does not know.
        """
        return RemoteSchema(kinds=self.described(probe=probe), untold=("page types", "collections", "locales"))

    def ask(self, wanted: Sequence[Wanted]) -> Heard:
        """Ask for some entries by their own addresses, past any cache that can be gone round.

        Source: ButterCMS documentation, caching, seen 2026-11; recorded answers show that a 404 is kept, too.
        Raises: as ``look``.
        """
        late: dict[EntryKey, datetime] = {}
        seen: dict[EntryKey, Seen] = {}
        for surface, mine in self.shared_out(wanted):
            seen |= surface.look(mine, late)
        return Heard(seen, late)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


class ButterWriter(ButterReader):
    """An account that can be written to.

    writing: None where there is no write token: a side that only gives is opened as a writer too.
    """

    def __init__(self, client: ReadClient, writing: Client | None, account: Account, clock: Clock) -> None:
        super().__init__(client, account, clock)
        self._writing = writing

    def calls(self, ops: Sequence[Op], names: Names, *, isolate: bool = False) -> Calls:
        """Turn ops into calls, each of one op. A call whose content cannot be written refuses it and sends nothing.

        Raises: ConfigError where there is no write token.
        """
        if self._writing is None:
            raise ConfigError(
                f"sides.{self._account.name}.write_token is not set, and this run writes to {self._account.name}. "
                "Set it in the mapping."
            )
        return calls_of(self, self._writing, ops, names, isolate=isolate)

    def make_room(self, requests: int) -> None:
        """Wait until so many requests may leave; reads and writes have one pace."""
        if self._writing is not None:
            self._writing.make_room(requests)

    def good_until(self, moment: float | None, repeats: float | None = None) -> None:
        """Let the next write, or a repeat of it, raise Overdue rather than leave later."""
        if self._writing is not None:
            self._writing.good_until(moment, repeats)

    def close(self) -> None:
        """Close the connections."""
        super().close()
        if self._writing is not None:
            self._writing.close()


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


def open_exam(binding: SideBinding, token: TokenName, **reach: Unpack[Reach]) -> ReadClient:
    """Open a client that can only look, with one of the tokens.

    Raises: ConfigError where there is no such token.
    """
    return _reading(binding, token, _limiter(binding, binding.settings_as(ButterSettings), reach), reach)


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
    second = max(1, int(settings.a_second))  # paced evenly: some each second, not a burst a minute
    names: tuple[TokenName, ...] = ("read_token", "write_token")
    named = [secret(binding, name) for name in names if binding.secrets.get(name)]
    return limiters_of(reach).of(Pace(second, 1.0, counted=False), *named, at=settings.base_url)
