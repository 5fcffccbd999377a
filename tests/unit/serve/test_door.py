"""How the page may be reached: what is said at the start of a service is understood, or refused with what to say."""

from __future__ import annotations

import pytest

from isogloss.errors import ConfigError
from isogloss.serve.door import Door, Place, door


def test_said_nothing_it_is_reached_from_this_machine_by_whoever_is_there() -> None:
    assert door() == Door()
    assert door().places(8700) == (
        Place("http://127.0.0.1:8700", "127.0.0.1:8700"),
        Place("http://localhost:8700", "localhost:8700"),
    )
    assert door("localhost") == Door()


@pytest.mark.parametrize("listen", ["0.0.0.0", "192.0.2.7", "::"])  # noqa: S104  # nothing is opened
def test_from_elsewhere_it_is_not_reached_without_saying_how_people_are_known(listen: str) -> None:
    with pytest.raises(ConfigError, match="--auth token or --auth proxy-header=NAME"):
        door(listen)
    assert door(listen, "token").auth == "token"


def test_a_proxy_before_it_is_elsewhere_too() -> None:
    with pytest.raises(ConfigError, match=r"--url https://sync\.example"):
        door(urls=["https://sync.example"])


def test_each_address_by_which_it_is_reached_is_one_as_browsers_name_it() -> None:
    made = door("::", "token", ["https://Sync.Example/", "http://intern:8080", "https://[2001:db8::1]:443"])
    assert [(each.origin, each.host, each.secure) for each in made.places(8700)] == [
        ("https://sync.example", "sync.example", True),
        ("http://intern:8080", "intern:8080", False),
        ("https://[2001:db8::1]", "[2001:db8::1]", True),
        ("http://127.0.0.1:8700", "127.0.0.1:8700", False),
        ("http://localhost:8700", "localhost:8700", False),
    ]
    assert door("192.0.2.7", "token").places(80)[0] == Place("http://192.0.2.7:80", "192.0.2.7:80")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"auth": "password"}, "--auth password"),
        ({"auth": "proxy-header="}, "--auth proxy-header="),
        ({"auth": "proxy-header=X User"}, "--auth proxy-header=X User"),
        ({"auth": "token=abc"}, "--auth token=abc"),
        ({"listen": "sync.example", "auth": "token"}, "--listen sync.example"),
        ({"auth": "token", "urls": ["sync.example"]}, "--url sync.example"),
        ({"auth": "token", "urls": ["https://sync.example/page"]}, "--url https://sync.example/page"),
        ({"auth": "token", "urls": ["https://a:b@sync.example"]}, "--url https://a:b@sync.example"),
        ({"auth": "token", "urls": ["https://sync.example:port"]}, "--url https://sync.example:port"),
        ({"auth": "proxy-header=X-User", "proxies": ["ten"]}, "--proxy ten"),
        ({"auth": "token", "proxies": ["10.0.0.7"]}, "--proxy"),
        ({"auth": "token", "editors": ["Ann"]}, "--editor"),
        ({"anew": True}, "--new-tokens"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name(said: dict[str, object], named: str) -> None:
    with pytest.raises(ConfigError) as refused:
        door(**said)  # type: ignore[arg-type]  # as it is typed
    assert str(refused.value).startswith(f"{named}: ")
