"""How the page is reached, and who may come in: what is said at the start of a service, checked before it serves.

Decides that nobody reaches the page from elsewhere without saying who they are, and by which names browsers may know
it. Refuses to know requests.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from isogloss.errors import ConfigError

HERE: Final = "127.0.0.1"
PORT: Final = 8700
_HEADER: Final = re.compile(r"[A-Za-z0-9-]{1,64}")
_DEFAULT: Final = {"http": 80, "https": 443}

Auth = Literal["none", "token", "proxy"]
"""none: whoever reaches this machine's own address is an editor. token: who knows one of two tokens, as what it is for.
proxy: whom a header names that a proxy puts there."""
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Place:
    """One address at which browsers reach the page.

    origin: as ``Origin`` headers name it. host: as ``Host`` headers do.
    """

    origin: str
    host: str

    @property
    def secure(self) -> bool:
        """Whether all that travels is hidden on its way."""
        return self.origin.startswith("https:")


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in, and by which addresses.

    listen:  the address of this machine at which the page listens.
    urls:    further places at which browsers reach it.
    auth:    how whoever looks is known.
    header:  of ``proxy``: the header that names who looks.
    proxies: of ``proxy``: who may put it there, beside this machine.
    editors: of ``proxy``: who may decide; everybody where nobody is named.
    anew:    of ``token``: make new tokens.
    """

    listen: str = HERE
    urls: tuple[Place, ...] = ()
    auth: Auth = "none"
    header: str = ""
    proxies: tuple[Network, ...] = ()
    editors: frozenset[str] = frozenset()
    anew: bool = False

    def places(self, port: int) -> tuple[Place, ...]:
        """Where it is reached; the first is what others are told."""
        named = [f"[{self.listen}]" if ":" in self.listen else self.listen]
        if ipaddress.ip_address(self.listen).is_unspecified:
            named = [HERE]
        if ipaddress.ip_address(named[0].strip("[]")).is_loopback:
            named.append("localhost")
        own = tuple(Place(f"http://{name}:{port}", f"{name}:{port}") for name in named)
        return (*self.urls, *own)

    def trusts(self, peer: str) -> bool:
        """Whether what a header says that comes from this address is true."""
        try:
            found = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return found.is_loopback or any(found in each for each in self.proxies)


def door(
    listen: str = HERE,
    auth: str | None = None,
    urls: Iterable[str] = (),
    proxies: Iterable[str] = (),
    editors: Iterable[str] = (),
    *,
    anew: bool = False,
) -> Door:
    """Understand what was said.

    auth:  ``token``, or ``proxy-header=NAME``.
    Raises: ConfigError, also where the page would be reached from elsewhere by anybody.
    """
    kind, header = _auth(auth)
    networks, names = tuple(_network(each) for each in proxies), frozenset(editors)
    if kind != "proxy" and (networks or names):
        which = "--proxy" if networks else "--editor"
        raise ConfigError(f"{which}: it goes with --auth proxy-header=NAME; say that, or leave it out.")
    if kind != "token" and anew:
        raise ConfigError("--new-tokens: it goes with --auth token; say that, or leave it out.")
    made = Door(_address(listen), tuple(_place(each) for each in urls), kind, header, networks, names, anew)
    if kind == "none" and (made.urls or not ipaddress.ip_address(made.listen).is_loopback):
        which = f"--url {made.urls[0].origin}" if made.urls else f"--listen {listen}"
        raise ConfigError(
            f"{which}: the page would be reached from elsewhere by whoever comes. Say how people are known, with "
            "--auth token or --auth proxy-header=NAME."
        )
    return made


def _auth(said: str | None) -> tuple[Auth, str]:
    if said is None:
        return "none", ""
    kind, _, header = said.partition("=")
    if said == "token":
        return "token", ""
    if kind == "proxy-header" and _HEADER.fullmatch(header):
        return "proxy", header.lower()
    raise ConfigError(f"--auth {said}: say token, or proxy-header=NAME with the name of a header.")


def _address(listen: str) -> str:
    try:
        return str(ipaddress.ip_address(HERE if listen == "localhost" else listen))
    except ValueError:
        raise ConfigError(
            f"--listen {listen}: this is no address of a machine. Give one, as 127.0.0.1 or 0.0.0.0, and its name with "
            "--url."
        ) from None


def _network(said: str) -> Network:
    try:
        return ipaddress.ip_network(said)
    except ValueError:
        raise ConfigError(f"--proxy {said}: this is no address and no network. Give one, as 10.0.0.7.") from None


def _place(url: str) -> Place:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    plain = (
        parts.scheme in _DEFAULT and parts.hostname and parts.path in ("", "/") and not (parts.query or parts.fragment)
    )
    if not plain or parts.username is not None or not url.isascii():
        raise ConfigError(
            f"--url {url}: this is no address of a page. Give one without a path, as https://sync.example."
        )
    name = f"[{parts.hostname}]" if ":" in str(parts.hostname) else str(parts.hostname)
    host = name if port in (None, _DEFAULT[parts.scheme]) else f"{name}:{port}"
    return Place(f"{parts.scheme}://{host}", host)
