"""A real, headless Chromium, driven through its own DevTools protocol."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp

from tests.waiting import PATIENCE_S

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--remote-debugging-port=0",
)
# By their DevTools names: what they type, and the code of Windows that the protocol wants.
NAMED = {"Escape": ("", 27), "Enter": ("\r", 13), "Tab": ("\t", 9), "ArrowDown": ("", 40)}


class Program(NamedTuple):
    """How a browser is started."""

    words: tuple[str, ...]
    environment: Mapping[str, str]


class Page:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self._reading = asyncio.create_task(self._read())

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """One call of the protocol."""
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        async with asyncio.timeout(PATIENCE_S):
            result: dict[str, Any] = await answer
        return result

    async def value(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page has
        """What an expression of JavaScript gives in the page; None while there is no page."""
        result = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return result.get("result", {}).get("value")

    async def until(self, expression: str, what: str) -> Any:  # noqa: ANN401
        """Wait until an expression is true, and fail with what is seen."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not (value := await self.value(expression)):
                    await asyncio.sleep(0.02)
        except TimeoutError:
            seen = await self.value("document.body.innerText")
            raise AssertionError(f"no {what} on\n{seen}\n{self.complaints}") from None
        return value

    async def open(self, url: str) -> None:
        """Go to an address."""
        await self.call("Page.navigate", url=url)
        await self.until("document.readyState === 'complete'", "page")

    async def press(self, key: str) -> None:
        """Press and release a key: a character, or a name of `NAMED`."""
        text, code = NAMED.get(key, (key, ord(key.upper()[0])))
        common = {"key": key, "windowsVirtualKeyCode": code}
        await self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    async def write(self, text: str) -> None:
        """Put text into what has the focus."""
        await self.call("Input.insertText", text=text)

    async def resize(self, width: int, height: int) -> None:
        """Give the window another size, in pixels."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    async def picture(self) -> bytes:
        """What is seen, as a PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])

    async def _read(self) -> None:
        async for message in self._socket:
            event = json.loads(message.data)
            answer = self._answers.pop(event.get("id", 0), None)
            if answer is not None and not answer.done():
                answer.set_result(event.get("result", event.get("error", {})))
            self._note(event.get("method", ""), event.get("params", {}))

    def _note(self, method: str, event: dict[str, Any]) -> None:
        match method:
            case "Network.requestWillBeSent":
                self.requested.append(event["request"]["url"])
            case "Network.webSocketCreated":
                self.requested.append(event["url"])
            case "Runtime.exceptionThrown":
                self.complaints.append(str(event["exceptionDetails"]))
            case "Log.entryAdded":
                self.complaints.append(f"{event['entry']['source']}: {event['entry']['text']}")

    async def close(self) -> None:
        """Close the connection to it."""
        await self._socket.close()
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)


class Browser:
    """What one person has of a running Chromium: tabs and cookies of their own."""

    def __init__(self, client: aiohttp.ClientSession, address: str, whole: Page, person: str) -> None:
        self._client = client
        self._address = address
        self._whole = whole
        self._person = person
        self._pages: list[Page] = []

    async def page(self, width: int = 1280, height: int = 720) -> Page:
        """A new tab of this size, in pixels."""
        target = await self._whole.call("Target.createTarget", url="about:blank", browserContextId=self._person)
        address = f"{self._address}/devtools/page/{target['targetId']}"
        page = Page(await self._client.ws_connect(address, max_msg_size=0))
        self._pages.append(page)
        for domain in ("Page", "Network", "Runtime", "Log"):
            await page.call(f"{domain}.enable")
        # Without this only one tab is drawn at a time.
        await page.call("Emulation.setFocusEmulationEnabled", enabled=True)
        await page.resize(width, height)
        return page

    async def close(self) -> None:
        """Let go of all tabs, and forget what the person had."""
        for page in self._pages:
            await page.close()
        await self._whole.call("Target.disposeBrowserContext", browserContextId=self._person)
        await self._whole.close()


@contextlib.contextmanager
def chromium(program: Program, profile: Path) -> Iterator[str]:
    """Start Chromium with an empty profile; ended by its process id, with all that it started.

    Yields:
        The address of the protocol for the whole browser.
    """
    process = subprocess.Popen(
        [*program.words, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
        env={**os.environ, **program.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield _address(profile, process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@asynccontextmanager
async def browsing(address: str) -> AsyncIterator[Browser]:
    """Be somebody in a running Chromium who has never been there.

    Args:
        address: From ``chromium``.
    """
    async with aiohttp.ClientSession() as client:
        whole = Page(await client.ws_connect(address, max_msg_size=0))
        person = (await whole.call("Target.createBrowserContext"))["browserContextId"]
        browser = Browser(client, address.partition("/devtools/")[0], whole, person)
        try:
            yield browser
        finally:
            await browser.close()


def _address(profile: Path, process: subprocess.Popen[bytes]) -> str:
    told, until_s = profile / "DevToolsActivePort", time.monotonic() + PATIENCE_S
    while not (told.exists() and len(lines := told.read_text().split()) == 2):
        assert process.poll() is None, "the browser ended at once"
        assert time.monotonic() < until_s, "the browser does not say where it is"
        time.sleep(0.05)
    return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
