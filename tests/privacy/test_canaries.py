"""Digits and words that must not be shown are put wherever the server can put them, and then looked for everywhere."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.screens.centre import call, device, go_live, tell
from tests.screens.seen import screen_text, settle
from tests.screens.wall_app import WallApp
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import CallKey, Sight
from tui.live.store.journal import Journal
from tui.live.store.link import LinkState
from tui.live.store.masked_board import MaskedBoard, masked_board
from tui.live.store.privacy import WALL, Show
from tui.live.store.wording import words_of
from tui.printing.json_line import Line
from tui.screens.overlays.inspect import InspectScreen
from tui.screens.wall.options import WallOptions
from tui.source.events import CallEvent
from tui.source.models import Call, User
from tui.source.snapshot import Snapshot
from tui.views.arrangement.choices import Grouping, GroupRules
from tui.watch.headless import Reporter, whole

NUMBER = "+12025550143"
CANARIES = ("2025550", "5550143", "5550199", "CANARY", "canary")
DATA = {"Account": "canary-account", f"WWE_PARTY_{NUMBER}": {"firstname": "Canary", "lastname": "Canary"}, "N": NUMBER}
SOURCE = "floor"


def secret(call_id: str = "c1", state: str = "Established", **fields: object) -> Call:
    numbers: dict[str, Any] = {"ani": NUMBER, "dnis": "+12025550199"}
    beside: dict[str, Any] = {**numbers, "userData": DATA, "extensions": {"OriginationDN": NUMBER}}
    return call(call_id, state, NUMBER, **{**beside, **fields})


def fill(raw: Board, journal: Journal) -> None:
    user = User(user_name=SOURCE, first_name="Canary", last_name="Canary", email_address="canary@gws.example.com")
    raw.add_source(SOURCE)
    forwarded = device("5001").model_copy(update={"forward_to": "+12025550199"})
    now_s = raw.clock.now_s()
    raw.replace(SOURCE, Snapshot(user=user, calls=(secret(),), devices=(forwarded,)), Sight(now_s, now_s))
    raw.hear(SOURCE, now_s)
    for event in (
        CallEvent(now_s, "StatusChange", secret("c2", "Ringing"), "5001", {"ANI": NUMBER}, {"x": "canary"}),
        CallEvent(now_s, "StatusChange", secret("c3", "Held", participants=[NUMBER], participantsInfo=[]), "5001"),
    ):
        raw.apply(SOURCE, [event])
        journal.note(SOURCE, *words_of(event))


def assert_no_canary(text: str) -> None:
    digits = "".join(character for character in text if character not in " ()-+./\n")
    for canary in CANARIES:
        assert canary not in text
        assert canary not in digits


@pytest.fixture
def seen(board: Board, journal: Journal) -> Board:
    journal.mask = WALL.text
    fill(board, journal)
    return masked_board(board, WALL)


def test_without_the_mask_the_canaries_are_there(board: Board, journal: Journal) -> None:
    fill(board, journal)

    text = json.dumps(whole(board)) + "".join(entry.words for entry in journal)
    assert all(canary in text for canary in ("2025550", "canary"))


@pytest.mark.parametrize("density", ["plus", "minus", "0"])
async def test_the_wall_shows_no_canary(seen: Board, journal: Journal, density: str) -> None:
    app = WallApp(seen, journal, WallOptions())
    async with app.run_test(size=(200, 50)) as pilot:
        await pilot.press(density, "right")
        await settle(pilot, lambda: "•••• 0143" in screen_text(app))
        assert "RINGING" in screen_text(app)
        assert_no_canary(screen_text(app))


@pytest.mark.parametrize("grouping", list(Grouping))
async def test_no_heading_shows_a_canary(board: Board, journal: Journal, grouping: Grouping) -> None:
    fill(board, journal)
    seen = masked_board(board, replace(WALL, keys=(("N", Show.SHOW),)))
    app = WallApp(seen, journal, WallOptions(group=grouping, group_rules=GroupRules("N"), conversations=True))
    async with app.run_test(size=(200, 50)) as pilot:
        await settle(pilot, lambda: "•••• 0143" in screen_text(app))
        assert ("▾ •••• 0143" in screen_text(app)) is (grouping is Grouping.QUEUE)
        assert ("C. C." in screen_text(app)) is (grouping is Grouping.AGENT)
        assert_no_canary(screen_text(app))


async def test_the_inspector_shows_no_canary(seen: Board, journal: Journal) -> None:
    app = WallApp(seen, journal, WallOptions())
    async with app.run_test(size=(200, 150)) as pilot:
        for key in ("c1", "c2", "c3"):
            await app.push_screen(InspectScreen(seen, CallKey(SOURCE, key)))
            await settle(pilot, lambda: "THE DEVICE" in screen_text(app))
            assert "•••• hidden" in screen_text(app)
            assert_no_canary(screen_text(app))
            await app.pop_screen()


async def test_the_event_log_shows_no_canary(seen: Board, journal: Journal) -> None:
    app = WallApp(seen, journal, WallOptions())
    async with app.run_test(size=(200, 50)) as pilot:
        await pilot.press("e")
        await settle(pilot, lambda: "StatusChange: Inbound Ringing •••• 0143" in screen_text(app))
        assert_no_canary(screen_text(app))


async def test_a_filter_finds_what_is_shown_and_nothing_else(seen: Board, journal: Journal) -> None:
    app = WallApp(seen, journal, WallOptions())
    async with app.run_test(size=(120, 35)) as pilot:
        for words, found in (("0143", 3), ("2025550143", 0), ("canary", 0)):
            await pilot.press("slash", *words, "enter")
            assert len(app.wall.arrangement.keys) == found
            await pilot.press("escape")


def test_the_json_lines_hold_no_canary(seen: Board, board: Board, clock: FixedClock) -> None:
    lines: list[Line] = []
    reporter = Reporter(seen, lines.append)
    tell(board, SOURCE, secret("c4", "Ringing"))
    board.set_link(SOURCE, LinkState.STALE, "Device '+12025550143' is not registered.")
    tell(board, SOURCE, secret("c4", "Released"))
    clock.advance(60.0)
    board.sweep()
    reporter.stop()

    assert [line.get("change") for line in lines] == ["added", None, "ended", "removed"]
    assert_no_canary(json.dumps([*lines, whole(seen)], ensure_ascii=False))


def test_the_mask_follows_the_board_step_by_step(board: Board) -> None:
    seen = masked_board(board, WALL)
    assert isinstance(seen, MaskedBoard)
    steps: list[int] = []
    seen.watch(lambda _changes: steps.append(seen.revision))
    go_live(board, SOURCE, [secret()], ["5001"])

    assert steps == list(range(1, board.revision + 1))
    assert seen.calls[CallKey(SOURCE, "c1")] is seen.calls[CallKey(SOURCE, "c1")]
    assert seen.calls.keys() == board.calls.keys()
