"""A board with calls of every kind: fixed, fictional, the same in every run."""

from collections.abc import Iterable
from typing import Any

from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.live.store.link import LinkState
from tui.source.events import CallEvent
from tui.source.models import Call, Device, User
from tui.source.snapshot import Snapshot, Unreadable

BILLING, RETENTION, SUPPORT = "Billing", "Retention", "Support"
PLACES = {
    "+12025550143": ("(202) 555-0143", "Washington D.C."),
    "+19165550104": ("(916) 555-0104", "California"),
    "+13125550110": ("(312) 555-0110", "Illinois"),
    "+16465550187": ("(646) 555-0187", "New York"),
    "+14155550122": ("(415) 555-0122", "California"),
    "+15035550161": ("(503) 555-0161", "Oregon"),
    "+12135550155": ("(213) 555-0155", "California"),
    "+12065550139": ("(206) 555-0139", "Washington"),
    "+16175550171": ("(617) 555-0171", "Massachusetts"),
    "+13035550118": ("(303) 555-0118", "Colorado"),
    "+17025550190": ("(702) 555-0190", "Nevada"),
}


OUT: dict[str, Any] = {"callType": "Outbound"}
LISTENED: dict[str, Any] = {"supervisorListeningIn": True}
COACHED: dict[str, Any] = {"supervisorMonitoringState": {"state": "Coach"}}


def _more(first: int) -> list[tuple[int, str]]:
    return list(enumerate(list(PLACES)[3:7], first))


def party(number: str) -> dict[str, object]:
    """A participant as the server writes it (API.md 5.3)."""
    if number not in PLACES:
        return {"e164Number": "", "formattedPhoneNumber": number, "phoneNumber": number, "digits": number}
    formatted, location = PLACES[number]
    return {
        "phoneNumber": number,
        "digits": number,
        "e164Number": number,
        "formattedPhoneNumber": formatted,
        "location": location,
        "country": {"name": "United States", "code": "US", "callingCode": "1"},
    }


def call(
    call_id: str, state: str = "Established", number: str = "+12025550143", own: str = "5001", **fields: object
) -> Call:
    """A call resource (API.md 5.1)."""
    resource: dict[str, object] = {
        "id": call_id,
        "state": state,
        "callUuid": call_id,
        "connId": "00710271981800a1",
        "callType": "Inbound",
        "deviceUri": f"https://gws.example.com/api/v2/devices/device-{own}",
        "participants": [party(number)],
        "dnis": "5550180",
        "capabilities": ["Hangup", "Hold"],
        "duration": "0",
        "mute": "Off",
        "uri": f"https://gws.example.com/api/v2/me/calls/{call_id}",
        "path": f"/calls/{call_id}",
    }
    return Call.model_validate({**resource, **fields})


def device(own: str) -> Device:
    """A device resource (API.md 7.1)."""
    return Device.model_validate(
        {
            "id": f"device-{own}",
            "deviceState": "Active",
            "phoneNumber": own,
            "userState": {"state": "Ready", "displayName": "Ready"},
        }
    )


def go_live(
    board: Board,
    source: str,
    calls: Iterable[Call],
    devices: Iterable[str] = (),
    unreadable: Iterable[Unreadable] = (),
) -> None:
    """Give a source a snapshot, as its feed would."""
    board.add_source(source)
    now_s = board.clock.now_s()
    snapshot = Snapshot(
        user=User(user_name=source.lower()),
        calls=tuple(calls),
        devices=tuple(device(own) for own in devices),
        unreadable=tuple(unreadable),
    )
    board.replace(source, snapshot, Sight(now_s, now_s))
    board.hear(source, now_s)


def tell(board: Board, source: str, changed: Call, kind: str = "StatusChange") -> None:
    """Let a message about a call come."""
    board.apply(source, [CallEvent(board.clock.now_s(), kind, changed)])


def busy(board: Board, clock: FixedClock) -> None:
    """Three sources, calls of every kind, one call that waits too long, one held too long.

    The clock is moved on while it is made, so that some changes were seen happening.
    """
    _recover(board)
    _go_on(board, clock)
    for source in (BILLING, RETENTION, SUPPORT):
        board.hear(source, clock.now_s())


def _recover(board: Board) -> None:
    """What the snapshots hold."""
    go_live(
        board,
        BILLING,
        [
            call("b1", "Established", "+19165550104", "5001", duration="482", recordingState="Recording"),
            call("b2", "Established", "+14155550122", "5002", duration="175", recordingState="Recording"),
            call("b3", "Established", "+13035550118", "5004", duration="0", recordingState="Recording"),
            *(call(f"b{n}", "Established", number, f"50{n}", duration=str(n * 11)) for n, number in _more(21)),
        ],
        ["5001", "5002", "5003", "5004", *(f"50{n}" for n in range(21, 25))],
    )
    go_live(
        board,
        RETENTION,
        [
            call("r1", number="+13125550110", own="5007", duration="2181", recordingState="Recording", **LISTENED),
            call("r2", number="+16465550187", own="5011", duration="266", recordingState="Recording", **OUT, mute="On"),
            call("r3", number="5012", own="5008", duration="104", callType="Internal"),
            call("r4", number="+17025550190", own="5009", duration="249", **OUT),
            *(call(f"r{n}", "Established", number, f"50{n}", duration=str(n * 6), **OUT) for n, number in _more(31)),
        ],
        ["5007", "5008", "5009", "5011", *(f"50{n}" for n in range(31, 35))],
    )
    go_live(
        board,
        SUPPORT,
        [
            call("s1", number="+16175550171", own="5016", duration="51"),
            call("s2", number="+12135550155", own="5014", duration="16", recordingState="Recording", **COACHED),
            call("s3", number="+12065550139", own="5015", recordingState="Recording"),
            call("s6", number="+13125550110", own="5041", duration="3", participants=[party("5042"), party("5043")]),
        ],
        ["5014", "5015", "5016", "5041"],
        [Unreadable(id="s9", why="no usable state")],
    )


def _go_on(board: Board, clock: FixedClock) -> None:
    """What is told afterwards."""
    clock.advance(36.0)
    tell(board, BILLING, call("b1", "Held", "+19165550104", "5001", duration="518", recordingState="Recording"))
    clock.advance(68.0)
    paused = {"duration": "586", "recordingState": "Paused", "userData": {"AccountNumber": "90017", "Queue": "Billing"}}
    tell(board, BILLING, call("b1", "Held", "+19165550104", "5001", **paused), "CallRecordingStateChange")
    clock.advance(161.0)
    held = {"duration": "265", "recordingState": "Recording"}
    tell(board, SUPPORT, call("s3", "Held", "+12065550139", "5015", **held))
    clock.advance(7.0)
    tell(board, BILLING, call("b4", "Ringing", "+12025550143", "5003"))
    tell(
        board,
        RETENTION,
        call("r5", "Dialing", "+15035550161", "5007", callType="Consult", parentCallUri="/me/calls/r1"),
    )
    clock.advance(8.0)
    tell(board, SUPPORT, call("s4", "Ringing", "+14155550122", "5016"))
    tell(board, SUPPORT, call("s5", "Parked", "5013", "5014", callType="Internal"))
    clock.advance(6.0)
    tell(board, RETENTION, call("r4", "Released", "+17025550190", "5009", callType="Outbound", duration="535"))


def lose(board: Board, source: str, why: str = "connection lost") -> None:
    """Let the link of a source go stale."""
    board.set_link(source, LinkState.STALE, why)
