"""What the desk draws, without a screen: every line is exactly as wide as asked, whatever came from outside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.screens.desk import canned
from tui.live.store.card import BoardCall, CallKey
from tui.screens.desk.data_rows import data_rows
from tui.source.models import UserState
from tui.source.text import clean
from tui.views.words.agent_words import agent_sign, reason_of
from tui.views.words.attached_data import said
from tui.views.words.call_words import CallPlace
from tui.views.words.party_names import name_of
from tui.views.words.role import Role
from widgets.cards.density import Density
from widgets.cards.desk_card import CardView, Remark
from widgets.cards.detail_face import detail_face
from widgets.cards.look import Look
from widgets.desk.data_face import DataRow, data_face
from widgets.desk.desk_calls_face import calls_face
from widgets.desk.device_face import DeviceView, device_face
from widgets.desk.happened_face import Happened, happened_face
from widgets.desk.operations_face import (
    OperationView,
    impossible_operations_face,
    operations_face,
    possible_operations_face,
)
from widgets.drawing.palette import DARK
from widgets.drawing.spots import SheetLine
from widgets.drawing.terminal_words import Notify, fitting_notify, notification, plain, title

texts = st.text(max_size=40).map(lambda text: clean(text, 40))
widths = st.integers(40, 130)


def check(lines: Sequence[SheetLine], width: int) -> None:
    assert {line.strip.cell_length for line in lines} <= {width}
    for line in lines:
        assert sum(segment.cell_length for segment in line.strip) == width
        assert all(0 <= spot.start < spot.end <= width for spot in line.spots)


@given(widths, st.lists(st.builds(OperationView, texts.map(lambda t: t[:5]), texts, texts, texts), max_size=25))
def test_deeds(width: int, deeds: list[OperationView]) -> None:
    check(operations_face(deeds, DARK, width), width)
    check(possible_operations_face(deeds, DARK, width), width)
    check(impossible_operations_face(deeds, DARK, width), width)


def test_words_that_fit_together_are_not_cut_by_columns_of_one_width() -> None:
    words = ["hang up", "hold", "DTMF", "transfer", "conference", "add party", "edit data", "delete all of it"]
    words.append("a" * 28)
    deeds = [OperationView("x", word, note="twice" if len(word) in (7, 16) else "") for word in words]
    for waits in (False, True):
        shown = [replace(deed, waits=waits and bool(deed.note)) for deed in deeds]
        text = "\n".join(line.strip.text for line in possible_operations_face(shown, DARK, 79))
        assert all(word in text for word in words)
        assert "…" not in text
        assert text.count("press again") == (2 if waits else 0)


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
        CardView(known, 60.0, CallPlace("5001"), look, name, depth, "ENTER answers", remark)
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


def test_a_hold_that_is_the_only_one_is_told_once() -> None:
    call = canned.call("c1", "Held", "+12025550143")
    for earlier_s, words in ((0.0, ""), (7.0, "held 0:16 in all")):
        known = BoardCall(CallKey("a", "c1"), call, start_s=0.0, state_since_s=51.0, held_s=earlier_s)
        text = "".join(line.strip.text for line in detail_face(known, 60.0, "", DARK, 120, stale=False))
        assert "held 0:09" in text
        assert ("in all" in text) is bool(words)
        assert words in text


@pytest.mark.parametrize(("width", "words"), [(80, "remove party +120255…"), (114, "remove party +12025550191")])
def test_the_steps_of_an_operation_are_seen_to_their_end(width: int, words: str) -> None:
    steps = "asked 0.00  accepted 0.02  confirmed 0.15 s"
    at = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    happened = [Happened(at, "✓", Role.TALKING, what, steps) for what in ("remove party +12025550191", "hold")]
    lines = [line.strip.text for line in happened_face(happened, DARK, width)]
    assert all(line.rstrip().endswith(steps) for line in lines)
    assert words in lines[0]
    assert lines[0].index(steps) == lines[1].index(steps)
