"""Pictures of the desk, equal byte for byte in every run; they are the README's as well.

`CALLBOARD_WRITE_PICTURES=1` writes them anew.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

import pytest
from textual.pilot import Pilot

from tests.pictures import as_ever
from tests.screen_text import text_of
from tests.screens.desk import canned
from tests.screens.desk.canned import AGENT, DATA, USER_DATA, ScriptedPoster
from tests.screens.desk.desk_app import DeskApp
from tests.waiting import PATIENCE_S
from tui.gws.roster import read_contacts
from tui.live.clock import FixedClock
from tui.live.commands.filling import Given
from tui.live.operations.operator import Operator
from tui.live.reports.day_log import DayCall, DayKind, DayLog
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.store.link import LinkState
from tui.screens.desk.desk_options import DeskOptions
from tui.source.directory import Contact
from tui.source.raw import Raw

USUAL = (160, 36)
BOTH = ("SwapCalls", "CompleteTransfer", "CompleteConference")
RECORDED: Mapping[str, object] = MappingProxyType({"recordingState": "Recording", "userData": USER_DATA})
COLLEAGUES = (
    ("5012", "Agent", "Twelve", "Ready"),
    ("5015", "Agent", "Fifteen", "Not Ready"),
    ("5018", "Agent", "Eighteen", ""),
)


def _contact(number: str, first: str, last: str, state: str) -> dict[str, object]:
    voice = {"channel": "voice", "phoneNumber": number, "userActivity": "Idle", "userState": {"displayName": state}}
    known = {"availability": {"channels": [voice]}} if state else {}
    return {"firstName": first, "lastName": last, "phoneNumbers": [{"phoneNumber": number}], **known}


async def search(words: str) -> Sequence[Contact]:
    """A small directory."""
    found = [_contact(*row) for row in COLLEAGUES if words in row[0]]
    return read_contacts({"contacts": found})


@pytest.fixture
def operator(board: Board, journal: Journal) -> Operator:
    return Operator(board, journal, {AGENT: ScriptedPoster()})


@pytest.fixture
def app(board: Board, journal: Journal, operator: Operator) -> DeskApp:
    return DeskApp(board, journal, operator, DeskOptions(search=search, second_press_s=60.0))


async def compare(app: DeskApp, name: str, *keys: str, size: tuple[int, int] = USUAL, see: str = "") -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await until_seen(app, pilot, see)
        await as_ever(pilot, name)


async def until_seen(app: DeskApp, pilot: Pilot[None], words: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while words not in text_of(app):
            await pilot.pause(0.01)
    for _ in range(3):
        await pilot.pause()


@pytest.fixture
async def morning(board: Board, journal: Journal, clock: FixedClock, operator: Operator) -> None:
    """A caller is spoken with, the recording was paused and resumed, another caller rings."""
    canned.begin(board, journal, clock)
    paused = canned.talking(432, recordingState="Paused", capabilities=[*canned.TALKING, *DATA, "ResumeCallRecording"])
    await canned.settle(operator, clock, board, "pause_recording", Given(), paused)
    clock.advance(21.0)
    await canned.settle(operator, clock, board, "resume_recording", Given(), canned.talking(453))
    ring(board, clock)


def ring(board: Board, clock: FixedClock) -> None:
    """Another caller rings."""
    clock.advance(12.0)
    canned.tell(board, canned.call("c3", "Ringing", "+12025550143", "Answer", "Reject", "ClearCall", *DATA))
    clock.advance(4.0)
    board.hear(AGENT, clock.now_s())


@pytest.fixture
async def consulting(board: Board, clock: FixedClock, operator: Operator, morning: None) -> None:
    """The caller waits, a colleague is called about them, and the other caller rings still."""
    del morning
    held = canned.call("c1", "Held", "+19165550104", "Hangup", *BOTH[:2], *DATA, duration="470", **RECORDED)
    dialing = canned.consult("Dialing", 0, "SendDtmf")
    await canned.settle(operator, clock, board, "transfer", Given(number=Raw("5012")), held, dialing)
    clock.advance(2.0)
    board.hear(AGENT, clock.now_s())


@pytest.mark.usefixtures("consulting")
async def test_desk(app: DeskApp) -> None:
    await compare(app, "desk", "tab", "tab")


@pytest.mark.usefixtures("morning")
async def test_desk_disposition(board: Board, journal: Journal, operator: Operator) -> None:
    options = DeskOptions(dispositions=("Sold", "Callback", "No interest"))
    app = DeskApp(board, journal, operator, options)
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        canned.tell(board, canned.call("c1", "Released", "+19165550104", duration="470"))
        await until_seen(app, pilot, "o: disposition of")
        await pilot.press("o")
        await until_seen(app, pilot, "1 Sold")
        await as_ever(pilot, "desk-disposition")


async def test_desk_without_a_call(board: Board, journal: Journal, operator: Operator) -> None:
    canned.go_live(board)
    day = DayLog(board, operator, "DispositionCode", 12.0)
    app = DeskApp(board, journal, operator, DeskOptions(day=day))
    await compare(app, "desk-idle", size=(80, 24), see="calls of the day")


async def test_desk_day(board: Board, journal: Journal, clock: FixedClock, operator: Operator) -> None:
    canned.begin(board, journal, clock)
    at, number = clock.wall(), Raw("+12025550143")
    kept = (
        DayCall(at - timedelta(minutes=9), DayKind.MISSED, AGENT, "(202) 555-0143", number),
        DayCall(
            at - timedelta(minutes=31), DayKind.ANSWERED, AGENT, "(916) 555-0104", number, 412.0, "Sold", seen=True
        ),
        DayCall(at - timedelta(minutes=50), DayKind.DIALLED, AGENT, "5012", Raw("5012"), 95.0, seen=True),
        DayCall(at - timedelta(minutes=75), DayKind.MISSED, AGENT, "(202) 555-0177", number),
    )
    day = DayLog(board, operator, "DispositionCode", 12.0, kept)
    await compare(DeskApp(board, journal, operator, DeskOptions(day=day)), "desk-missed", size=(80, 24), see="2 missed")
    day = DayLog(board, operator, "DispositionCode", 12.0, kept)
    app = DeskApp(board, journal, operator, DeskOptions(day=day))
    await compare(app, "desk-day", "H", see="▸ (202) 555-0143")


@pytest.mark.usefixtures("morning")
async def test_desk_asking(app: DeskApp) -> None:
    await compare(app, "desk-prompt", "tab", "t", *"50", "down", see="▸ 5012")


@pytest.mark.usefixtures("morning")
async def test_desk_second_press(app: DeskApp) -> None:
    await compare(app, "desk-light", "tab", "ctrl+t", "x")


@pytest.mark.usefixtures("consulting")
async def test_desk_80x24(app: DeskApp) -> None:
    await compare(app, "desk-80x24", "tab", "tab", size=(80, 24))


@pytest.mark.usefixtures("consulting")
async def test_desk_stale(app: DeskApp, board: Board, clock: FixedClock) -> None:
    board.set_link(AGENT, LinkState.STALE, "connection lost")
    clock.advance(8.0)
    await compare(app, "desk-stale", "tab", "tab")


@pytest.mark.usefixtures("morning")
async def test_desk_without_colour(
    board: Board, journal: Journal, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    await compare(DeskApp(board, journal, operator, DeskOptions()), "desk-no-colour", "tab")


@pytest.mark.usefixtures("morning")
async def test_leaving(app: DeskApp) -> None:
    await compare(app, "desk-leave", "tab", "q", "down", size=(120, 30))


@pytest.mark.usefixtures("morning")
async def test_dtmf(app: DeskApp) -> None:
    await compare(app, "desk-dtmf", "tab", "d", *"12", size=(80, 24), see="••▏")


async def test_two_calls_are_established_for_a_moment_while_they_are_swapped(
    board: Board, journal: Journal, clock: FixedClock, app: DeskApp
) -> None:
    """Of the two messages of a swap the first has come (API.md 5.2)."""
    canned.begin(board, journal, clock)
    canned.tell(board, canned.call("c1", "Held", "+19165550104", *BOTH[:2], *DATA, duration="428", **RECORDED))
    canned.tell(board, canned.consult("Dialing", 0, "SendDtmf"))
    clock.advance(6.0)
    canned.tell(board, canned.consult("Established", 6, "Hold", "SendDtmf", "MuteCall", *BOTH))
    clock.advance(31.0)
    able = ("Hangup", "Hold", "SendDtmf", "MuteCall", *BOTH, *DATA)
    canned.tell(board, canned.call("c1", "Established", "+19165550104", *able, duration="465", **RECORDED))
    await compare(app, "desk-swap")
