"""What cannot be done says why: what the board knows, else that the server does not offer it, and never a guess."""

from __future__ import annotations

from typing import Any

import pytest

from tests.screens.centre import call
from tui.live.commands.commands import BY_ID, COMMANDS
from tui.live.operations.permission import NOT_OFFERED
from tui.screens.desk.reasons import Stand, reason_words

TALKING = {"mute": "Off", "recordingState": "Recording"}


@pytest.mark.parametrize(
    ("command", "fields", "around", "words"),
    [
        ("mute", TALKING, {}, ""),
        ("mute", {**TALKING, "mute": "On"}, {}, "is muted"),
        ("unmute", TALKING, {}, "is not muted"),
        ("unmute", {"mute": None}, {}, ""),
        ("hold", {"state": "Held"}, {}, "is held"),
        ("hold", {"state": "Ringing"}, {}, ""),
        ("retrieve", {"state": "Established"}, {}, "is not held"),
        ("answer", {}, {}, "nothing rings"),
        ("reject", {"state": "Ringing"}, {"rings": True}, ""),
        ("dtmf", {"state": "Held"}, {}, ""),
        ("swap", {}, {}, "no other call"),
        ("swap", {}, {"others": True}, ""),
        ("complete_transfer", {}, {}, "no consult"),
        ("complete_conference", {}, {"tied": True}, ""),
        ("transfer", {"callType": "Consult"}, {"tied": True}, ""),
        ("remove_party", {}, {}, "no conference"),
        ("remove_party", {"participants": ["5001", "5001"]}, {}, ""),
        ("record", {"recordingState": None}, {}, ""),
        ("record", TALKING, {}, "is recorded"),
        ("pause_recording", {"recordingState": "Paused"}, {}, "is paused"),
        ("stop_recording", {"recordingState": None}, {}, ""),
        ("stop_recording", {"recordingState": "Stopped"}, {}, "not recorded"),
    ],
)
def test_a_reason_is_known_or_is_not_said(
    command: str, fields: dict[str, Any], around: dict[str, bool], words: str
) -> None:
    stand = Stand(call("c1", **fields), **{"rings": False, "others": False, "tied": False, **around})
    assert reason_words(BY_ID[command], stand) == words


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_no_reason_says_when_else_it_might_be_possible(command: Any) -> None:  # noqa: ANN401 - a row of the table
    stands = (
        Stand(call("c1", state, recordingState=recording), rings, others=False, tied=False)
        for state in ("Ringing", "Dialing", "Established", "Held", "Parked")
        for recording in ("Recording", "Paused", "Stopped", None)
        for rings in (True, False)
    )
    assert not any("while" in reason_words(command, stand) for stand in stands)
    assert NOT_OFFERED == "the server does not offer it now"
