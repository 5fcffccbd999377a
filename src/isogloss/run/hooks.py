"""``hooks``: the webhooks by which a platform hints that something changed: made, listed and taken away by its API.

Decides which of a site's webhooks are ours: those that call the address of this mapping. One whose secret nobody
remembers is made anew, since a platform shows a secret once. Each secret is kept before the next webhook is made, so
that whoever is stopped in between goes on by running the same again.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from isogloss.adapters.platforms import Hooking, platform_of
from isogloss.answers import Hook, Hooked
from isogloss.errors import UsageError
from isogloss.model.address import Side
from isogloss.run.hook_secrets import Kept, keep_secrets, secrets_of
from isogloss.run.session import Session


def install_hooks(session: Session, url: str) -> tuple[Hooked, ...]:
    """Make the webhooks that are missing, and take away what stands in their place; says which there are then.

    url: where the service is reached from outside, as ``https://bridge.example.com``.
    Raises: UsageError where no side has webhooks, or the address cannot be called; any RemoteError; StateError.
    """
    target = _target(session, url)
    with _open(session) as sides:
        for at in sides:
            at.forget_gone()
            ours, good = at.ours(), {}
            for hook in ours:
                if hook.url == target and at.known(hook) and hook.trigger not in good:
                    good[hook.trigger] = hook
                else:
                    at.delete(hook)
            for trigger in at.side.triggers():
                if trigger not in good:
                    at.create(trigger, target)
        return tuple(told for at in sides for told in at.told())


def list_hooks(session: Session) -> tuple[Hooked, ...]:
    """The webhooks of the sites of a mapping, ours and others. Sends reads only.

    Raises: UsageError where no side has webhooks; any RemoteError; StateError.
    """
    with _open(session) as sides:
        return tuple(told for at in sides for told in at.told())


def remove_hooks(session: Session) -> tuple[Hooked, ...]:
    """Take ours away, and forget their secrets; says which those were.

    Raises: as ``list_hooks``.
    """
    with _open(session) as sides:
        gone = tuple(told for at in sides for told in at.told() if told.ours)
        for at in sides:
            for hook in at.ours():
                at.delete(hook)
            at.forget_gone()
        return gone


@dataclass(frozen=True, slots=True)
class _At:
    """The webhooks of one side, and what is kept of them."""

    name: str
    side: Hooking
    runs: Path
    mapping: str

    def ours(self) -> tuple[Hook, ...]:
        return tuple(hook for hook in self.side.all() if urlsplit(hook.url).path.endswith(_path(self.mapping)))

    def known(self, hook: Hook) -> bool:
        return hook.id in {each.id for each in secrets_of(self.runs, self.mapping)}

    def create(self, trigger: str, url: str) -> None:
        hook = self.side.create(trigger, url)
        made = Kept(hook.id, self.name, trigger, url, hook.secret)
        keep_secrets(self.runs, self.mapping, [*secrets_of(self.runs, self.mapping), made])

    def delete(self, hook: Hook) -> None:
        self.side.delete(hook)
        self._keep(lambda each: each.id != hook.id)

    def forget_gone(self) -> None:
        """Forget secrets of webhooks of this side that are not there any more."""
        there = {hook.id for hook in self.side.all()}
        self._keep(lambda each: each.side != self.name or each.id in there)

    def _keep(self, wanted: Callable[[Kept], bool]) -> None:
        kept = secrets_of(self.runs, self.mapping)
        left = [each for each in kept if wanted(each)]
        if len(left) != len(kept):
            keep_secrets(self.runs, self.mapping, left)

    def told(self) -> Iterator[Hooked]:
        ours = {hook.id for hook in self.ours()}
        for hook in self.side.all():
            yield Hooked(self.name, hook.id, hook.trigger, hook.url, ours=hook.id in ours, known=self.known(hook))


@contextmanager
def _open(session: Session) -> Iterator[list[_At]]:
    """The sides that have webhooks.

    Raises: UsageError where there is none.
    """
    bridge, runs = session.bridge, session.runs
    assert runs is not None, "a session keeps its runs"  # noqa: S101  # our own bug if not
    with ExitStack() as stack:
        found = []
        for side in Side:
            opens = platform_of(bridge.side(side)).opening().hooks
            if opens is not None:
                opened = stack.enter_context(closing(opens(bridge.side(side), **session.reach(side))))
                found.append(_At(bridge.side(side).name, opened, runs, bridge.name))
        if not found:
            raise UsageError(
                f"{bridge.name}: no side has webhooks that can be made by its API. Those of ButterCMS are made in its "
                "dashboard; docs/webhooks.md tells how."
            )
        yield found


def _target(session: Session, url: str) -> str:
    """The address that webhooks call.

    Raises: UsageError for one that a platform would not call.
    """
    try:
        parts = urlsplit(url)
        good = parts.scheme == "https" and parts.hostname and not (parts.username or parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good:
        raise UsageError(
            f"--url {url}: a platform calls https addresses alone; write it as https://host, or https://host/path"
        )
    return url.rstrip("/") + _path(session.bridge.name)


def _path(mapping: str) -> str:
    return f"/hooks/webflow/{quote(mapping, safe='')}"
