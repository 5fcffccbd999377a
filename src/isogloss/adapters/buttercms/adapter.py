"""One ButterCMS account behind the contract: its surfaces, and what an account offers as a whole.

Decides nothing that a part decides. There is no call that describes an account, so a mapping is held against what its
surfaces show.
"""

from collections.abc import Sequence
from datetime import datetime

from isogloss.adapters.buttercms.account import Account
from isogloss.adapters.buttercms.blog.surface import Blog
from isogloss.adapters.buttercms.entries.surface import Entries
from isogloss.adapters.calls import Calls
from isogloss.adapters.surfaces import Surfaces, calls_of
from isogloss.errors import ConfigError
from isogloss.http.client import Client, ReadClient
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
        return RemoteSchema(kinds=self.described(probe=probe))

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

    def good_until(self, moment: float | None) -> None:
        """Let the next write raise Overdue rather than leave later."""
        if self._writing is not None:
            self._writing.good_until(moment)

    def close(self) -> None:
        """Close the connections."""
        super().close()
        if self._writing is not None:
            self._writing.close()
