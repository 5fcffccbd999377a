"""What is asked at the last instant before a request leaves, over real sockets: bytes have left, or they have not."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from threading import Thread

import httpx
import pytest

from isogloss.errors import Overdue, Refused
from isogloss.http.client import Client, Manners, open_client
from isogloss.http.observe import Tally
from isogloss.http.request import Request

pytestmark = pytest.mark.enable_socket

READ = Request("GET", "/items")
WRITE = Request("POST", "/items", json={"name": "x"})
GONE = Request("DELETE", "/items/1")
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


class Questions:
    """What is asked before bytes leave; answers no from the given time it is asked on."""

    def __init__(self, refuses_at: int) -> None:
        self.left, self.asked = refuses_at, 0

    def __call__(self) -> None:
        self.asked += 1
        if self.asked >= self.left:
            raise Refused("not ours any more")


@pytest.fixture
def heard(token, limiter) -> Iterator[Callable[..., tuple[Client, list[bytes]]]]:
    """A client, and all the bytes that came of its first request; a request that is whole is answered."""
    with ExitStack() as stack:

        def opened(**manners) -> tuple[Client, list[bytes]]:
            listener = socket.create_server(("127.0.0.1", 0))
            listener.settimeout(10)
            came: list[bytes] = []

            def serve() -> None:
                connection, _ = listener.accept()
                with closing(connection):
                    connection.settimeout(10)
                    while piece := connection.recv(65536):
                        came.append(piece)
                        head, _, body = b"".join(came).partition(b"\r\n\r\n")
                        if (b"POST" not in head or body) and b"\r\n\r\n" in b"".join(came):
                            connection.sendall(ANSWER)

            thread = Thread(target=serve)
            thread.start()
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            client = open_client(url, token, limiter, Manners(**manners))
            stack.callback(listener.close)
            ended = ExitStack()
            ended.callback(thread.join, 10)
            ended.callback(client.close)
            stack.push(ended)
            return client, Ended(came, ended)

        yield opened


class Ended(list):
    """The bytes that came, once the connection is closed."""

    def __init__(self, came: list[bytes], ended: ExitStack) -> None:
        super().__init__()
        self._came, self._ended = came, ended

    def whole(self) -> bytes:
        self._ended.close()
        return b"".join(self._came)


@pytest.mark.parametrize("request_", [READ, WRITE, GONE], ids=lambda each: each.method)
def test_a_request_that_was_kept_back_once_it_was_connected_sends_no_byte(heard, request_):
    tally, questions = Tally(), Questions(2)  # the first is asked before it is connected
    client, came = heard(at_last=questions, observer=tally)
    with pytest.raises(Refused, match="not ours"):
        (client.read if request_ is READ else client.write)(request_)
    assert came.whole() == b""
    assert (questions.asked, tally.total, tally.repeated) == (2, 0, 0)


def test_a_request_that_was_kept_back_after_its_head_is_never_whole(heard):
    client, came = heard(at_last=Questions(3))
    with pytest.raises(Refused):
        client.write(WRITE)
    sent = came.whole()
    assert b"POST /items" in sent
    assert b"name" not in sent


@pytest.mark.parametrize("request_", [READ, GONE], ids=lambda each: each.method)
def test_a_request_without_a_body_is_gone_with_its_head(heard, request_):
    questions = Questions(3)
    client, came = heard(at_last=questions)
    (client.read if request_ is READ else client.write)(request_)
    assert questions.asked == 2
    assert came.whole().startswith(request_.method.encode())


class Slow(httpx.HTTPTransport):
    """Takes a while to connect."""

    def __init__(self, clock) -> None:
        super().__init__(trust_env=False)
        self._clock = clock

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._clock.sleep(8)
        return super().handle_request(request)


@pytest.mark.parametrize(("until", "leaves"), [(7.0, False), (9.0, True)])
def test_a_write_that_became_too_old_while_it_was_connected_does_not_leave(heard, clock, until, leaves):
    client, came = heard(transport=Slow(clock))
    client.good_until(until)
    if leaves:
        client.write(WRITE)
    else:
        with pytest.raises(Overdue) as late:
            client.write(WRITE)
        assert late.value.took_effect == "no"
    assert (b"name" in came.whole()) is leaves
