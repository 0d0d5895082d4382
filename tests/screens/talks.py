"""Conversations with several legs: fixed, fictional, the same in every run."""

from typing import Any

from tests.screens.centre import call, device, party, tell
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.source.models import Call, User
from tui.source.snapshot import Snapshot

BILLING, SUPPORT, EVERYBODY = "Billing", "Support", "All agents"
ONE, TWO, THREE, BOSS = "5001", "5002", "5003", "5009"
TEAMS = {ONE: (EVERYBODY, BILLING), TWO: (EVERYBODY, BILLING), THREE: (SUPPORT,), BOSS: ()}
CUSTOMER, OTHER = "+12025550143", "+19165550104"
LISTENS: dict[str, Any] = {"supervisorMonitoringState": {"state": "ListenIn"}, "mute": "On", "monitoring": True}


def log_in(board: Board, source: str, *calls: Call) -> None:
    """Give the source of one agent a snapshot with their teams."""
    board.add_source(source)
    groups = [{"id": name, "name": name, "type": "BusinessUnit"} for name in TEAMS[source]]
    user = User.model_validate({"userName": source, "firstName": "Agent", "lastName": source, "groups": groups})
    now_s = board.clock.now_s()
    board.replace(source, Snapshot(user=user, calls=calls, devices=(device(source),)), Sight(now_s, now_s))
    board.hear(source, now_s)


def leg(source: str, call_id: str, state: str, number: str = CUSTOMER, **fields: object) -> Call:
    """A call of an agent, on their own device."""
    return call(call_id, state, number, source, **fields)


def talks(board: Board, clock: FixedClock) -> None:
    """5001 has a customer on hold and consults 5002, 5009 listens to 5003, 5002 has another customer on hold."""
    log_in(board, ONE, leg(ONE, "t1", "Established", duration="300", userData={"Queue": "Invoices"}))
    log_in(board, TWO, leg(TWO, "t3", "Held", OTHER, duration="90", userData={"Queue": "Cards"}))
    log_in(
        board,
        THREE,
        leg(THREE, "t4", "Established", OTHER, duration="200", supervisorListeningIn=True, recordingState="Recording"),
    )
    log_in(board, BOSS, leg(BOSS, "t4", "Established", participants=[party(OTHER), party(THREE)], **LISTENS))
    clock.advance(20.0)
    consult: dict[str, Any] = {"callUuid": "t2", "callType": "Consult"}
    tell(board, ONE, leg(ONE, "t1", "Held", duration="320", userData={"Queue": "Invoices"}))
    tell(board, ONE, leg(ONE, "t2", "Dialing", TWO, parentCallUri="/me/calls/t1", **consult))
    tell(board, TWO, leg(TWO, "t2", "Ringing", ONE, **consult))
    clock.advance(6.0)
    tell(board, ONE, leg(ONE, "t2", "Established", TWO, parentCallUri="/me/calls/t1", duration="6", **consult))
    tell(board, TWO, leg(TWO, "t2", "Established", ONE, duration="6", **consult))
    for source in TEAMS:
        board.hear(source, clock.now_s())
