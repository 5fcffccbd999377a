import asyncio
import queue
import socket
import threading
import time
from collections import Counter

import httpx
import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from isogloss.errors import ConfigError
from isogloss.sandbox import server


async def hello(scope, receive, send):
    await PlainTextResponse("hello")(scope, receive, send)


def test_a_running_server_answers_and_stops():
    with server.running(hello) as address:
        assert httpx.get(address).text == "hello"
    with pytest.raises(httpx.ConnectError):
        httpx.get(address)


def test_a_server_at_rest_looks_once_a_second_at_most(monkeypatch):
    looks = Counter()  # of each server: others of this process may be at rest beside it
    original = uvicorn.Server.on_tick

    async def counted(self, counter):
        looks[self] += 1
        return await original(self, counter)

    monkeypatch.setattr(uvicorn.Server, "on_tick", counted)
    begun = time.monotonic()
    with server.running(hello):
        time.sleep(0.3)
    assert 1 <= max(looks.values()) <= 2 + (time.monotonic() - begun)


def test_a_taken_port_is_refused_with_its_number():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"127.0.0.1:{port}.*another port"), server.running(hello, port):
            pass


def test_a_server_in_the_foreground_serves_until_it_is_told_to_exit(monkeypatch):
    servers = []
    original = uvicorn.Server.__init__

    def remembered(self, config):
        original(self, config)
        servers.append(self)

    monkeypatch.setattr(uvicorn.Server, "__init__", remembered)
    told: queue.Queue[str] = queue.Queue()
    thread = threading.Thread(target=server.serve, args=(hello, "127.0.0.1", 0, told.put))
    thread.start()
    assert httpx.get(told.get(timeout=10)).text == "hello"
    servers[0].should_exit = True
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture
def asked():
    """Ask an app, and leave its server as soon as the request is under way; answers what the client was told."""

    def ask(lasts):
        begun, told = threading.Event(), []

        async def slow(scope, receive, send):
            begun.set()
            await asyncio.sleep(lasts)
            await hello(scope, receive, send)

        def get(address):
            try:
                told.append(httpx.get(address, timeout=30).text)
            except httpx.TransportError as error:
                told.append(error)

        with server.running(slow) as address:
            client = threading.Thread(target=get, args=(address,))
            client.start()
            assert begun.wait(10)
        client.join(10)
        return told

    return ask


def test_a_request_under_way_is_answered_before_the_server_is_gone(asked):
    assert asked(0.1) == ["hello"]


def test_a_request_that_does_not_end_keeps_no_server_up(asked, monkeypatch):
    monkeypatch.setattr(server, "_GRACE", 0.05)
    [told] = asked(20)
    assert told != "hello"


def test_a_server_that_never_starts_is_reported(monkeypatch):
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: None)
    with pytest.raises(AssertionError, match="did not start"), server.running(hello):
        pass
