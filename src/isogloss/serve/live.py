"""What a mapping that is at work is doing just now, told to browsers as it changes.

Decides what is told: the stage, and how much of it is done. A stream ends by itself after some minutes, so that whoever
went out meanwhile hears no more; browsers come again. Refuses to know what a run does.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute

from isogloss.errors import StateError
from isogloss.serve.desk import Desk, Wrong
from isogloss.serve.texts import TEXTS
from isogloss.serve.visitors import Visitor

EVERY: Final = 0.5
"""Seconds between two looks."""
STILL: Final = 15.0
"""Seconds after which a stream says that it is still there."""
LASTS: Final = 600.0
STREAMS: Final = 64
"""So many browsers are told at once."""


def routes(desk: Desk) -> list[BaseRoute]:
    """Its route."""
    open_ = [0]

    def stream(request: Request, visitor: Visitor) -> Response:
        del request, visitor
        if open_[0] >= STREAMS:
            raise Wrong(HTTPStatus.SERVICE_UNAVAILABLE, TEXTS["too_many"])
        return StreamingResponse(_counted(), media_type="text/event-stream")

    async def _counted() -> AsyncIterator[str]:
        open_[0] += 1
        try:
            async for said in _told(desk):
                yield said
        finally:
            open_[0] -= 1

    return [desk.looks("/live", stream)]


async def _told(desk: Desk) -> AsyncIterator[str]:
    """What is doing now, whenever it is something else."""
    before, quiet = None, 0.0
    for _ in range(int(LASTS / EVERY)):
        if desk.service.stop.is_set():
            return
        try:
            running = await run_in_threadpool(desk.service.running)
        except StateError:
            return  # browsers come again
        now = desk.live.now(running)
        if now != before:
            before, quiet = now, 0.0
            yield f"data: {json.dumps(now)}\n\n"
        elif quiet >= STILL:
            quiet = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(EVERY)
        quiet += EVERY
