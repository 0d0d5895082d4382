"""The webhook of a wall that runs: each alarm once, masked as the wall is, whatever becomes of screen and session."""

from __future__ import annotations

import asyncio

import pytest
from pydantic import SecretStr

from tests.waiting import PATIENCE_S, until
from tests.webhook.receiver import Receiver
from tui.app import CallBoard
from tui.config import Settings
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.screens.wall.wall_screen import WallScreen
from tui.wiring import build


async def test_each_alarm_is_posted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.fault_tolerant_app.RESTART_S", 0.0)
    receiver = await Receiver().start()
    still = Options(agents=2, calls=0, rate_per_s=0, logins="one", poll_timeout_ms=300)
    async with Simulator(still) as simulator:
        login = simulator.logins[0]
        settings = Settings.model_validate(
            {
                "sources": [{"name": "floor", "url": simulator.url, "user": login.user}],
                "thresholds": [{"what": "ringing", "warn_s": 0, "alarm_s": 0}],
                "webhook": {"url": receiver.url},
            }
        )
        parts = build(settings, {"floor": SecretStr(login.password)}, acts=False)
        app = CallBoard(settings, parts, webhook_secret=SecretStr("Bearer of-the-webhook"))
        async with app.run_test(size=(120, 35)):
            board = parts.board
            await until(lambda: board.sources["floor"].link.live)
            first = simulator.control.start(login.user, number="+12025550143")["id"]
            await until(lambda: len(receiver.posted) == 1)

            # A session that is lost is followed by a new look at everything.
            simulator.control.forget()
            await until(lambda: not board.sources["floor"].link.live)
            await until(lambda: board.sources["floor"].link.live)
            broken = app.screen
            broken.call_later(lambda: 1 / 0)
            async with asyncio.timeout(PATIENCE_S):
                while app.screen is broken or not app.screen.is_mounted or not isinstance(app.screen, WallScreen):
                    await asyncio.sleep(0.01)
            second = simulator.control.start(login.user, number="+12025550144")["id"]
            await until(lambda: any(posted.alarm["call"] == second for posted in receiver.posted))
    await receiver.stop()

    told = [posted.alarm for posted in receiver.posted]
    assert [(one["call"], one["what"], one["who"]) for one in told] == [
        (first, "ringing", "•••• 0143"),
        (second, "ringing", "•••• 0144"),
    ]
    assert {posted.headers["Authorization"] for posted in receiver.posted} == {"Bearer of-the-webhook"}
    assert not [entry for entry in parts.journal if entry.words.startswith("webhook:")]
