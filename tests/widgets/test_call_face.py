from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.examples import examples
from tests.widgets.calls import NOW_S, board_call
from tui.live.store.card import BoardCall, CallKey
from tui.source.models import Call
from tui.views.words.call_words import CallPlace
from tui.views.words.durations import duration
from tui.views.words.role import Role
from widgets.cards.call_face import LEAST_WIDTH, call_face
from widgets.cards.density import Density
from widgets.cards.look import Look
from widgets.cards.row_face import only_times_move, row_face, row_later
from widgets.drawing.big_digits import big_digits
from widgets.drawing.palette import DARK, PLAIN

PLACE = CallPlace(own="5001", source="Billing")
EVERY = list(Density)


def drawn(
    call: BoardCall, density: Density = Density.CARD, width: int = 44, now_s: float = NOW_S, *, sources: bool = False
) -> str:
    look = Look(width=width, density=density, palette=DARK, sources=sources)
    return "\n".join(strip.text.rstrip() for strip in call_face(call, now_s, PLACE, look))


numbers = st.one_of(
    st.text(max_size=30), st.sampled_from(["(916) 555-0104", "5012", "東京都港区芝公園", "+12025550143"])
)
calls = st.builds(
    lambda state, number, location, flags, ends, bad, times: BoardCall(
        CallKey("s", "c"),
        Call.model_validate(
            {
                "id": "c",
                "state": state,
                "callType": flags[0],
                "participants": [{"formattedPhoneNumber": number, "location": location}],
                "mute": flags[1],
                "recordingState": flags[2],
                "supervisorListeningIn": flags[3],
                "monitoredUserMuted": flags[4],
                "supervisorMonitoringState": {"state": flags[5]},
            }
        ),
        start_s=times[0],
        state_since_s=times[1],
        paused_since_s=times[1],
        ended_at_s=NOW_S if ends else None,
        ended_how=ends,
        unreadable=bad,
    ),
    st.sampled_from(["Ringing", "Dialing", "Established", "Held", "Released", "", "A state nobody has heard of"]),
    numbers,
    st.text(max_size=30),
    st.tuples(
        st.sampled_from(["Inbound", "Consult", "", "New"]),
        st.sampled_from(["On", "Off"]),
        st.sampled_from([None, "Recording", "Paused", "Stopped", "Odd"]),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "ListenIn", "Coach", "Odd"]),
    ),
    st.sampled_from(["", "released", "ended while disconnected"]),
    st.sampled_from(["", "no usable state"]),
    st.tuples(
        st.one_of(st.none(), st.floats(-400_000.0, NOW_S)),
        st.one_of(st.none(), st.floats(0.0, NOW_S)),
    ),
)
looks = st.builds(
    Look,
    width=st.integers(LEAST_WIDTH, 120),
    density=st.sampled_from(Density),
    palette=st.sampled_from([DARK, PLAIN]),
    selected=st.booleans(),
    stale_s=st.one_of(st.none(), st.floats(0, 5_000)),
    used=st.one_of(st.none(), st.floats(0, 1)),
    sources=st.booleans(),
    height=st.integers(0, 60),
)


@settings(max_examples=examples(400))
@given(calls, looks)
def test_every_line_is_exactly_as_wide_as_asked(call: BoardCall, look: Look) -> None:
    strips = call_face(call, NOW_S, PLACE, look)
    grows = look.density is Density.BIG
    assert len(strips) == (max(8, look.height) if grows else look.density.height)
    assert {cell_len(strip.text) for strip in strips} == {strip.cell_length for strip in strips} == {look.width}


@settings(max_examples=examples(400))
@given(calls, looks, st.floats(0.0, 5_000.0), st.integers(1, LEAST_WIDTH))
def test_a_row_whose_times_have_moved_is_as_if_drawn_anew(
    call: BoardCall, look: Look, later_s: float, narrow: int
) -> None:
    # A wall that is laid out yet has rows of a single cell.
    width = narrow if look.selected else look.width
    look = replace(look, density=Density.ROW, stale_s=None, width=width)
    (row,) = row_face(call, NOW_S, PLACE, look)
    assert only_times_move(look)
    assert [row_later(row, call, NOW_S + later_s, look)] == row_face(call, NOW_S + later_s, PLACE, look)


@given(calls, st.integers(LEAST_WIDTH, 220), st.integers(0, 60), st.sampled_from(Density))
def test_a_duration_is_shown_whole_or_large_at_every_size(
    call: BoardCall, width: int, height: int, density: Density
) -> None:
    shown = duration(call.age_s(NOW_S))
    strips = call_face(call, NOW_S, PLACE, Look(width=width, height=height, density=density, palette=DARK))
    text = "\n".join(strip.text for strip in strips)
    scales = range(1, 9) if density is Density.BIG else ()
    assert shown in text or any(all(row in text for row in big_digits(shown, scale)) for scale in scales)


