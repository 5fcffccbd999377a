"""What the tests of the HTTP layer hand in instead of a network and a clock."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from manual_clock import ManualClock

from isogloss.http.client import Client, Manners, ReadClient, Token, open_client, open_read_client
from isogloss.http.limiter import Limiter, Pace
from isogloss.http.redact import Secret

CANARY = "canary-7f3a9c"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def token() -> Token:
    return Token(Secret(CANARY), "Bearer", "sides.webflow.token")


@pytest.fixture
def limiter(clock) -> Limiter:
    return Limiter(Pace(60, 60.0), clock)


@pytest.fixture
def opened(token, limiter) -> Iterator[Callable[..., Client]]:
    """Open a client whose requests a function answers; it is closed at the end."""
    with ExitStack() as stack:

        def make(answers, base_url="https://api.example/v2", **manners) -> Client:
            transport = httpx.MockTransport(answers)
            return stack.enter_context(open_client(base_url, token, limiter, Manners(transport=transport, **manners)))

        yield make


@pytest.fixture
def opened_for_reading(token, limiter) -> Iterator[Callable[..., ReadClient]]:
    with ExitStack() as stack:

        def make(answers, base_url="https://api.example/v2", **manners) -> ReadClient:
            transport = httpx.MockTransport(answers)
            return stack.enter_context(
                open_read_client(base_url, token, limiter, Manners(transport=transport, **manners))
            )

        yield make
