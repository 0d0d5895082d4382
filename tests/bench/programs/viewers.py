"""So many pages that look at one server: `python -m ... URL VIEWERS`. Says when all of them have seen something."""

from __future__ import annotations

import asyncio
import sys

import aiohttp

from tests.bench.programs.counting import say

_BEAT_S = 1.0


async def look(url: str, viewers: int) -> None:
    """Look until ended."""
    seen = [asyncio.Event() for _ in range(viewers)]
    async with aiohttp.ClientSession() as client, asyncio.TaskGroup() as group:
        for one in seen:
            group.create_task(_page(client, url, one))
        for one in seen:
            await one.wait()
        say({"ready": True})


async def _page(client: aiohttp.ClientSession, url: str, seen: asyncio.Event) -> None:
    socket = await client.ws_connect(f"{url}/look?columns=160&rows=50", headers={"Origin": url}, max_msg_size=0)
    beating = asyncio.create_task(_beat(socket))
    async for message in socket:
        if message.type == aiohttp.WSMsgType.BINARY:
            seen.set()
    beating.cancel()
    raise ConnectionError(f"parted: {socket.close_code}")


async def _beat(socket: aiohttp.ClientWebSocketResponse) -> None:
    # As the page does, all the time.
    while True:
        await socket.send_str('["beat", 0]')
        await asyncio.sleep(_BEAT_S)


if __name__ == "__main__":
    asyncio.run(look(sys.argv[1], int(sys.argv[2])))