@pytest.mark.parametrize(
    ("width", "height", "rows"), [(44, 8, 3), (38, 9, 3), (76, 8, 5), (70, 12, 5), (50, 11, 5), (65, 16, 8)]
)
def test_a_larger_card_has_larger_digits_and_loses_no_words(width: int, height: int, rows: int) -> None:
    call = board_call("Held", age_s=768.0, board_state_since_s=NOW_S - 250)
    look = Look(width=width, height=height, density=Density.BIG, palette=DARK, used=1.0)
    lines = [strip.text for strip in call_face(call, NOW_S, PLACE, look)]
    drawn_rows = [line for line in lines if set(line[3:-3]) & set("█▀▄")]
    assert len(drawn_rows) == rows
    assert drawn_rows[0].lstrip("█ ").startswith(("‖ HELD", "!"))
    text = "\n".join(lines)
    assert all(words in text for words in ("‖ HELD", "held 4:10", "in · Billing · 5001", "! "))
    meters = [number for number, line in enumerate(lines) if "━" in line]
    assert len(meters) == 1
    assert meters[0] >= height - 2


@pytest.mark.parametrize("density", EVERY)
@pytest.mark.parametrize(
    ("state", "words"),
    [("Ringing", "◇ RINGING"), ("Dialing", "◆ DIALING"), ("Established", "▶ TALKING"), ("Held", "‖ HELD")],
)
def test_a_state_is_a_mark_and_a_word(density: Density, state: str, words: str) -> None:
    assert words in drawn(board_call(state), density, 60)


@pytest.mark.parametrize("number", ["(916) 555-0104", "+1 916-555-0104", "+49 30 55501 0455"])
def test_in_a_row_the_place_gives_way_before_the_digits_of_a_number(number: str) -> None:
    who = {"formattedPhoneNumber": number, "number": number, "location": "Sacramento, California"}
    call = board_call(participants=[who, {"number": "5002"}, {"number": "5003"}])
    for width in range(56, 160):
        text = drawn(call, Density.ROW, width)
        place = next((text[begin:] for cut in ("Sacr", "Sa…") if (begin := text.find(cut)) >= 0), "")
        assert number in text or not place


@pytest.mark.parametrize("density", EVERY)
def test_who_and_where_are_shown(density: Density) -> None:
    text = drawn(board_call(number="+19165550104"), density, 100)
    assert "(916) 555-0104" in text
    assert "California" in text
    assert "5001" in text


@pytest.mark.parametrize(("width", "number"), [(60, "+12025550143"), (160, "+1 202-555-0143")])
def test_a_row_shows_the_bare_number_rather_than_a_part_of_the_written_one(width: int, number: str) -> None:
    text = drawn(board_call(participants=["+12025550143"]), Density.ROW, width)
    assert number in text
    assert "…" not in text


def test_an_unknown_state_is_shown_as_it_is() -> None:
    assert "? Parked" in drawn(board_call("Parked"))


def test_what_nobody_knows_is_not_guessed() -> None:
    text = drawn(board_call("Held", age_s=None))
    assert "held --:--" in text
    assert text.splitlines()[0].endswith("--:--")


def test_beyond_an_hour_the_hours_are_shown() -> None:
    assert drawn(board_call(age_s=3_723.0)).splitlines()[0].endswith("1:02:03")


def test_the_time_ends_in_the_same_column_whatever_it_is() -> None:
    rows = [drawn(board_call(age_s=age_s), Density.ROW, 76) for age_s in (5.0, 605.0, 36_005.0)]
    assert len({row.index(":05") for row in rows}) == 1


def test_a_card_says_direction_source_and_device() -> None:
    assert "→ in · Billing · 5001" in drawn(board_call())
    assert "← out" in drawn(board_call(callType="Outbound"))
    assert "↔ internal" in drawn(board_call(callType="Internal"))
    assert "⇢ consult" in drawn(board_call(callType="Consult"))


def test_a_consultation_names_whom_it_is_for() -> None:
    look = Look(width=70, density=Density.CARD, palette=DARK)
    place = CallPlace(own="5001", parent="(312) 555-0110")
    lines = [strip.text for strip in call_face(board_call(callType="Consult"), NOW_S, place, look)]
    assert "⇢ consult · 5001 · for (312) 555-0110" in lines[2]


@pytest.mark.parametrize("density", EVERY)
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"mute": "On"}, "⊘ MUTED"),
        ({"recordingState": "Recording"}, "● REC"),
        ({"recordingState": "Paused", "board_paused_since_s": NOW_S - 48}, "■ REC PAUSED 0:48"),
        ({"recordingState": "Paused"}, "■ REC PAUSED --:--"),
        ({"supervisorListeningIn": True}, "⊙ LISTENED"),
        ({"monitoredUserMuted": True}, "⊘ AGENT MUTED"),
        ({"supervisorMonitoringState": {"state": "ListenIn"}}, "⊙ LISTENING"),
        ({"supervisorMonitoringState": {"state": "Coach"}}, "⊙ COACHING"),
        ({"supervisorMonitoringState": {"state": "Bargain"}}, "⊙ BARGED IN"),
        ({"monitoring": True}, "⊙ MONITORING"),
    ],
)
def test_what_is_switched_on_is_said(density: Density, fields: dict[str, Any], words: str) -> None:
    assert words in drawn(board_call(**fields), density, 80)


