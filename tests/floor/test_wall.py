"""A wall that reads a floor, as a run makes it from its settings: head, groups by site, filter, the publishers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.floor.hand import FLOOR, Hand
from tests.floor.servers import PROGRAMS, as_user, nats_server
from tests.live.resources import call, device, snapshot
from tests.waiting import until
from tui import wiring
from tui.app import CallBoard
from tui.cli import main
from tui.config import Settings
from tui.floor.connection import connected
from tui.floor.stream import make_stream
from tui.kinds.floor.reader import floor_reader
from tui.live.store.card import Sight
from tui.passwords import Secrets
from tui.screens.overlays.publishers import PublishersScreen

USERS = ""


async def test_a_wall_shows_the_logins_of_a_floor_and_who_publishes_them(tmp_path: Path) -> None:
    with nats_server(PROGRAMS[0], tmp_path / "nats", USERS) as server:
        url = await server.url()
        async with connected(as_user(url, "")) as connection:
            await make_stream(connection, FLOOR)
            hand = Hand(connection)
            for name in ("5001", "5002"):
                hand.board.add_source(name)
                known = snapshot(call(f"c{name}", "Established", 40), devices=(device(f"d{name}", number=name),))
                hand.board.replace(name, known, Sight(hand.clock.now_s(), hand.clock.now_s()))
            settings = Settings.model_validate({"floor": {"url": url}, "group": "site"})
            parts = wiring.build(settings, {}, beside=floor_reader(settings, Secrets()))
            app = CallBoard(settings, parts)
            async with app.run_test(size=(120, 35)) as pilot:

                def text() -> str:
                    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())

                await until(lambda: parts.relays[0].link.live)
                await until(lambda: "no login is published there" in text())
                await until(lambda: "nobody publishes a login" in text() and "desk --publish" in text())
                assert "asking which calls" not in text()
                await hand.put("5001")
                await hand.put("5002", site="berlin")
                await hand.beat()
                await until(lambda: "2 live" in text() and "1 publisher" in text())
                await until(lambda: "berlin" in text() and "main" in text())
                assert "127.0.0.1" in text()

                await pilot.press("slash", *"site:berlin", "enter")
                await until(lambda: "5002" in text() and "5001" not in text())
                await pilot.press("escape", "e")
                await until(lambda: "the floor is read" in text())
                await pilot.press("p")
                await until(lambda: isinstance(app.screen, PublishersScreen) and "2 of 2 live" in text())
                assert "c1" in text()
                assert "its logins" in text()
                await pilot.press("question_mark")
                await until(lambda: "how long its last word was on its way" in text())
                await pilot.press("escape")
                await until(lambda: isinstance(app.screen, PublishersScreen))
                await pilot.press("down", "end", "home", "pagedown", "escape")
                await until(lambda: not isinstance(app.screen, PublishersScreen))
                await pilot.press("escape", "v")
                await until(lambda: "only those of this wall's logins" in text() and "5002" in text())


def test_supervising_needs_a_login_of_our_own_and_a_floor_is_enough_to_look(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["wall", "--floor", "nats://127.0.0.1:1", "--supervise"]) == 2
    assert "needs a login of your own" in capsys.readouterr().err
    assert main(["watch", "--floor", "http://127.0.0.1:1"]) == 2
    assert "no source" not in capsys.readouterr().err
