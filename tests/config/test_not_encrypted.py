"""Plain http to another machine is marked on screen, whatever else there is to say, in every size."""

from __future__ import annotations

import socket
from typing import NoReturn

import pytest
from pydantic import SecretStr

from tests.screen_text import text_of as text_on_screen
from tui.app import CallBoard
from tui.config import Settings
from tui.views.words.link_words import NOT_ENCRYPTED
from tui.wiring import build


@pytest.fixture(autouse=True)
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows any name: to ask for one takes seconds where no name server answers."""

    def unknown(*_: object, **__: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "nobody knows that name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)


def app_of(*urls: str, desk: bool = False, title: str = "") -> CallBoard:
    sources = [
        {"name": f"{5001 + number}", "url": url, "user": "a", "allow_http": True} for number, url in enumerate(urls)
    ]
    settings = Settings.model_validate({"sources": sources, "title": title})
    passwords = {source.label: SecretStr("x") for source in settings.sources}
    return CallBoard(settings, build(settings, passwords), desk=desk)


async def text_of(app: CallBoard, size: tuple[int, int]) -> str:
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        return text_on_screen(app)


@pytest.mark.parametrize(
    ("size", "desk"),
    [*((size, False) for size in ((220, 60), (80, 24), (60, 14), (40, 10))), ((220, 60), True), ((80, 24), True)],
)
async def test_it_is_marked(size: tuple[int, int], desk: bool) -> None:
    assert NOT_ENCRYPTED in await text_of(app_of("http://gws.invalid", desk=desk, title="A long title " * 9), size)


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (60, 14)])
async def test_of_many_sources_it_says_how_many(size: tuple[int, int]) -> None:
    urls = ["https://gws.invalid"] * 30 + ["http://gws.invalid"] * 2 + ["http://127.0.0.1:1"] * 3

    assert f"2 {NOT_ENCRYPTED}" in await text_of(app_of(*urls), size)


@pytest.mark.parametrize("url", ["https://gws.invalid", "http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"])
async def test_what_nobody_can_read_is_not_marked(url: str) -> None:
    assert NOT_ENCRYPTED not in await text_of(app_of(url), (120, 35))
