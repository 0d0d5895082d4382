"""The start: said at once, then what a run is made of; and what becomes of it where that cannot be made."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import dropwhile
from pathlib import Path
from typing import cast

import pyte
import pytest
from pydantic import SecretStr
from textual.driver import Driver
from textual.screen import Screen

from tests.hostile.terminal import UNKNOWN_TO_PYTE, terminal
from tests.patches.sent import Sent
from tests.screen_text import lines_of as lines_on_screen
from tests.waiting import PATIENCE_S, until
from tui import stage
from tui.app import CallBoard
from tui.config import ConfigError, Settings
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.fault_tolerant_app import BROKEN
from tui.live.store.link import LinkState
from tui.passwords.places import passphrase_wanted
from tui.screens.wall.wall_screen import WallScreen
from tui.wiring import RunParts, build

NOWHERE = "http://127.0.0.1:9"


def settings(**more: object) -> Settings:
    return Settings.model_validate({"sources": [{"name": "floor", "url": NOWHERE, "user": "agent"}], **more})


def parts() -> RunParts:
    return build(settings(), {"floor": SecretStr("secret")})


def lines_of(app: CallBoard) -> list[str]:
    return lines_on_screen(app)


async def test_the_start_is_on_screen_before_the_parts_are_made() -> None:
    seen: list[str] = []

    def make() -> RunParts:
        seen.extend(lines_of(app))
        return parts()

    app = CallBoard(settings(), make)
    async with app.run_test(size=(80, 24)):
        await until(lambda: isinstance(app.screen, WallScreen) and app.screen.is_mounted)
        assert isinstance(app.screen, WallScreen)
        board = app.screen.board
        # A screen has no lines at all before it was laid out.
        await until(
            lambda: (
                board.sources["floor"].link.state is not LinkState.CONNECTING or "floor" in "".join(lines_of(app)[:1])
            )
        )
    assert seen[0].split() == ["callboard", "starting"]
    assert not any(line.strip() for line in seen[1:])


class Watched(CallBoard):
    """Notes how sure it is of the login when its first screen is made."""

    found: LinkState | None = None

    def first_screen(self) -> Screen[None]:
        screen = super().first_screen()
        assert isinstance(screen, WallScreen)
        self.found = screen.board.sources["floor"].link.state
        return screen


class Drawn(Watched):
    """Draws to a list."""

    def get_driver_class(self) -> type[Driver]:
        return Sent


@pytest.fixture
async def logged_in(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Settings, RunParts]]:
    """A login of a server that is waited for, however busy this machine is."""
    monkeypatch.setattr(stage, "LOGINS_S", PATIENCE_S)
    async with Simulator(Options(agents=2, calls=2, rate_per_s=0, logins="one")) as server:
        source = {"name": "floor", "url": server.url, "user": server.logins[0].user}
        real = Settings.model_validate({"sources": [source]})
        yield real, build(real, {"floor": SecretStr(server.password)})


async def test_the_first_screen_finds_what_a_login_brought(logged_in: tuple[Settings, RunParts]) -> None:
    app = Watched(*logged_in)
    async with app.run_test(size=(80, 24)):
        await until(lambda: app.found is not None)
    assert app.found is LinkState.LIVE


async def test_the_first_picture_of_a_wall_is_whole(logged_in: tuple[Settings, RunParts]) -> None:
    real, made = logged_in
    app = Drawn(real, lambda: made)
    async with app.run_test(headless=False, size=(120, 35)):
        driver = cast(Sent, app._driver)
        await until(lambda: "live" in "".join(driver.sent))
    pictures = dropwhile(lambda picture: "starting" not in picture, pictures_of(driver.sent))
    first = next(picture for picture in pictures if "starting" not in picture)
    assert all(words in first for words in ("● live", "TALKING", "quit"))


def pictures_of(sent: Sequence[str]) -> Iterator[str]:
    """What a terminal shows after each write."""
    shown = pyte.Screen(120, 35)
    stream = pyte.ByteStream(shown)
    for data in sent:
        stream.feed(UNKNOWN_TO_PYTE.sub(b"", data.encode()))
        yield "\n".join(shown.display)


async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.read(1_000):
        pass
    writer.close()


async def test_the_first_screen_does_not_wait_for_a_server_that_says_nothing() -> None:
    silent = await asyncio.start_server(say_nothing, "127.0.0.1")
    url = f"http://127.0.0.1:{silent.sockets[0].getsockname()[1]}"
    real = Settings.model_validate({"sources": [{"name": "floor", "url": url, "user": "agent"}]})
    app = Watched(real, lambda: build(real, {"floor": SecretStr("secret")}))
    async with app.run_test(size=(80, 24)):
        await until(lambda: app.found is not None)
    silent.close()
    await silent.wait_closed()
    assert app.found is LinkState.CONNECTING


async def test_what_cannot_be_used_ends_it_with_the_reason() -> None:
    def make() -> RunParts:
        raise ConfigError("no such certificate")

    app = CallBoard(settings(), make)
    async with app.run_test():
        await until(lambda: app.return_code is not None)
    assert str(app.refused) == "no such certificate"


async def test_a_fault_at_the_start_ends_it_with_words() -> None:
    def make() -> RunParts:
        raise ZeroDivisionError

    app = CallBoard(settings(), make)
    async with app.run_test():
        await until(lambda: app.return_code is not None)
        words = repr(app._exit_renderables)
    assert app.return_code == BROKEN
    assert "internal fault" in words


@pytest.mark.parametrize("kiosk", [True, False])
def test_a_kiosk_is_locked_from_the_start(*, kiosk: bool) -> None:
    app = CallBoard(settings(kiosk=kiosk, unlock_key="f9"), parts)
    assert (app.locked, app.unlock_key) == (kiosk, "f9" if kiosk else "")


async def test_a_certificate_that_cannot_be_used_leaves_the_terminal_with_words(tmp_path: Path) -> None:
    bundle = tmp_path / "nothing.pem"
    bundle.write_text("no certificate")
    file = tmp_path / "config.toml"
    file.write_text(
        f'[[sources]]\nname = "floor"\nurl = "https://127.0.0.1:9"\nuser = "agent"\nca_bundle = "{bundle}"\n'
    )
    env = {"CALLBOARD_PASSWORD": "secret", "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    async with terminal("wall", "--config", str(file), env=env) as shown:
        code = await asyncio.wait_for(shown.process.wait(), PATIENCE_S)
        await shown.until(lambda: b"ca_bundle" in shown.written, "the reason")
    assert code == 2
    assert shown.written.rfind(b"\x1b[?1049l") < shown.written.rfind(b"cannot be used as ca_bundle")
    assert b"Traceback" not in shown.written


@pytest.mark.parametrize("name", ["ca_bundle", "client_cert"])
def test_a_certificate_that_is_a_pipe_is_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    source = {"name": "floor", "url": "https://127.0.0.1:9", "user": "agent", name: str(tmp_path / "pipe")}
    wanted = Settings.model_validate({"sources": [source]})

    with pytest.raises(ConfigError, match="a pipe, where a certificate or a key has to be a file"):
        build(wanted, {"floor": SecretStr("secret")})
    assert passphrase_wanted(wanted.sources[0]) is None