def test_a_stopped_recording_says_nothing() -> None:
    assert "REC" not in drawn(board_call(recordingState="Stopped"))


def test_in_little_room_flags_keep_their_marks() -> None:
    fields: dict[str, Any] = {"recordingState": "Recording", "mute": "On", "supervisorListeningIn": True}
    row = drawn(board_call(**fields), Density.ROW, 46)
    assert "● ⊘ ⊙" in row


@pytest.mark.parametrize("density", EVERY)
def test_stale_takes_the_colour_away_and_says_since_when(density: Density) -> None:
    call = board_call(recordingState="Recording")
    look = Look(width=80, density=density, palette=DARK, stale_s=12.0, used=1.0)
    strips = call_face(call, NOW_S, PLACE, look)
    assert "stale 0:12" in "\n".join(strip.text for strip in strips)
    assert "◐" in "\n".join(strip.text for strip in strips)
    colours = {
        str(seg.style.color.name) for s in strips for seg in s if seg.style and seg.style.color and seg.text.strip()
    }
    assert colours <= {DARK.colour(role) for role in (Role.DIM, Role.RINGING, Role.REST)}


@pytest.mark.parametrize("density", EVERY)
@pytest.mark.parametrize("how", ["released", "ended while disconnected"])
def test_an_ended_call_says_how_it_ended_and_its_time_stands(density: Density, how: str) -> None:
    call = board_call("Released", board_ended_at_s=NOW_S, board_ended_how=how, recordingState="Recording")
    text = drawn(call, density, 90, now_s=NOW_S + 5)
    assert "× ENDED" in text
    assert how in text
    assert "REC" not in text
    assert text == drawn(call, density, 90)


@pytest.mark.parametrize("density", EVERY)
def test_an_unreadable_call_says_so_and_why(density: Density) -> None:
    text = drawn(board_call(board_unreadable="no usable state"), density, 80)
    assert "! UNREADABLE" in text
    assert "no usable state" in text


def test_several_parties_are_counted() -> None:
    parties = [{"formattedPhoneNumber": "5042"}, {"formattedPhoneNumber": "5043"}, {"phoneNumber": "5044"}]
    assert "5042 +2" in drawn(board_call(participants=parties))


def test_without_parties_the_caller_or_dialled_number_stands_in() -> None:
    assert "5550143" in drawn(board_call(participants=[], ani="5550143"))
    assert "5550180" in drawn(board_call(participants=[], callType="Outbound", ani="5550143"))
    assert "number withheld" in drawn(board_call(participants=[], dnis="5550180"))
    assert "no party" in drawn(board_call(participants=[], callType="Internal", dnis=None))


def test_an_alarmed_card_has_its_own_ground_and_mark() -> None:
    look = Look(width=40, density=Density.CARD, palette=DARK, used=1.0)
    strips = call_face(board_call("Ringing"), NOW_S, PLACE, look)
    assert "! 7:41" in strips[0].text
    grounds = {seg.style.bgcolor.name for strip in strips for seg in strip if seg.style and seg.style.bgcolor}
    assert grounds == {DARK.alarmed}


def test_the_meter_shows_the_used_share() -> None:
    look = Look(width=43, density=Density.CARD, palette=DARK, used=0.5)
    meter = call_face(board_call(), NOW_S, PLACE, look)[4].text
    assert meter.count("━") == 20
    assert meter.count("─") == 20


@pytest.mark.parametrize("density", EVERY)
def test_the_selected_call_differs_without_any_colour(density: Density) -> None:
    plain = [call_face(board_call(), NOW_S, PLACE, Look(60, density, PLAIN, selected=on)) for on in (False, True)]
    assert [strip.text for strip in plain[0]] != [strip.text for strip in plain[1]]
    assert not any(seg.style.color for strips in plain for s in strips for seg in s if seg.style)
    assert any(seg.style.reverse for s in plain[1] for seg in s if seg.style)


@given(st.integers(LEAST_WIDTH, 120), st.booleans())
def test_all_rows_of_a_width_have_their_columns_in_the_same_place(width: int, sources: bool) -> None:
    one = drawn(board_call("Held", mute="On"), Density.ROW, width, sources=sources)
    other = drawn(board_call("Ringing", number="5012", age_s=461.0), Density.ROW, width, sources=sources)
    assert one.index("7:41") == other.index("7:41")


def test_wide_characters_leave_the_columns_where_they_are() -> None:
    wide = [{"formattedPhoneNumber": "東京都港区芝公園四丁目", "location": "東京"}]
    look = Look(width=80, density=Density.ROW, palette=DARK)
    row = call_face(board_call(participants=wide), NOW_S, PLACE, look)[0].text
    usual = call_face(board_call(), NOW_S, PLACE, look)[0].text
    assert cell_len(row[: row.index("7:41")]) == cell_len(usual[: usual.index("7:41")])
