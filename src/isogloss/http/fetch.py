"""Fetching a file from wherever content says it is: guarded, for content is hostile.

Decides what is fetched at all: http and https, from public addresses, in bounded size and time, after few redirects,
and never with credentials, cookies or the proxies of the surroundings. A host's name is resolved once, every address it
has is judged, and the connection goes to the address that was judged, so that a name that changes its mind helps
nobody. Refuses to know what a file is for.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urljoin, urlsplit

import httpx

from isogloss import __version__
from isogloss.http.fetched import Bounds, Fetched, Unfetched

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_NOT_TOLD: Final = frozenset({405, 501})
"""What a server answers that knows no HEAD."""
_PORTS: Final = {"http": 80, "https": 443}

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a host. Raises OSError where it has none."""


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as this machine knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Fetcher:
    """Fetches files. Close it, or use it as a context manager."""

    def __init__(self, bounds: Bounds, resolve: Resolve = resolved) -> None:
        self._bounds = bounds
        self._resolve = resolve
        self._http: httpx.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            self._http.close()

    def fetch(self, address: str) -> Fetched | Unfetched:
        """Fetch one file, or say why not; never raises for what is wrong with the address, the network or the file."""
        ends = time.monotonic() + self._bounds.seconds
        for _ in range(self._bounds.redirects + 1):
            try:
                came = self._once(address, ends)
            except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as fault:
                return Unfetched(_said(fault))
            if not isinstance(came, str):
                return came
            address = urljoin(address, came)
        return Unfetched(f"it was redirected more than {self._bounds.redirects} times")

    def missing(self, address: str) -> str:
        """Ask whether a file is there, without fetching it: why not, or "" where it is, or its server does not tell."""
        ends = time.monotonic() + self._bounds.seconds
        for _ in range(self._bounds.redirects + 1):
            try:
                came = self._once(address, ends, "HEAD")
            except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as fault:
                return _said(fault)
            if not isinstance(came, str):
                return came.reason if isinstance(came, Unfetched) else ""
            address = urljoin(address, came)
        return f"it was redirected more than {self._bounds.redirects} times"

    def _once(self, address: str, ends: float, method: str = "GET") -> Fetched | Unfetched | str:
        """One request; a text is where it was redirected to."""
        target = self._target(address)
        if isinstance(target, Unfetched):
            return target
        seconds = max(0.001, ends - time.monotonic())
        headers = {"accept": "*/*", "accept-encoding": "identity", "host": target.netloc}
        with self._client().stream(
            method,
            target.url,
            headers=headers | {"user-agent": f"isogloss/{__version__}"},
            timeout=httpx.Timeout(seconds),
            extensions={"sni_hostname": target.host},
        ) as response:
            if response.status_code in _REDIRECTS:
                return response.headers.get("location") or Unfetched("it was redirected to nowhere")
            if method == "HEAD" and response.status_code in _NOT_TOLD:
                return Fetched(b"", "")
            if not response.is_success:
                return Unfetched(f"its server answered {response.status_code}")
            return self._body(response, ends)

    def _body(self, response: httpx.Response, ends: float) -> Fetched | Unfetched:
        if response.headers.get("content-encoding", "identity") != "identity":
            return Unfetched("its server sent it packed, though it was asked not to")
        data = bytearray()
        for piece in response.iter_raw():
            data += piece
            if len(data) > self._bounds.largest:
                return Unfetched(f"it is larger than {self._bounds.largest} bytes")
            if time.monotonic() > ends:
                return Unfetched(f"it took more than {self._bounds.seconds:g} seconds")
        return Fetched(bytes(data), response.headers.get("content-type", "").partition(";")[0].strip().lower())

    def _client(self) -> httpx.Client:
        if self._http is None:  # reading the certificates of the world takes a while: only where something is fetched
            self._http = httpx.Client(trust_env=False, follow_redirects=False)
        self._http.cookies.clear()
        return self._http

    def _target(self, address: str) -> "_Target | Unfetched":
        parts = urlsplit(address)
        if parts.scheme not in _PORTS or not parts.hostname:
            return Unfetched("it is not an address on the web (http or https)")
        if parts.username is not None or parts.password is not None:
            return Unfetched("its address holds credentials, which are not sent")
        port = parts.port or _PORTS[parts.scheme]
        found = [ipaddress.ip_address(each.partition("%")[0]) for each in self._resolve(parts.hostname, port)]
        if not found:
            return Unfetched(f"{parts.hostname} has no address")
        for ip in found:
            if not self._permitted(ip):
                return Unfetched(f"{parts.hostname} is not on the public internet")
        url = httpx.URL(address).copy_with(host=str(found[0]), fragment=None)
        return _Target(url, parts.hostname, parts.netloc)

    def _permitted(self, ip: Ip) -> bool:
        return is_public(ip) or (self._bounds.allow_private and is_private(ip))


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a request goes: an address that was judged, and the name that the server there is asked for."""

    url: httpx.URL
    host: str
    netloc: str


def is_public(ip: Ip) -> bool:
    """Whether an address belongs to the public internet, also where it wraps one of the older protocol."""
    ip = _unwrapped(ip)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_link_local or ip.is_unspecified)


def is_private(ip: Ip) -> bool:
    """Whether an address is of this machine or of a private network.

    Link-local ones are neither: there a cloud serves secrets of the machine itself.
    """
    ip = _unwrapped(ip)
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        return False
    return ip.is_loopback or (ip.is_private and not ip.is_reserved)


def _unwrapped(ip: Ip) -> Ip:
    """The older address that a newer one stands for (mapped, 6to4, Teredo or NAT64); any other is itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)


_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


def _said(fault: Exception) -> str:
    if isinstance(fault, httpx.TimeoutException):
        return "it took too long"
    if isinstance(fault, socket.gaierror):
        return "its host is not known"
    return f"it could not be fetched ({str(fault)[:200] or type(fault).__name__})"
