"""What the desk draws, without a screen: every line is exactly as wide as asked, whatever came from outside."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.desk import canned
from tui.gws.models import UserState
from tui.gws.text import clean
from tui.live.card import BoardCall, CallKey
from tui.screens.data_rows import data_rows, said
from widgets.agent_words import agent_sign, reason_of
from widgets.call_words import Place
from widgets.data_face import DataRow, data_face
from widgets.deeds_face import DeedView, able_deeds_face, deeds_face, unable_deeds_face
from widgets.density import Density
from widgets.desk_calls_face import calls_face
from widgets.desk_card import CardView, Remark
from widgets.detail_face import detail_face
from widgets.device_face import DeviceView, device_face
from widgets.happened_face import Happened, happened_face
from widgets.look import Look
from widgets.palette import DARK, Role
from widgets.party_names import name_of
from widgets.spots import Line
from widgets.terminal_words import Notify, fitting_notify, notification, plain, title

texts = st.text(max_size=40).map(lambda text: clean(text, 40))
widths = st.integers(40, 130)


def check(lines: Sequence[Line], width: int) -> None:
    assert {line.strip.cell_length for line in lines} <= {width}
    for line in lines:
        assert sum(segment.cell_length for segment in line.strip) == width
        assert all(0 <= spot.start < spot.end <= width for spot in line.spots)


@given(widths, st.lists(st.builds(DeedView, texts.map(lambda t: t[:5]), texts, texts, texts), max_size=25))
def test_deeds(width: int, deeds: list[DeedView]) -> None:
    check(deeds_face(deeds, DARK, width), width)
    check(able_deeds_face(deeds, DARK, width), width)
    check(unable_deeds_face(deeds, DARK, width), width)


@given(widths, st.lists(st.builds(DataRow, texts, texts), max_size=9), st.integers(0, 9))
@example(40, [DataRow("", " ")], 0)
def test_data(width: int, rows: list[DataRow], hidden: int) -> None:
    check(data_face(rows, hidden, "u", DARK, width), width)


@given(widths, st.lists(texts, min_size=2, max_size=2))
def test_happened(width: int, words: list[str]) -> None:
    at = datetime(2026, 1, 5, 19, 2, tzinfo=UTC)
    check(happened_face([Happened(at, "✓", Role.TALKING, *words)], DARK, width), width)


@given(widths, texts, texts, texts)
def test_devices(width: int, name: str, forward: str, reason: str) -> None:
    state = {"state": "NotReady", "displayName": name, "reason": reason}
    device = canned.device(userState=state, forwardTo=forward, deviceState="Inactive", doNotDisturb="On")
    view = DeviceView(device, "", 12.0, at_least=True, stale=False, chosen=True, meaning=("phone", "a", "b"))
    check(device_face(view, DARK, width), width)


@given(widths, texts, texts, st.sampled_from(["Ringing", "Dialing", "Established", "Held", "Parked"]), st.booleans())
def test_calls_and_details(width: int, number: str, name: str, state: str, small: bool) -> None:
    call = canned.call("c1", state, number, userData={f"WWE_PARTY_{number}": {"firstname": name}})
    known = BoardCall(CallKey("a", "c1"), call, start_s=0.0)
    look = Look(0, Density.CARD, DARK, selected=True)
    views = [
        CardView(known, 60.0, Place("5001"), look, name, depth, "ENTER answers", remark)
        for depth, remark in ((0, None), (1, Remark("» hold …", Role.MINE)), (1, None))
    ]
    lines, selected = calls_face(views, DARK, width, small=small)
    check(lines, width)
    assert selected.stop <= len(lines)
    check(detail_face(known, 60.0, name, DARK, width, stale=False), width)


@pytest.mark.parametrize(
    ("state", "word", "reason"),
    [
        (UserState(state="Ready", display_name="Ready"), "READY", ""),
        (UserState(state="NotReady", display_name="Not Ready"), "NOT READY", ""),
        (UserState(state="NotReady", display_name="Lunch", reason="Lunch"), "NOT READY", "Lunch"),
        (UserState(state="NotReady", display_name="Break"), "NOT READY", "Break"),
        (UserState(state="NotReady", display_name="After Call Work", work_mode="AfterCallWork"), "AFTER CALL WORK", ""),
        (UserState(state="LoggedOut", display_name="Offline"), "LOGGED OUT", ""),
        (UserState(state="LoggedIn"), "LOGGED IN", ""),
        (UserState(state="Elsewhere"), "Elsewhere", ""),
        (UserState(), "NO STATE", ""),
    ],
)
def test_agent_states(state: UserState, word: str, reason: str) -> None:
    assert (agent_sign(state).word, reason_of(state)) == (word, reason)


def test_names_come_from_the_attached_data() -> None:
    call = canned.consult("Established", 3)
    assert name_of(call, call.parties[0]) == "Agent Twelve"
    unnamed = canned.call("c1", "Established", "+12025550143", userData={"WWE_PARTY_+12025550143": "odd"})
    assert name_of(unnamed, unnamed.parties[0]) == ""


def test_which_data_are_shown() -> None:
    call = canned.talking(3)
    rows, hidden = data_rows(call, (), ("GSIP_*",), "DispositionCode")
    assert [row.key for row in rows] == ["AccountNumber", "Queue", "Note", "DispositionCode"]
    assert hidden == 1
    rows, hidden = data_rows(call, ("Q*", "GSIP_*"), ("GSIP_*",), "")
    assert ([row.key for row in rows], hidden) == (["Queue"], 3)


def test_nested_values_are_written_in_one_line() -> None:
    assert said({"a": [1, True, None], "b": "x"}) == "{a: [1, true, ], b: x}"


@given(st.text())
def test_the_terminal_gets_nothing_that_could_hurt(text: str) -> None:
    for sequence, end in (
        (title(text), "\x1b]2;"),
        (notification(Notify.OSC_9, "callboard", text), "\x1b]9;callboard "),
    ):
        inside = sequence.removeprefix(end).removesuffix("\x07")
        assert inside == plain(text)
        assert inside.isprintable()
    assert notification(Notify.OSC_777, "callboard", text).count(";") == 3
    assert notification(Notify.OFF, "callboard", text) == ""


def test_which_notification_a_terminal_knows() -> None:
    assert fitting_notify({"TERM": "xterm-256color"}) is Notify.OSC_9
    assert fitting_notify({"TERM": "foot"}) is Notify.OSC_777
    assert fitting_notify({"TERM": "linux"}) is Notify.OFF
