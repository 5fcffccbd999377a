"""A page of ours, asked without a socket."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx


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

        return asyncio.run(ask())

    def get(self, path: str, **told: Any) -> httpx.Response:
        """What it answers to a look."""
        return self.request("GET", path, **told)
