"""From the configuration to what a wall does."""

import json
from datetime import time
from pathlib import Path

import pytest

from tests.widgets.calls import NOW_S, board_call
from tui.config import ConfigError, Settings, load
from tui.views.attention.thresholds import alarm_at_s
from tui.wall_options import wall_options
from widgets.drawing.terminal_words import Notify

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


def test_everything_that_is_set_arrives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("VTE_VERSION", raising=False)
    options = wall_options(read(tmp_path, FILE))
    attention = options.attention

    assert (attention.bell, attention.notify, attention.stale_s) == (True, Notify.OSC_9, 5.0)
    assert attention.stale_warn_s == 3.75
    assert attention.quiet == ((time(22, 0), time(6, 0)),)
    vip = board_call("Ringing", age_s=0.0, board_state_since_s=NOW_S, userData={"Segment": "VIP"})
    assert alarm_at_s(vip, options.thresholds) == NOW_S + 5.0


def test_without_a_word_nothing_rings() -> None:
    attention = wall_options(Settings()).attention

    assert (attention.bell, attention.notify, attention.hook, attention.quiet) == (False, Notify.OFF, None, ())


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("22:00-06:00", "night", "write them like 22:00-06:00"),
        ("warn_s = 3", "warn_s = 9", "warn_s is after alarm_s"),
        ("stale_s = 5", "stale_s = 5\nstale_warn_s = 6", "stale_warn_s is after stale_s, which is 5"),
        ("stale_s = 5", "stale_warn_s = 31", "stale_warn_s is after stale_s, which is 30"),
        ('what = "ringing"', 'what = "ring"', "the 1st [[thresholds]], what: has to be"),
        ("stale_s", "stal_s", "do you mean stale_s?"),
        ("call_type", "cal_type", "do you mean call_type?"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, before: str, after: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, FILE.replace(before, after))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "program",
    [
        ["sh", "-c", "echo '{json}' >> alarms"],
        ["/bin/bash", "-lc", "notify {json}"],
        ["bash", "-o", "pipefail", "-c", "{json}"],
        ["env", "LANG=C", "sh", "-c", "echo {json}"],
        ["sudo", "-n", "dash", "-ec", "x '{json}'"],
        ["busybox", "sh", "-c", "x {json}"],
        ["python3.12", "-c", "print('{json}')"],
        ["perl", "-ne", "print '{json}'"],
        ["node", "--eval={json}"],
        ["awk", "BEGIN { print {json} }"],
        ["ssh", "pager@example.com", "notify", "{json}"],
        ["ssh", "example.com", "sh", "notify", "{json}"],
        ["su", "pager", "-c", "notify {json}"],
    ],
)
def test_json_is_never_part_of_what_a_shell_runs(tmp_path: Path, program: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, FILE.replace('["notify", "{json}"]', json.dumps(program)))
    assert "standard input" in str(caught.value)
    assert "on_alarm" in str(caught.value)


@pytest.mark.parametrize(
    "program",
    [
        ["notify", "{json}"],
        ["curl", "--data={json}", "https://example.com/alarm"],
        ["sh", "-c", 'notify "$1"', "notify", "{json}"],
        ["sh", "-c", 'notify "$CALLBOARD_ALARM_WHO"'],
        ["python3", "notify.py", "{json}"],
        ["/opt/sh-tools/notify", "-c", "{json}"],
    ],
)
def test_json_may_be_an_argument(tmp_path: Path, program: list[str]) -> None:
    settings = read(tmp_path, FILE.replace('["notify", "{json}"]', json.dumps(program)))
    assert settings.attention.on_alarm == tuple(program)
    assert wall_options(settings).attention.stale_s == 5.0
