"""A page of ours, asked without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx


def apart(ask: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """What a coroutine gives, in a thread of its own: a browser that is open in this one has a loop there already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(ask())).result()


@dataclass(frozen=True)
class Page:
    """An ASGI app at an address."""

    app: Any
    address: str

    def request(self, method: str, path: str, **told: Any) -> httpx.Response:
        """What it answers."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=self.address) as http:
                return await http.request(method, path, **told)

        return apart(ask)

    def get(self, path: str, **told: Any) -> httpx.Response:
        """What it answers to a look."""
        return self.request("GET", path, **told)
