"""The program as it is started: with `--supervise` a supervisor's wall, without it one that cannot send."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tests.supervision.floor import AGENT, BOSS, EVERYBODY
from tui import cli
from tui.app import CallBoard
from tui.config import Settings
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.live.supervision import SUPERVISION
from tui.runs import connected
from tui.screens.supervising_wall import SupervisingWall
from tui.screens.wall import WallScreen
from tui.wiring import build

BOUND = {command.key for command in SUPERVISION}


@pytest.mark.parametrize("supervise", [True, False])
async def test_only_supervise_binds_the_keys(supervise: bool) -> None:
    async with Simulator(Options(agents=6, calls=0, rate_per_s=0, logins="each", attended=EVERYBODY)) as simulator:
        logins = {login.name: login for login in simulator.logins if login.name in (AGENT, BOSS)}
        tables = [{"name": name, "url": simulator.url, "user": login.user} for name, login in logins.items()]
        settings = Settings.model_validate({"sources": tables})
        parts = build(settings, {name: SecretStr(login.password) for name, login in logins.items()})
        app = CallBoard(settings, parts, supervise=supervise)
        async with app.run_test(size=(120, 35)):
            wall = app.screen
            assert isinstance(wall, WallScreen)
            assert isinstance(wall, SupervisingWall) is supervise
            assert wall._bindings.key_to_bindings.keys() & BOUND == (BOUND if supervise else set())


@pytest.mark.parametrize("words", [["wall"], ["wall", "--supervise"]])
def test_the_command_line_says_it(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []

    async def show(*_: object, supervise: bool = False, **__: object) -> int:
        told.append(supervise)
        return 0

    monkeypatch.setattr(connected, "show", show)
    monkeypatch.setenv("CALLBOARD_PASSWORD", "not-used")
    assert cli.main([*words, "--url", "https://gws.example.com", "--user", "agent.one"]) == 0
    assert told == ["--supervise" in words]
