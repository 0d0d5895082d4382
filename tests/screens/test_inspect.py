import pytest

from tests.screens.centre import BILLING, call, device, go_live, lose, tell
from tests.screens.conftest import MakeWall
from tests.screens.seen import screen_text, settle, top
from tui.gws.models import Call, Device
from tui.live.board import Board
from tui.live.card import CallKey
from tui.live.clock import FixedClock
from tui.screens.call_fields import Section, sections_of
from tui.screens.inspect import InspectScreen

KEY = CallKey(BILLING, "c1")
DATA = {"AccountNumber": 90017, "Customer": {"Tier": "Gold", "Tags": ["a", "b"]}, "Note": "", "Skills": []}


def sections(board: Board) -> dict[str, Section]:
    return {section.title: section for section in sections_of(board, board.calls[KEY])}


def named(section: Section) -> dict[str, str]:
    return {field.name: field.value for field in section.fields}


@pytest.fixture
def inspected(board: Board) -> None:
    go_live(board, BILLING, [call("c1", number="+19165550104", userData=DATA, mute="On", duration="61")], ["5001"])


@pytest.mark.usefixtures("inspected")
def test_every_field_of_the_resource_is_there_with_its_explanation(board: Board) -> None:
    resource = sections(board)["the call as the server sent it"]
    expected = {field.alias or name for name, field in Call.model_fields.items()}
    expected -= {"participants", "participantsInfo", "userData", "extensions"}
    assert expected <= named(resource).keys()
    assert all(field.meaning for field in resource.fields)
    assert named(resource)["mute"] == "On"
    assert named(resource)["capabilities"] == "Hangup, Hold"
    assert named(resource)["ani"] == "—"


@pytest.mark.usefixtures("inspected")
def test_parties_data_and_device_have_their_own_parts(board: Board) -> None:
    parts = sections(board)
    assert named(parts["party 1"])["formattedPhoneNumber"] == "(916) 555-0104"
    assert named(parts["party 1"])["callingCode"] == "1"
    assert named(parts["attached data"]) == {
        "AccountNumber": "90017",
        "Customer": "",
        "Tier": "Gold",
        "Tags": "",
        "1": "a",
        "2": "b",
        "Note": "—",
        "Skills": "none",
    }
    depths = {field.name: field.depth for field in parts["attached data"].fields}
    assert (depths["Customer"], depths["Tier"], depths["1"]) == (0, 1, 2)
    shown = named(parts["the device"])
    assert {field.alias or name for name, field in Device.model_fields.items()} <= shown.keys()
    assert shown["phoneNumber"] == device("5001").phone_number


def test_what_was_watched_stands_beside_it(board: Board, clock: FixedClock) -> None:
    go_live(board, BILLING, [call("c1", duration="100")])
    assert named(sections(board)["known by having watched"])["in this state"] == "--:--"
    tell(board, BILLING, call("c1", "Held", duration="100"))
    clock.advance(30.0)
    tell(board, BILLING, call("c1", "Established", duration="130"))
    clock.advance(5.0)
    known = named(sections(board)["known by having watched"])
    assert known["age"] == "2:15"
    assert known["in this state"] == "0:05"
    assert known["on hold in all"] == "0:30"
    assert known["link"] == "● live"
    lose(board, BILLING, "connection lost")
    clock.advance(60.0)
    known = named(sections(board)["known by having watched"])
    assert known["age"] == "2:15"
    assert known["link"] == "◐ stale: connection lost"


@pytest.mark.usefixtures("inspected")
async def test_the_inspector_follows_its_call_to_the_end(wall_app: MakeWall, board: Board, clock: FixedClock) -> None:
    app = wall_app()
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("enter")
        assert isinstance(app.screen, InspectScreen)
        await settle(pilot, lambda: "▶ TALKING  (916) 555-0104  California" in screen_text(app))
        tell(board, BILLING, call("c1", "Held", "+19165550104"))
        await settle(pilot, lambda: "‖ HELD  (916) 555-0104" in screen_text(app))
        tell(board, BILLING, call("c1", "Released", "+19165550104"))
        await settle(pilot, lambda: "× ENDED" in screen_text(app))
        clock.advance(10.0)
        board.sweep()
        await settle(pilot, lambda: "released, no longer on the wall" in screen_text(app))
        await pilot.press("escape")
        assert top(app) is app.wall


@pytest.mark.usefixtures("inspected")
async def test_keys_scroll_the_inspector(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        part = app.screen.query_one(".read")
        await settle(pilot, lambda: part.max_scroll_y > 0)
        await pilot.press("j", "down")
        assert part.scroll_offset.y == 2
        await pilot.press("end")
        await settle(pilot, lambda: "supervisorMonitoringState" in screen_text(app))
        await pilot.press("home")
        assert part.scroll_offset.y == 0
        await pilot.press("pagedown")
        assert part.scroll_offset.y > 2


@pytest.mark.usefixtures("inspected")
async def test_a_call_that_leaves_at_once_is_not_shown_as_if_it_went_on(
    wall_app: MakeWall, board: Board, clock: FixedClock
) -> None:
    app = wall_app()
    async with app.run_test(size=(160, 60)) as pilot:
        await app.push_screen(InspectScreen(board, KEY))
        await pilot.pause()
        tell(board, BILLING, call("c1", "Released", "+19165550104", duration="70"))
        clock.advance(10.0)
        board.sweep()
        await settle(pilot, lambda: "ended unseen, no longer on the wall" in screen_text(app))
        assert "TALKING" not in screen_text(app)
