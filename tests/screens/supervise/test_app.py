"""The program as it is started: with `--supervise` a supervisor's wall, without it one that cannot send."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.screens.supervise.floor import AGENT, BOSS, EVERYBODY
from tui import cli
from tui.app import CallBoard
from tui.config import Settings
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.live.commands.supervision import SUPERVISION
from tui.runs import connected
from tui.runs.connected import Beside
from tui.screens.supervise.supervising_wall import SupervisingWall
from tui.screens.wall.wall_screen import WallScreen
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


@pytest.mark.parametrize("words", [["wall"], ["wall", "--supervise"], ["desk"]])
@pytest.mark.parametrize("audit", [{}, {"CALLBOARD_AUDIT": "false"}], ids=str)
def test_the_command_line_says_it_and_what_acts_is_written_down(
    words: list[str], audit: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[bool, bool]] = []

    async def show(*_: object, beside: Beside, supervise: bool = False, **__: object) -> int:
        told.append((supervise, beside.audit is not None))
        return 0

    monkeypatch.setattr(connected, "show", show)
    monkeypatch.setattr(connected, "require_terminal", lambda: None)
    for name, value in {"CALLBOARD_PASSWORD": "not-used", "XDG_STATE_HOME": str(tmp_path), **audit}.items():
        monkeypatch.setenv(name, value)
    assert cli.main([*words, "--url", "https://gws.example.com", "--user", "agent.one"]) == 0
    assert told == [("--supervise" in words, words != ["wall"] and not audit)]
