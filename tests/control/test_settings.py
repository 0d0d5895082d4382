"""The `[desk]` table, the keys, and the parameters that operations are sent with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import ConfigError, DeskSettings, load
from tui.live.commands.commands import BY_ID, COMMANDS, keyed
from tui.live.commands.filling import Given
from tui.source.raw import Digits, Raw, RawObject, to_json

SOURCE = '[[sources]]\nurl = "https://gws.example.com"\nuser = "agent.one"\n'


def read(folder: Path, text: str) -> DeskSettings:
    file = folder / "config.toml"
    file.write_text(SOURCE + text, encoding="utf-8")
    return load({"config": str(file)}, {}).desk


def sent(desk: DeskSettings) -> object:
    return to_json(BY_ID["start_session"].fill(desk.session))


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    desk = read(tmp_path, "")

    assert (desk.confirm_within_s, desk.second_press_s, desk.disposition_key) == (5.0, 1.5, "DispositionCode")
    assert sent(desk) == {"channels": ["voice"]}


def test_the_session_is_started_as_it_is_written(tmp_path: Path) -> None:
    text = '[desk]\nplace = "Place5001"\nqueue = "8001"\nlogin_code = "40"\nchannels = ["voice", "chat"]'
    assert sent(read(tmp_path, text)) == {
        "channels": ["voice", "chat"],
        "place": "Place5001",
        "queue": "8001",
        "loginCode": "40",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[desk]\nplce = 'x'", "unknown key desk.plce: do you mean place?"),
        ("[desk.keys]\nhld = 'k'", "there is no command hld: do you mean hold?"),
        ("[desk.keys]\nhold = 'x'", "the key x would be both hang up and hold"),
        ("[desk.keys]\nready = 'h'", "the key h would be both hold and ready"),
        ("[desk]\nconfirm_within_s = 0", "desk.confirm_within_s"),
        ("[desk]\nconfirm_within_s = 61", "desk.confirm_within_s"),
        ("[desk]\nsecond_press_s = 0", "desk.second_press_s"),
        ("[desk]\nchannels = []", "desk.channels"),
        ("[desk]\nbell = 'loud'", "desk.bell"),
    ],
)
def test_a_mistake_is_told_in_one_line(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r".") as caught:
        read(tmp_path, text)

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_keys(tmp_path: Path) -> None:
    keys = read(tmp_path, "[desk.keys]\nhold = 'k'\nretrieve = 'k'\nreject = ''").keys
    table = {command.id: command.key for command in keyed(keys)}

    assert (table["hold"], table["retrieve"], table["reject"], table["answer"]) == ("k", "k", "", "enter")
    assert [command.id for command in keyed({})] == [command.id for command in COMMANDS]


@pytest.mark.parametrize(
    ("show", "hide", "key", "shown"),
    [
        ((), (), "AccountNumber", True),
        (("Account*",), (), "AccountNumber", True),
        (("Account*",), (), "Note", False),
        (("Account*",), ("*Number",), "AccountNumber", False),
        (("Account*",), (), "accountNumber", False),
    ],
)
def test_which_user_data_are_shown(show: tuple[str, ...], hide: tuple[str, ...], key: str, shown: bool) -> None:
    assert DeskSettings(show_data=show, hide_data=hide).shows(key) is shown


def test_vendor_keys_are_hidden_unless_somebody_wants_them() -> None:
    assert not DeskSettings().shows("IW_CaseUid")
    assert not DeskSettings().shows("WWE_PARTY_5001")


@pytest.mark.parametrize(
    ("command_id", "given", "parameters"),
    [
        ("hold", Given(), {}),
        ("dial", Given(number=Raw("+1 202 555 0172")), {"destination": {"phoneNumber": "+12025550172"}}),
        (
            "transfer",
            Given(number=Raw("5002"), data=RawObject({"Ticket": "T-88"})),
            {"destination": {"phoneNumber": "5002"}, "userData": {"Ticket": "T-88"}},
        ),
        ("forward", Given(number=Raw("50 03")), {"destination": "5003"}),
        ("dtmf", Given(digits=Digits("1 2#")), {"digits": "12#"}),
        ("remove_party", Given(party=Raw("+12025550143")), {"participant": "+12025550143"}),
        ("delete_pair", Given(key=Raw("Ticket")), {"key": "Ticket"}),
        ("update_data", Given(data=RawObject({"Ticket": "T-88"})), {"userData": {"Ticket": "T-88"}}),
        ("delete_data", Given(), {}),
    ],
)
def test_parameters_are_those_of_the_reference(command_id: str, given: Given, parameters: dict[str, object]) -> None:
    assert to_json(BY_ID[command_id].fill(given)) == parameters


@pytest.mark.parametrize(
    "command_id", ["dial", "transfer", "forward", "dtmf", "remove_party", "delete_pair", "update_data", "swap"]
)
def test_what_is_missing_is_told(command_id: str) -> None:
    with pytest.raises(ValueError, match="needs"):
        BY_ID[command_id].fill(Given())


def test_digits_are_digits() -> None:
    with pytest.raises(ValueError, match="0 to 9"):
        BY_ID["dtmf"].fill(Given(digits=Digits("12a")))
