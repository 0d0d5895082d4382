import pytest

from tests.screens.centre import BILLING, call, device, go_live, lose, tell
from tests.screens.conftest import MakeWall
from tests.screens.seen import screen_text, settle, top
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.screens.overlays.call_fields import Section, sections_of
from tui.screens.overlays.inspect import InspectScreen
from tui.source.models import Call, Device
from tui.source.snapshot import read_call
from tui.watch.headless import whole
from widgets.wall.call_wall import CallWall

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
    expected = {field.alias or name for name, field in Call.model_fields.items() if not field.exclude}
    expected -= {"participants", "participantsInfo", "userData", "extensions"}
    # What other APIs of the vendor have is of no interest until it comes.
    elsewhere = {"previousConnId", "thirdPartyDn", "monitoredUserDeviceUri"}
    expected -= elsewhere
    assert not elsewhere & named(resource).keys()
    assert expected <= named(resource).keys()
    assert all(field.meaning for field in resource.fields)
    assert named(resource)["mute"] == "On"
    assert named(resource)["capabilities"] == "Hangup, Hold"
    assert named(resource)["ani"] == "—"


def test_absent_stays_absent_and_a_word_of_the_server_stays_beside_ours(board: Board) -> None:
    go_live(board, BILLING, [])
    raw = {"id": "c1", "state": "Held", "dnis": "", "userData": {"Nobody": None}, "capabilities": []}
    read = read_call({**raw, "supervisorMonitoringState": {"state": "Bargain"}})
    assert isinstance(read, Call)
    tell(board, BILLING, read)
    resource = sections(board)["the call as the server sent it"]
    shown = {(field.depth, field.name): field.value for field in resource.fields}
    assert (shown[0, "dnis"], shown[0, "capabilities"], shown[0, "mute"], shown[0, "monitoring"]) == (
        *("empty", "none"),
        *("—", "—"),
    )
    assert (shown[0, "supervisorMonitoringState"], shown[1, "state"], shown[1, "mode"]) == (
        *("read as BargeIn", "Bargain"),
        "—",
    )
    assert named(sections(board)["attached data"]) == {"Nobody": "null"}
    told = whole(board)["calls"][0]
    assert told == {
        **{"source": BILLING, **raw, "supervisorMonitoringState": {"state": "Bargain"}},
        "readAs": {"supervisorMonitoringState": "BargeIn"},
    }


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
        "Note": "empty",
        "Skills": "none",
    }
    depths = {field.name: field.depth for field in parts["attached data"].fields}
    assert (depths["Customer"], depths["Tier"], depths["1"]) == (0, 1, 2)
    shown = named(parts["the device"])
    assert {field.alias or name for name, field in Device.model_fields.items() if not field.exclude} <= shown.keys()
    assert shown["phoneNumber"] == device("5001").phone_number


def test_what_was_watched_stands_beside_it(board: Board, clock: FixedClock) -> None:
    go_live(board, BILLING, [call("c1", duration="100")])
    assert named(sections(board)["known by having watched"])["in this state"] == "≥0:00"
    tell(board, BILLING, call("c1", "Held", duration="100"))
    clock.advance(30.0)
    tell(board, BILLING, call("c1", "Established", duration="130"))
    clock.advance(5.0)
    known = named(sections(board)["known by having watched"])
    assert known["age"] == "2:15"
    assert known["in this state"] == "0:05"
    # Whether it was on hold before, nobody here has seen.
    assert known["on hold in all"] == "≥0:30"
    assert known["link"] == "● live"
    assert known["whole state"] == "checked 35 s ago"
    lose(board, BILLING, "connection lost")
    clock.advance(60.0)
    known = named(sections(board)["known by having watched"])
    assert known["whole state"] == "checked 1:35 ago"
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


@pytest.mark.usefixtures("inspected")
async def test_a_call_of_a_login_that_has_been_removed_is_read_on(wall_app: MakeWall, board: Board) -> None:
    app = wall_app()
    async with app.run_test(size=(160, 60)) as pilot:
        await app.push_screen(InspectScreen(board, KEY))
        await pilot.pause()
        board.remove_source(BILLING)
        await settle(pilot, lambda: "this login has been removed" in screen_text(app))
        assert "ended unseen, no longer on the wall" in screen_text(app)
        assert isinstance(app.screen, InspectScreen)


@pytest.mark.usefixtures("inspected")
async def test_a_call_that_is_opened_twice_at_once_is_shown_once(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(3):
            app.wall.calls.post_message(CallWall.Opened(KEY))
        await settle(pilot, lambda: isinstance(app.screen, InspectScreen))
        await pilot.press("escape")
        await settle(pilot, lambda: app.screen is app.wall)
