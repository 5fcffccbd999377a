"""The client against a real socket that breaks the connection at the worst moments."""

import gzip
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from threading import Thread

import httpx
import pytest

from isogloss.errors import Drift, Unavailable
from isogloss.http.client import Client, Manners, open_client
from isogloss.http.observe import Tally
from isogloss.http.request import Request
from isogloss.http.retry import Retries

pytestmark = pytest.mark.enable_socket

READ = Request("GET", "/items")
WRITE = Request("POST", "/items", json={"name": "x"})
ONCE = Retries(attempts=1)


def head(length, *more):
    lines = ["HTTP/1.1 200 OK", "Content-Type: application/json", f"Content-Length: {length}", *more]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@pytest.fixture
def serving(token, limiter) -> Iterator[Callable[..., Client]]:
    """Serve one connection after another, each with the next of these scripts, and open a client to it."""
    with ExitStack() as stack:

        def serve(*scripts, **manners) -> Client:
            listener = socket.create_server(("127.0.0.1", 0))
            listener.settimeout(5)

            def run():
                for script in scripts:
                    connection, _ = listener.accept()
                    with closing(connection):
                        connection.settimeout(5)
                        asked = b""
                        while b"\r\n\r\n" not in asked:
                            asked += connection.recv(65536)
                        script(connection)

            thread = Thread(target=run)
            thread.start()
            stack.callback(listener.close)
            stack.callback(thread.join, timeout=5)
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            return stack.enter_context(open_client(url, token, limiter, Manners(**manners)))

        yield serve


def says(data):
    return lambda connection: connection.sendall(data)


def hangs_up(connection):
    pass


def waits(connection):
    while connection.recv(65536):
        pass  # until the client gives up and closes


@pytest.mark.parametrize("script", [hangs_up, says(head(500)), says(head(500) + b'{"a": 1'), says(b"not http\r\n\r\n")])
def test_a_broken_answer_to_a_write_leaves_it_unsure(serving, script):
    with pytest.raises(Unavailable) as caught:
        serving(script).write(WRITE)
    assert caught.value.took_effect == "unknown"


@pytest.mark.parametrize("script", [hangs_up, says(head(500) + b'{"a": 1')])
def test_a_broken_answer_to_a_read_is_asked_for_again(serving, script):
    tally = Tally()
    client = serving(script, says(head(8) + b'{"a": 1}'), observer=tally)
    assert client.read(READ).json == {"a": 1}
    assert (tally.total, tally.repeated) == (2, 1)


def test_a_side_that_says_nothing_is_given_up(serving):
    timeouts = httpx.Timeout(connect=1, read=0.05, write=1, pool=1)
    with pytest.raises(Unavailable, match="ReadTimeout") as caught:
        serving(waits, timeouts=timeouts, retries=ONCE).write(WRITE)
    assert caught.value.took_effect == "unknown"


def test_a_closed_port_took_no_effect(token, limiter):
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    with (
        open_client(f"http://127.0.0.1:{port}", token, limiter, Manners(retries=ONCE)) as client,
        pytest.raises(Unavailable, match="nothing was sent") as caught,
    ):
        client.write(WRITE)
    assert caught.value.took_effect == "no"


def test_a_server_on_this_machine_is_reached_past_any_proxy(serving, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert serving(says(head(8) + b'{"a": 1}'), retries=ONCE).read(READ).json == {"a": 1}


def test_a_small_answer_that_unpacks_to_a_flood_is_cut_off(serving):
    packed = gzip.compress(b'{"a": "' + b"x" * 5_000_000 + b'"}')
    client = serving(says(head(len(packed), "Content-Encoding: gzip") + packed), largest=1_000_000)
    with pytest.raises(Drift, match="larger than 1000000 bytes"):
        client.read(READ)


def test_an_answer_packed_in_a_way_it_does_not_say_is_drift(serving):
    with pytest.raises(Drift, match="unpacked") as caught:
        serving(says(head(5, "Content-Encoding: gzip") + b"plain")).write(WRITE)
    assert caught.value.took_effect == "unknown"
