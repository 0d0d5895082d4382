"""What a replay looks like."""

from pathlib import Path

from pydantic import SecretStr

from tests.pictures import as_ever
from tests.screens.centre import BILLING, RETENTION, SUPPORT, busy, lose
from tui.config import Settings
from tui.live.clock import FixedClock
from tui.live.store.privacy import OPEN
from tui.recording.player import Player
from tui.recording.recorder import RecordingRequest
from tui.replay_app import ReplayApp
from tui.runs.recorded import drawn, drawn_settings
from tui.wiring import build

PLACES = (BILLING, RETENTION, SUPPORT)


async def record_a_morning(path: Path) -> None:
    """Calls of every kind for some minutes; in the end one source is lost."""
    sources = [{"name": name, "url": "http://127.0.0.1:9", "user": name} for name in PLACES]
    settings = Settings.model_validate({"sources": sources})
    passwords = dict.fromkeys(PLACES, SecretStr("not-a-secret"))
    clock = FixedClock()
    recording = RecordingRequest(path, OPEN, "wall", drawn(settings), tuple(passwords.values()), 32_000_000, 4)
    parts = build(settings, passwords, clock, recording=recording)
    with parts.recording():
        busy(parts.board, clock)
        for _ in range(30):
            clock.advance(10.0)
            parts.board.sweep()
        lose(parts.board, SUPPORT)
        clock.advance(90.0)
        parts.board.sweep()


async def test_a_replay(tmp_path: Path) -> None:
    path = tmp_path / "floor.callrec"
    await record_a_morning(path)
    player = Player.open(path)
    app = ReplayApp(drawn_settings(player.contents.first["settings"]), player, paused=True)
    try:
        async with app.run_test(size=(160, 45)) as pilot:
            await pilot.press("end", "less_than_sign", *["right"] * 3)
            for _ in range(3):
                await pilot.pause()
            await as_ever(pilot, "replay")
    finally:
        player.close()
