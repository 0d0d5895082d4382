"""What the screens draw during a storm, what their pictures hold, and what a crash leaves on a terminal: no secret."""

from __future__ import annotations

import asyncio
import re
import signal
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from textual.events import Key

from tests.hostile.terminal import terminal
from tests.storm.canaries import Canaries
from tests.storm.every_fault import all_text, break_once, careless, plan, storm
from tests.storm.storm import Scene, set_scene
from tests.waiting import PATIENCE_S, until
from tui.app import CallBoard
from tui.config import Settings
from tui.fault_tolerant_app import FAULTS

SIZE = (160, 45)
SCREENS = {"wall": {"enter": "InspectScreen", "e": "EventsScreen", "question_mark": "HelpScreen", "v": "", "n": ""}}
SCREENS["desk"] = {"i": "InspectOverDesk", "e": "EventsOverDesk", "question_mark": "HelpOverDesk", "n": "", "q": ""}


def app_of(scene: Scene, kind: str) -> CallBoard:
    sources = [{"name": login.name, "user": login.user, "url": scene.simulator.url} for login in scene.simulator.logins]
    shown = {"numbers": "show", "names": "show", "data": "show"}
    settings = Settings.model_validate({"sources": sources, "privacy": shown})
    return CallBoard(settings, scene.parts, desk=kind == "desk")


class Album:
    """Pictures of every screen that was seen.

    Attributes:
        texts: By what was seen, a picture; and its text run together, since a long word may be cut at the end of a row.
        seen: Names of the classes of screens.
    """

    def __init__(self, app: CallBoard) -> None:
        self.texts: dict[str, str] = {}
        self.seen: set[str] = set()
        self._app = app

    def add(self) -> None:
        name = type(self._app.screen).__name__
        self.seen.add(name)
        picture = self._app.export_screenshot(title="callboard")
        number = len(self.texts)
        self.texts[f"{name} {number}"] = picture
        self.texts[f"{name} {number} run together"] = re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", picture)))


async def visit(app: CallBoard, album: Album, kind: str) -> None:
    """Draw the first screen, and each that can be opened from there, at its beginning and its end."""
    # A screen may be made anew meanwhile, since it broke: only how many lie above one another tells where one is.
    first = len(app.screen_stack)
    # A question that the last visit left open would take the keys that follow.
    await press(app, "escape", "tab", "down")
    album.add()
    for key in SCREENS[kind]:
        await press(app, key)
        album.add()
        await press(app, "G")
        album.add()
        while len(app.screen_stack) > first:
            await press(app, "escape")


async def press(app: CallBoard, *keys: str) -> None:
    """Press keys and let them be taken; not with the pilot, which waits until nothing happens, and that is never."""
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else None))
    taken = asyncio.Event()
    app.call_later(taken.set)
    async with asyncio.timeout(PATIENCE_S):
        await taken.wait()
    # What is not drawn by then is drawn in the next picture.
    await asyncio.sleep(0.02)


@pytest.mark.parametrize("kind", SCREENS)
async def test_no_screen_and_no_picture_of_a_storm_holds_a_secret(
    kind: str, log_file: Callable[[Scene], Path], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tui.fault_tolerant_app.RESTART_S", 0.0)
    canaries, screens = Canaries(), set(SCREENS[kind].values()) - {""}
    async with set_scene(plan(1 if kind == "desk" else 2), feeding=False) as scene:
        for proxy in scene.proxies.values():
            proxy.on_message = canaries.hear
        path, app = log_file(scene), app_of(scene, kind)
        album = Album(app)
        async with app.run_test(size=SIZE):
            scene.parts.board.watch(break_once(scene))
            blowing = asyncio.create_task(storm(scene))
            while not blowing.done():
                await visit(app, album, kind)
            await blowing
            # A slow machine draws little while it blows, and a call may leave before the key for it is taken.
            async with asyncio.timeout(PATIENCE_S):
                await visit(app, album, kind)
                while not album.seen >= screens:
                    await visit(app, album, kind)
            await break_the_screens(scene, app)
            album.add()
            words = repr(app._exit_renderables)
    written = {
        **album.texts,
        "log": path.read_text("utf-8"),
        "terminal": "".join(capfd.readouterr()),
        "last words": words,
    }
    assert {name: found for name, text in written.items() if (found := canaries.found_in(text))} == {}
    # A search that had nothing to find, or nothing to search in, proves nothing.
    assert all(canaries.kinds)
    assert album.seen >= screens
    assert "on a screen" in written["log"]
    assert "Traceback" in written["log"]
    assert "again and again" in words
    # What a picture holds is found: the name of a source is on every wall and desk.
    assert any(scene.simulator.logins[0].name in text for text in album.texts.values())


async def break_the_screens(scene: Scene, app: CallBoard) -> None:
    """Faults one after the other, until the run gives up."""

    def fail() -> None:
        raise careless(scene)

    for _ in range(FAULTS):
        app.call_later(fail)
    await until(lambda: app.return_code is not None, PATIENCE_S)


@pytest.mark.parametrize("kind", SCREENS)
async def test_a_screen_that_is_cut_off_leaves_no_secret_on_the_terminal(kind: str, tmp_path: Path) -> None:
    canaries = Canaries()
    async with set_scene(plan(1), feeding=False) as scene:
        (proxy,) = scene.proxies.values()
        proxy.on_message = canaries.hear
        environment = {
            "CALLBOARD_URL": proxy.url,
            "CALLBOARD_USER": scene.simulator.logins[0].user,
            "CALLBOARD_PASSWORD": scene.simulator.password,
            "XDG_CONFIG_HOME": str(tmp_path),
            "XDG_STATE_HOME": str(tmp_path),
            "PYTHONFAULTHANDLER": "1",
        }
        async with terminal(kind, env=environment) as shown:
            await shown.until(lambda: "● live" in shown.text, "live")
            # A cut alone may be mended before the screen is looked at.
            await scene.simulator.stop()
            await shown.until(lambda: "● live" not in shown.text, "loss")
            await scene.simulator.start()
            await shown.until(lambda: "● live" in shown.text, "return")
            # The rudest end that still writes something: where each thread was.
            shown.process.send_signal(signal.SIGABRT)
            await asyncio.wait_for(shown.process.wait(), PATIENCE_S)
            await shown.until(lambda: b"Fatal Python error" in shown.written, "last words")
    written = shown.rest() + all_text(tmp_path)
    assert canaries.found_in(written) == canaries.found_in(re.sub(r"\s", "", written)) == []
    assert all(canaries.kinds)
    assert "Aborted" in written
