"""Desks over a simulator, with the real parts of a run between; and desks that stand still, for pictures."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from tests.control.desk import SOURCE, Desk, open_desk
from tests.screens.desk.seated import Seated
from tui.screens.desk.desk_options import DeskOptions

Open = Callable[..., AbstractAsyncContextManager[Seated]]


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch, true_colour: None) -> None:
    del true_colour
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A login that is live, at a centre where nothing happens by itself."""
    async with open_desk() as opened:
        yield opened


@pytest.fixture
def seat(desk: Desk) -> Open:
    """Opens the screen of that login."""

    @asynccontextmanager
    async def open_screen(size: tuple[int, int] = (160, 45), **options: Any) -> AsyncIterator[Seated]:  # noqa: ANN401
        directory = desk.parts.directory
        usual = {"search": lambda words: directory.search(SOURCE, words), "states": lambda: directory.states(SOURCE)}
        asked = DeskOptions(**{**usual, **options})
        seated = Seated(desk, asked)
        async with seated.app.run_test(size=size) as pilot:
            seated.pilot = pilot
            await pilot.pause()
            yield seated

    return open_screen
