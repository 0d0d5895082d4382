"""What is wrong is told with its line, all of it at once, with the key that was probably meant, and without values."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.passwords.commands import environment, run
from tui.config import ConfigError, load
from tui.config.lines import lines_of
from tui.config.reading import faults_in, read_file

TEXT = """\
densty = "row"
theme = "pink"
[[sources]]
url = "https://gws.example.com"
user = "a"
[[sources]]
url = "htp:/x"
usr = "b"
password = "canary"
density = "big"
[desk]
bell = "loud"
[desk.keys]
hld = "k"
[profiles.night]
page_s = -1
[profiles.night.privacy]
number = "hide"
"""


def faults(folder: Path, text: str, environment: dict[str, str] | None = None) -> list[str]:
    file = folder / "config.toml"
    file.write_text(text, "utf-8")
    found = faults_in(read_file(str(file), {}), environment or {})
    return [str(fault).removeprefix(str(folder / "config.toml")) for fault in found]


def test_everything_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    found = faults(tmp_path, TEXT)

    assert [one.split(":")[1] for one in found] == [str(line) for line in (1, 2, 6, 7, 8, 9, 10, 12, 13, 16, 18)]
    assert ":1: unknown key densty: do you mean density?" in found
    assert ":8: the 2nd [[sources]]: unknown key usr: do you mean user?" in found
    assert ":10: the 2nd [[sources]]: unknown key density: density belongs above the first [table]" in found
    assert any(one.startswith(":2: theme: has to be 'dark', 'light' or 'colour-blind'") for one in found)
    assert any(one.startswith(":12: desk.bell") for one in found)
    assert any(one.startswith(":13: desk.keys: there is no command hld: do you mean hold?") for one in found)
    assert any(one.startswith(":16: page_s") for one in found)
    assert ":18: unknown key privacy.number: do you mean numbers?" in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[sources]\nname = 1", ":1: sources: is a list of tables: write [[sources]] above the keys of each"),
        (
            "[thresholds]\nheld_s = 60",
            ":1: thresholds: is a list of tables: write [[thresholds]] above the keys of each",
        ),
        ('teams = "Team *"', ':1: teams: is a list: write ["..."], with one value or several between the brackets'),
        ('page_s = "soon"', ":1: page_s: is a number, without quotes"),
        ("page_s = -1", ":1: page_s: has to be 0 or more"),
        ("page_s = 3601", ":1: page_s: has to be 3600 or less"),
        ("record_files = 1.5", ":1: record_files: is a whole number, without quotes"),
        ("title = 5", ':1: title: is text: write it in quotes, "..."'),
        ('attention = "x"', ":1: attention: is a table: write its keys below a line in brackets"),
        ('[attention]\nbell = "loud"', ":2: attention.bell: is true or false, without quotes"),
        ("[desk]\nchannels = []", ":2: desk.channels: is empty"),
        ("[desk]\nday_hours = 0", ":2: desk.day_hours: has to be more than 0"),
        ("[privacy]\nnumbers = true", ":2: privacy.numbers: has to be 'show', 'last4' or 'hide'"),
        (
            '[[sources]]\nurl = "https://gws.example.com"\nuser = "a"\n[[sources]]\nname = "Late \\u001b"\nurl = "x"',
            ':6: [[sources]] "Late ␛", url: not an address',
        ),
        (
            '[[sources]]\nname = "A"\nurl = "x"\n[[sources]]\nname = "A"\nurl = "x"',
            ":6: the 2nd [[sources]], url: not an address",
        ),
        ('[floor]\nurl = ["nats://127.0.0.1:4222", 5]', ":2: floor.url, the 2nd: is text"),
        (
            '[[thresholds]]\nwhat = "held"\nwarn_s = 2\nalarm_s = 1',
            ":1: the 1st [[thresholds]]: warn_s is after alarm_s",
        ),
        ('[[thresholds]]\nwhat = "heldd"', ":2: the 1st [[thresholds]], what: has to be 'ringing', "),
    ],
)
def test_what_a_value_has_to_be_is_told_in_the_words_of_the_file(tmp_path: Path, text: str, told: str) -> None:
    assert any(one.startswith(told) for one in faults(tmp_path, text)), faults(tmp_path, text)


def test_a_table_without_keys_has_a_line_too(tmp_path: Path) -> None:
    text = "[webhok]\n[desk]\n[desk.kyes]\n[[floors]]\n[floor.x.y]\n"

    assert faults(tmp_path, text) == [
        ":1: unknown key webhok: do you mean webhook?",
        ":3: unknown key desk.kyes: do you mean keys?",
        ":4: unknown key floors: do you mean floor?",
        ":5: unknown key floor.x",
    ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('[[thresholds]]\nwhat = "recording paused"', "paused"),
        ('[[thresholds]]\nwhat = "heldd"', "held"),
        ('theme = "Dark"', "dark"),
        ('[[thresholds]]\nwhat = "canary"', ""),
    ],
)
def test_the_word_that_was_probably_meant_is_told(tmp_path: Path, text: str, meant: str) -> None:
    told = next(one for one in faults(tmp_path, text) if ": has to be " in one)

    assert told.endswith(f": do you mean {meant}?") if meant else "do you mean" not in told
    assert "canary" not in told


def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (told,) = (one for one in faults(tmp_path, TEXT) if "password" in one)

    assert told == (
        ":9: the 2nd [[sources]]: unknown key password: no secret stands in this file, callboard login stores it"
    )
    assert not any("canary" in one for one in faults(tmp_path, TEXT))


def test_a_run_tells_the_first_and_how_many_more(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('densty = "row"\ntheme = "pink"\n', "utf-8")
    with pytest.raises(ConfigError) as caught:
        load({"config": str(file)}, {})

    assert str(caught.value) == (
        f"{file}:1: unknown key densty: do you mean density? (and 1 more, see callboard config validate)"
    )
    assert [fault.line for fault in caught.value.faults] == [1, 2]


def test_a_fault_of_the_environment_names_the_variable(tmp_path: Path) -> None:
    found = faults(tmp_path, "", {"CALLBOARD_DENSITY": "huge", "CALLBOARD_DESK_CHANNELS": "voice"})

    assert found[0].startswith("CALLBOARD_DENSITY: density: ")
    assert found[1].startswith("CALLBOARD_DESK_CHANNELS: desk.channels: ")


def test_a_variable_that_was_probably_meant_is_told_and_others_are_left_alone(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "",
        {"CALLBOARD_DENSTY": "row", "CALLBOARD_PASSWORD_DENSTY": "x", "CALLBOARD_WRITE_PICTURES": "1", "DENSTY": "x"},
    )

    assert found == ["CALLBOARD_DENSTY: unknown variable: do you mean CALLBOARD_DENSITY?"]


def test_a_fault_of_the_command_line_names_the_option() -> None:
    with pytest.raises(ConfigError, match=r"^--page-s: has to be 3600 or less"):
        load({"page_s": 9999.0, "config": "/dev/null"}, {})


@pytest.mark.parametrize(
    ("text", "line"),
    [("title = ", 1), ('\n\ntitle = "a"\ntitle = "b"\n', 4), ("[desk\n", 1)],
)
def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load({"config": str(file)}, {})

    (fault,) = caught.value.faults
    assert fault.line == line
    assert "not TOML" in fault.words
    assert "at line" not in fault.words


@pytest.mark.parametrize(
    ("text", "profile", "words"),
    [
        ("[profiles.night]\ntheme = 'dark'", "nigth", "there is no profile nigth: do you mean night?"),
        ("profiles = 3", "", "write each one as a table"),
        ("[profiles]\nnight = 3", "", "night is not a table"),
        ("[profiles.night.profiles.x]\ntheme = 'dark'", "night", "cannot have profiles itself"),
    ],
)
def test_a_profile_that_cannot_be_used_is_told(tmp_path: Path, text: str, profile: str, words: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r".") as caught:
        load({"config": str(file), "profile": profile, "url": "https://gws.example.com", "user": "a"}, {})
    assert words in str(caught.value)


def test_lines_are_those_of_the_file() -> None:
    text = 'a = 1\n[t."x y"] # words\n"b c" = 2\nd.e = 3\n[[s]]\nf = 1\n[s.g]\nh = 1\n[[s]]\nf = 2\n[[p.n.s]]\nf = 3\n'

    assert lines_of(text) == {
        ("a",): 1,
        ("t", "x y"): 2,
        ("t", "x y", "b c"): 3,
        ("t", "x y", "d", "e"): 4,
        ("s", 0): 5,
        ("s", 0, "f"): 6,
        ("s", 0, "g"): 7,
        ("s", 0, "g", "h"): 8,
        ("s", 1): 9,
        ("s", 1, "f"): 10,
        ("p", "n", "s", 0): 11,
        ("p", "n", "s", 0, "f"): 12,
    }


@pytest.mark.parametrize("folder", [False, True])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, folder: bool) -> None:
    file = tmp_path / "config.toml"
    if folder:
        file.mkdir()
    else:
        file.write_bytes(b"title = '\xff'")
    with pytest.raises(ConfigError, match=r"Is a directory|not UTF-8"):
        load({"config": str(file)}, {})


def test_a_user_for_the_sources_of_the_file_is_unclear(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[[sources]]\nurl = "https://gws.example.com"\nuser = "a"\n', "utf-8")

    with pytest.raises(ConfigError, match="--user needs --url"):
        load({"config": str(file), "user": "b"}, {})
    named = load({"config": str(file), "user": "b", "url": "https://other.example.com"}, {})
    assert [(source.url, source.user) for source in named.sources] == [("https://other.example.com", "b")]


@pytest.mark.slow
async def test_a_misspelt_variable_is_named_by_every_run(tmp_path: Path) -> None:
    env = {**environment(tmp_path), "CALLBOARD_THEEME": "dark", "CALLBOARD_SOMETHING_ELSE": "x"}
    done = await run(
        "watch", "--once", "--url", "http://127.0.0.1:9", "--user", "x", env={**env, "CALLBOARD_PASSWORD": "x"}
    )

    assert "callboard: CALLBOARD_THEEME: unknown variable: do you mean CALLBOARD_THEME?\n" in done.err
    assert "SOMETHING" not in done.err
