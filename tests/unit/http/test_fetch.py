"""What is fetched, and what is not: from a server on this machine, which only those who allow it may ask."""

from __future__ import annotations

import gzip
import ipaddress
import socket
from typing import TYPE_CHECKING

import pytest
from file_server import PNG, FileServer, serving

from isogloss.http.fetch import Fetcher, is_private, is_public
from isogloss.http.fetched import Bounds, Fetched, Unfetched

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Bounds(allow_private=True, largest=1000, seconds=5.0, redirects=2)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with serving() as served:
        yield served


def fetched(address: str, bounds: Bounds = HERE) -> Fetched | str:
    with Fetcher(bounds) as fetcher:
        found = fetcher.fetch(address)
    return found.reason if isinstance(found, Unfetched) else found


def test_a_file_comes_with_what_its_server_says_it_is(server):
    address = server.put("/a.png?size=1", PNG, "Image/PNG; charset=binary")
    assert fetched(address + "#frag") == Fetched(PNG, "image/png")
    heard = server.heard[0]
    assert heard["host"] == server.url.removeprefix("http://")
    assert not {"authorization", "cookie", "referer"} & heard.keys()
    assert heard["accept-encoding"] == "identity"


def test_cookies_are_not_sent_back(server):
    server.headers["set-cookie"] = "a=b"
    address = server.put("/a.png")
    with Fetcher(HERE) as fetcher:
        fetcher.fetch(address)
        fetcher.fetch(address)
    assert "cookie" not in server.heard[1]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/a",
        "http://localhost:1/a",
        "http://2130706433:1/a",
        "http://0x7f.1:1/a",
        "http://[::1]:1/a",
        "http://[::ffff:127.0.0.1]:1/a",
        "http://10.0.0.1/a",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/a",
    ],
)
def test_private_addresses_are_refused_in_every_spelling(address):
    assert "is not on the public internet" in fetched(address, Bounds())


@pytest.mark.parametrize("address", ["http://169.254.169.254/", "http://[fe80::1]/", "http://224.0.0.1/"])
def test_addresses_of_nobody_in_particular_are_refused_even_where_private_ones_are_allowed(address):
    assert "is not on the public internet" in fetched(address)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://example.org/a", "it is not an address on the web (http or https)"),
        ("file:///etc/passwd", "it is not an address on the web (http or https)"),
        ("/a.png", "it is not an address on the web (http or https)"),
        ("http:///a", "it is not an address on the web (http or https)"),
        ("http://ann:secret@127.0.0.1/a", "its address holds credentials, which are not sent"),
        ("http://127.0.0.1:99999/a", "it could not be fetched (Port out of range 0-65535)"),
    ],
)
def test_what_is_no_address_on_the_web_is_not_asked_for(address, reason):
    assert fetched(address) == reason


def test_a_host_that_nobody_knows_is_told():
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, f"{host}:{port}")

    with Fetcher(HERE, unknown) as fetcher:
        assert fetcher.fetch("http://nowhere.example/a") == Unfetched("its host is not known")
    with Fetcher(HERE, lambda _host, _port: []) as fetcher:
        assert fetcher.fetch("http://nowhere.example/a") == Unfetched("nowhere.example has no address")


def test_a_name_is_resolved_once_and_the_server_is_asked_by_its_name(server):
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    server.put("/a.png")
    with Fetcher(HERE, resolve) as fetcher:
        assert isinstance(fetcher.fetch(server.url.replace("127.0.0.1", "pictures.example") + "/a.png"), Fetched)
    assert asked == ["pictures.example"]
    assert server.heard[0]["host"].startswith("pictures.example:")


def test_one_private_address_among_several_is_enough_to_refuse():
    with Fetcher(Bounds(), lambda _host, _port: ["8.8.8.8", "127.0.0.1"]) as fetcher:
        assert fetcher.fetch("http://both.example/a") == Unfetched("both.example is not on the public internet")


def test_every_redirect_is_judged(server):
    server.moved["/one"] = "/two"
    server.moved["/two"] = server.put("/a.png")
    assert fetched(server.url + "/one") == Fetched(PNG, "image/png")
    server.moved["/two"] = "http://169.254.169.254/"
    assert "is not on the public internet" in fetched(server.url + "/one")
    server.moved["/two"] = "file:///etc/passwd"
    assert "not an address on the web" in fetched(server.url + "/one")
    server.moved["/two"] = "/one"
    assert fetched(server.url + "/one") == "it was redirected more than 2 times"
    server.moved["/two"] = ""
    assert fetched(server.url + "/one") == "it was redirected to nowhere"


def test_what_is_too_large_is_not_read_to_its_end(server):
    assert isinstance(fetched(server.put("/a", b"x" * 1000)), Fetched)
    assert fetched(server.put("/a", b"x" * 1001)) == "it is larger than 1000 bytes"


def test_what_comes_packed_is_not_unpacked(server):
    server.headers["content-encoding"] = "gzip"
    assert "packed" in fetched(server.put("/a", gzip.compress(b"x" * 100_000)))


def test_what_takes_too_long_is_given_up(server):
    address = server.put("/a.png")
    assert "it took" in fetched(address, Bounds(allow_private=True, seconds=0.0))


def test_a_server_that_says_no_or_nothing_is_told(server):
    assert fetched(server.url + "/none") == "its server answered 404"
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert "it could not be fetched" in fetched(f"http://127.0.0.1:{closed.getsockname()[1]}/a")


@pytest.mark.parametrize(
    ("text", "public", "private"),
    [
        ("8.8.8.8", True, False),
        ("2606:4700::1111", True, False),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("192.168.1.1", False, True),
        ("100.64.0.1", False, False),
        ("fd00::1", False, True),
        ("fe80::1", False, False),
        ("169.254.1.1", False, False),
        ("224.0.0.1", False, False),
        ("ff02::1", False, False),
        ("240.0.0.1", False, False),
        ("255.255.255.255", False, False),
        ("0.0.0.0", False, False),  # noqa: S104  # nothing is bound to it
        ("::", False, False),
        ("::ffff:8.8.8.8", True, False),
        ("::ffff:10.0.0.1", False, True),
        ("2002:7f00:1::", False, True),
        ("2002:808:808::", True, False),
        ("64:ff9b::a00:1", False, True),
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False, True),
    ],
)
def test_addresses_are_told_apart(text, public, private):
    ip = ipaddress.ip_address(text)
    assert (is_public(ip), is_private(ip)) == (public, private)
