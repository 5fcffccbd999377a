"""Which address leads to which: every one that an entry had leads to the one that it has now, in one hop.

Decides by entry, not by address: an entry that was renamed three times leaves three addresses that lead to its fourth,
so there are neither chains nor loops in what it makes. Redirects that somebody brings along may have both; they are
followed to their end. An address at which something is now is led nowhere, since it would not be seen any more.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from isogloss.mapping.names.addresses import address_key
from isogloss.model.address import EntryKey
from isogloss.model.locale import Locale

Why: TypeAlias = Literal["redirect-taken", "redirect-gone", "redirect-loop"]
"""Why an old address leads nowhere: the id of a rule."""


@dataclass(frozen=True, slots=True)
class Was:
    """An address that an entry had in a locale; of several entries that had it, the last counts."""

    key: EntryKey
    locale: Locale
    address: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address and where it leads.

    old: a path, as it begins with a slash.
    new: a path too, or with its host where that is another.
    key: of the entry; None for one that somebody brought along.
    """

    old: str
    new: str
    key: EntryKey | None = None
    locale: Locale | None = None


@dataclass(frozen=True, slots=True)
class Unled:
    """An old address that leads nowhere, by which rule, and what is the matter."""

    why: Why
    old: str
    said: str
    key: EntryKey | None = None
    locale: Locale | None = None


@dataclass(slots=True)
class Redirects:
    """All that lead somewhere, and those that do not, each sorted by the old address."""

    led: list[Redirect] = field(default_factory=list)
    unled: list[Unled] = field(default_factory=list)


def redirects_of(
    before: Iterable[Was],
    now: Mapping[EntryKey, Mapping[Locale, str]],
    there: Mapping[str, str],
    brought: Sequence[tuple[str, str]] = (),
) -> Redirects:
    """What leads from every old address.

    before:  what entries were called, the oldest first; what they are called still may be among it.
    now:     the address of each entry in each locale in which the public sees it.
    there:   by its key, what is at a path now.
    brought: old and new address of redirects that there are already.
    """
    found, made = Redirects(), {}
    hosts = {"", *(_host(address) for by in now.values() for address in by.values())}
    for key, several in _by_path(before).items():
        led = [_led(key, was, now.get(was.key, {}).get(was.locale), there) for was in several]
        last = led[-1]
        if isinstance(last, Redirect):
            made[key] = last
        else:
            unled = (each for each in led if isinstance(each, Unled))
            found.unled += [each for each in unled if each is last or each.why == "redirect-taken"]
    told = made.keys() | {path_key(each.old) for each in found.unled}
    known = {path_key(old): (old, new) for old, new in brought}
    leads = {**{key: new for key, (_, new) in known.items()}, **{key: each.new for key, each in made.items()}}
    for key, (old, new) in known.items():
        if key in told:
            continue
        to = _followed(key, leads, hosts)
        if key in there:
            found.unled.append(Unled("redirect-taken", old, f"{there[key]} is there now"))
        elif to is None:
            found.unled.append(Unled("redirect-loop", old, f"it leads in a circle, by {new}"))
        else:
            made[key] = Redirect(old, to)
    found.led = sorted(made.values(), key=lambda each: each.old)
    found.unled.sort(key=lambda each: each.old)
    return found


def _by_path(before: Iterable[Was]) -> dict[str, list[Was]]:
    """Who had each path, each once, the last one last."""
    found: dict[str, dict[tuple[EntryKey, Locale], Was]] = {}
    for was in before:
        had = found.setdefault(path_key(was.address), {})
        had.pop((was.key, was.locale), None)
        had[was.key, was.locale] = was
    return {path: list(had.values()) for path, had in found.items()}


def _led(key: str, was: Was, new: str | None, there: Mapping[str, str]) -> Redirect | Unled | None:
    """Where an old address leads; None where it is the address still."""
    old, elsewhere = path_of(was.address), new is not None and _moves(was.address, new)
    if not elsewhere and new is not None and path_key(new) == key:
        return None
    if not elsewhere and key in there:  # what is at the path on another host says nothing of this one
        return Unled("redirect-taken", old, f"{there[key]} is there now", was.key, was.locale)
    if new is None:
        return Unled("redirect-gone", old, f"{was.key} is not to be seen in {was.locale} any more", was.key, was.locale)
    return Redirect(old, new if elsewhere else path_of(new), was.key, was.locale)


def _followed(key: str, leads: Mapping[str, str], hosts: Collection[str]) -> str | None:
    """Where an address leads in the end; None where that is itself."""
    met, new = {key}, leads[key]
    while _host(new) in hosts and (at := path_key(new)) in leads:
        if at in met:
            return None
        met.add(at)
        new = leads[at]
    return None if _host(new) in hosts and path_key(new) in met else new


def path_of(address: str) -> str:
    """An address without its host, query and fragment."""
    return urlsplit(address).path or "/"


def path_key(address: str) -> str:
    """By what a path is known again, with whatever host it is spelled."""
    return address_key(path_of(address))


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower()


def _moves(old: str, new: str) -> bool:
    """Whether an address goes to another host."""
    return bool(_host(old) and _host(new)) and _host(old) != _host(new)
