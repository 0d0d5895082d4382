"""From the configuration to what a wall does."""

from datetime import time
from pathlib import Path

import pytest

from tests.widgets_unit.calls import NOW_S, board_call
from tui.config import ConfigError, Settings, load
from tui.live.board import Board
from tui.wall_options import wall_options
from widgets.terminal_words import Notify
from widgets.thresholds import alarm_at_s

FILE = """
[attention]
bell = true
notify = true
quiet = ["22:00-06:00"]
on_alarm = ["notify", "{json}"]
stale_s = 5

[[thresholds]]
what = "ringing"
call_type = "Inbound"
data = { Segment = "VIP*" }
warn_s = 3
alarm_s = 5

[[sources]]
url = "https://gws.example.com"
user = "agent.one"
"""


def read(folder: Path, text: str) -> Settings:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load({"config": str(file)}, {})


def test_everything_that_is_set_arrives(tmp_path: Path, board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("VTE_VERSION", raising=False)
    options = wall_options(read(tmp_path, FILE), board)
    attention = options.attention

    assert (attention.bell, attention.notify, attention.stale_s) == (True, Notify.OSC_9, 5.0)
    assert attention.stale_warn_s == 3.75
    assert attention.quiet == ((time(22, 0), time(6, 0)),)
    vip = board_call("Ringing", age_s=0.0, board_state_since_s=NOW_S, userData={"Segment": "VIP"})
    assert alarm_at_s(vip, options.thresholds) == NOW_S + 5.0


def test_without_a_word_nothing_rings(board: Board) -> None:
    attention = wall_options(Settings(), board).attention

    assert (attention.bell, attention.notify, attention.hook, attention.quiet) == (False, Notify.OFF, None, ())


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("22:00-06:00", "night", "write them like 22:00-06:00"),
        ("warn_s = 3", "warn_s = 9", "warn_s is after alarm_s"),
        ("stale_s = 5", "stale_s = 5\nstale_warn_s = 6", "stale_warn_s is after stale_s, which is 5"),
        ("stale_s = 5", "stale_warn_s = 31", "stale_warn_s is after stale_s, which is 30"),
        ('what = "ringing"', 'what = "ring"', "thresholds.0.what"),
        ("stale_s", "stal_s", "do you mean stale_s?"),
        ("call_type", "cal_type", "do you mean call_type?"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, before: str, after: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, FILE.replace(before, after))
    assert words in str(caught.value)
