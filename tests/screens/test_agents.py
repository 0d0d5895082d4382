"""The agents view over a board that stands still; its pictures are the README's."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from textual.events import Key
from textual.widgets import Input

from tests.pictures import as_ever
from tests.screens.centre import BILLING, SUPPORT, call, go_live
from tests.screens.conftest import MakeWall
from tests.screens.roster import roster_of, supervise
from tests.screens.seen import screen_text, settle
from tests.screens.wall_app import WallApp
from tui.live.clock import FixedClock
from tui.live.feeds.roster import Roster
from tui.live.store.board import Board, Changes
from tui.live.store.link import LinkState
from tui.live.store.masked_board import MaskedBoard
from tui.live.store.privacy import OPEN, WALL
from tui.screens.overlays.agents import AGENTS, AgentsScreen
from tui.screens.supervise.supervise_keys import SET_STATES, SUPERVISE
from tui.source.events import CallEvent
from tui.views.agents.agent_choice import AgentOrder, chosen_agents
from tui.views.agents.agent_counts import AgentCount, agent_counts
from tui.views.agents.agent_filter import read_agent_filter
from tui.views.agents.agent_line import AgentLine, time_words
from tui.views.agents.agent_rows import AgentRows
from tui.views.arrangement.filter_language import FilterError
from tui.views.slices import without_end
from tui.views.words.marks import Sign
from tui.views.words.role import Role
from widgets.bars.count_lines import count_strips
from widgets.drawing.palette import DARK, Ground
from widgets.drawing.pen import pen_of
from widgets.lists.agent_line_face import agent_line_face
from widgets.lists.agent_lines import AgentLines

pytestmark = pytest.mark.usefixtures("full")


@pytest.fixture
def roster(board: Board) -> Roster:
    return roster_of(board)


@pytest.fixture
def app(wall_app: MakeWall, roster: Roster, monkeypatch: pytest.MonkeyPatch) -> WallApp:
    app = wall_app()
    monkeypatch.setattr(app.wall, "_roster", roster)
    return app


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_pictures(app: WallApp, board: Board, clock: FixedClock, size: tuple[int, int], roster: Roster) -> None:
    await roster.look()
    clock.advance(42.0)
    supervise(board)
    async with app.run_test(size=size) as pilot:
        await pilot.press("v", "down", "down")
        await settle(pilot, lambda: "27 polled 0:00 ago, every 15 s" in screen_text(app))
        await pilot.pause()
        await as_ever(pilot, "agents" if size[0] == 160 else "agents-80x24")


async def rows(board: Board, roster: Roster) -> dict[str, AgentLine]:
    await roster.look()
    rows = AgentRows(board, roster)
    rows.calls.work(without_end)
    return {line.number: line for line in rows.rows()}


async def test_what_a_login_tells_live_comes_before_what_was_polled(board: Board, roster: Roster) -> None:
    told = await rows(board, roster)

    assert (told["5001"].live, told["5001"].call.split()[:2]) == (True, ["‖", "HELD"])
    assert told["5001"].groups == "Billing agents"
    assert (told["5006"].live, told["5006"].call, told["5006"].sign.word) == (False, "", "READY")
    assert told["5042"].name == "Agent 5042"
    assert told["5005"].sign.word == "LOGGED OUT"
    assert told["5031"].groups == ""


async def test_lines_of_a_look_stay_until_the_next_one_or_another_policy(
    board: Board, clock: FixedClock, roster: Roster
) -> None:
    await roster.look()
    shown = MaskedBoard(board, OPEN)
    rows = AgentRows(shown, roster)
    rows.calls.work(without_end)
    before = {line.number: (line, line.state_s) for line in rows.rows() if not line.live}
    clock.advance(5.0)
    for line in (line for line in rows.rows() if not line.live):
        known, lasted_s = before[line.number]
        assert line is known
        assert line.state_s == (lasted_s or 0.0) + 5.0

    roster.mask = WALL.name
    shown.follow_policy(WALL)
    assert next(line.name for line in rows.rows() if line.number == "5042") != before["5042"][0].name


async def test_times_say_at_least_unless_the_change_was_seen(board: Board, clock: FixedClock, roster: Roster) -> None:
    await roster.look()
    clock.advance(12.0)
    supervise(board)
    clock.advance(3.0)
    told = await rows(board, roster)

    assert time_words(told["5006"]) == "≥0:15"
    assert time_words(told["5015"]) == "0:03"
    assert told["5001"].listener == "5015"


async def test_the_age_is_said_and_goes_on(app: WallApp, clock: FixedClock, roster: Roster) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("v")
        await settle(pilot, lambda: "27 polled 0:00 ago" in screen_text(app))
        clock.advance(7.0)
        screen = app.screen
        assert isinstance(screen, AgentsScreen)
        screen.tick()
        await settle(pilot, lambda: "27 polled 0:07 ago" in screen_text(app))
        roster.why = "cannot connect"
        screen.tick()
        await settle(pilot, lambda: "the last try failed: cannot connect" in screen_text(app))


async def test_nobody_is_asked_any_more_once_the_view_is_closed(app: WallApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("v")
        await settle(pilot, lambda: "27 polled" in screen_text(app))
        screen = app.screen
        await pilot.press("escape")
        await settle(pilot, lambda: app.screen is app.wall)
        assert not [worker for worker in app.workers if worker.node is screen and not worker.is_finished]


def test_every_key_has_one_meaning_and_its_action() -> None:
    deeds = (*AGENTS, *SUPERVISE, *SET_STATES)
    pressed = [key for deed in deeds for key in deed.keys]
    assert len(pressed) == len(set(pressed))
    assert all(hasattr(AgentsScreen, f"action_{deed.action.partition('(')[0]}") for deed in AGENTS)


async def test_who_is_listened_to_is_seen_on_every_wall(app: WallApp, board: Board) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        assert "LISTENING to" not in screen_text(app)
        supervise(board)
        words = "5015 LISTENING to 5001 · waits for a call · every call, follows transfers"
        await settle(pilot, lambda: words in screen_text(app))


def words_of_counts(counts: Sequence[AgentCount]) -> list[tuple[int, str, str]]:
    return [(count.number, count.words, count.longest) for count in counts]


async def test_agents_are_counted_by_what_they_do(board: Board, clock: FixedClock, roster: Roster) -> None:
    await roster.look()
    clock.advance(12.0)
    told = await rows(board, roster)
    counts = words_of_counts(agent_counts(told.values()))

    assert sum(number for number, _, _ in counts) == len(told)
    assert [word for _, word, _ in counts] == [
        "READY",
        "TALKING",
        "HELD",
        "RINGING",
        "AFTER CALL WORK",
        "NOT READY Lunch",
        "BUSY",
        "Parked",
        "LOGGED OUT",
    ]
    ready = [line for line in told.values() if line.sign.word == "READY" and not line.call]
    assert counts[0][0] == len(ready)
    lunch = next(count for count in counts if count[1] == "NOT READY Lunch")
    assert lunch == (3, "NOT READY Lunch", "≥0:12")
    # Nobody tells since when who is only polled is busy.
    assert next(longest for _, word, longest in counts if word == "BUSY") == ""


async def test_held_is_as_long_as_the_hold_and_no_longer(board: Board, clock: FixedClock, roster: Roster) -> None:
    told = await rows(board, roster)
    held = {line.number: line.doing_s for line in told.values() if line.doing.word == "HELD"}
    (count,) = [count for count in agent_counts(told.values()) if count.sign.word == "HELD"]

    assert held == {"5001": 250.0, "5015": 21.0}
    # The line says how long the hold lasts, as the counts do, and not how long the call.
    words = [told[number].call.split()[:3] for number in held]
    assert words == [["‖", "HELD", "4:10"], ["‖", "HELD", "0:21"]]
    assert count.longest == "4:10"
    # One whose begin nobody saw may be the longest.
    unseen = [replace(line, doing_since_s=None) if line.number == "5015" else line for line in told.values()]
    (count,) = [count for count in agent_counts(unseen) if count.sign.word == "HELD"]
    assert (count.number, count.longest) == (2, "≥4:10")
    clock.advance(5.0)
    assert {line.doing_s for line in (await rows(board, roster)).values() if line.doing.word == "HELD"} == {255.0, 26.0}


async def test_a_hold_that_began_unseen_lasts_at_least_since_it_is_known(
    board: Board, clock: FixedClock, roster: Roster
) -> None:
    go_live(board, BILLING, [call("b99", "Held", "+19165550104", "5001", duration="600")], ["5001"])
    clock.advance(30.0)
    board.hear(BILLING, clock.now_s())
    told = (await rows(board, roster))["5001"]

    assert told.call.split()[:3] == ["‖", "HELD", "≥0:30"]
    (count,) = [count for count in agent_counts([told]) if count.sign.word == "HELD"]
    assert count.longest == "≥0:30"


async def test_what_is_not_sure_is_counted_as_that(board: Board, roster: Roster) -> None:
    before = {word: number for number, word, _ in words_of_counts(agent_counts((await rows(board, roster)).values()))}
    board.set_link(SUPPORT, LinkState.STALE, "the link was lost")
    told = await rows(board, roster)
    counts = {word: number for number, word, _ in words_of_counts(agent_counts(told.values()))}

    unsure = [line for line in told.values() if line.doing.word == "NOT SURE"]
    assert counts.get("NOT SURE", 0) == len(unsure) > 0
    assert "NOT SURE" not in before
    assert all(line.doing_s is None for line in unsure)


async def test_the_calls_of_an_agent_follow_the_board(board: Board, clock: FixedClock, roster: Roster) -> None:
    await roster.look()
    agents = AgentRows(board, roster)
    agents.calls.work(without_end)
    busy = next(line for line in agents.rows() if line.number == "5002")
    (key,) = agents.calls.of(busy.id)
    changes: list[Changes] = []
    stop = board.watch(changes.append)
    board.apply(key.source, [CallEvent(clock.now_s(), "StatusChange", call(key.id, "Released", own="5002"))])
    stop()
    agents.calls.take([key for change in changes for key in (*change.ended, *change.changed)])
    agents.calls.work(without_end)

    assert busy.doing.word == "TALKING"
    assert next(line for line in agents.rows() if line.number == "5002").doing.word == "READY"


async def test_names_that_are_masked_still_differ(board: Board, roster: Roster) -> None:
    roster.mask = WALL.name
    names = [line.name for line in (await rows(board, roster)).values() if not line.live]

    assert "A. 5006" in names
    assert len(set(names)) == len(names) > 10


async def test_a_filter_finds_what_is_shown_and_nothing_that_is_masked(board: Board, roster: Roster) -> None:
    roster.mask = WALL.name
    told = (await rows(board, roster)).values()

    def found(query: str) -> set[str]:
        return {line.number for line in chosen_agents(told, read_agent_filter(query), AgentOrder.GROUP)}

    assert found("5006") == {"5006"}
    assert found("lunch billing") == {line.number for line in told if line.reason == "Lunch" and "Bill" in line.groups}
    assert found("listened by 5015") == set()
    ready = {line.number for line in told if line.doing.word == "READY"}
    unready = {line.number for line in told if line.doing.word == "NOT READY"}
    in_a_call = {line.number for line in told if line.doing.word == "TALKING" and line.sign.word == "READY"}
    assert in_a_call
    assert found("ready") == found("state:ready") == ready
    assert found("not ready") == found('state:"not ready"') == found("-ready state:*ready") == unready
    assert found("read") >= ready | unready | in_a_call
    assert found("not ready reason:lunch") == found("lunch not ready") == found("lunch") & unready != set()
    assert found("-not ready") == {line.number for line in told} - unready
    assert not any(line.number in found("agent") for line in told if line.name.startswith("A. ") and not line.groups)
    assert found("team:billing -agent:5006") == {line.number for line in told if "Billing" in line.groups} - {"5006"}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("state:redy", "character 7: no state “redy”: do you mean ready?"),
        ("state:parked", "character 7: no state “parked”: ready, not ready"),
        ("reson:Lunch", "character 1: no field “reson”: do you mean reason? state reason team agent"),
        ("lunch or billing", "character 7: there is no “or”"),
        ("time:60", "write time>60"),
        ("paused>60", "no time “paused”: time"),
    ],
)
def test_what_is_no_filter_of_agents_is_said(query: str, words: str) -> None:
    with pytest.raises(FilterError) as told:
        read_agent_filter(query)
    assert words in told.value.words


async def test_a_time_finds_agents_as_it_passes(board: Board, roster: Roster) -> None:
    told = list((await rows(board, roster)).values())
    since = [line for line in told if line.doing_s is not None]
    assert since
    longest = max(line.doing_s or 0.0 for line in since)
    for limit_s in (0.0, longest, longest + 1.0):
        found = {line.number for line in chosen_agents(told, read_agent_filter(f"time>{limit_s}"), AgentOrder.GROUP)}
        assert found == {line.number for line in since if (line.doing_s or 0.0) >= limit_s}


@pytest.mark.parametrize("order", AgentOrder)
async def test_every_order_shows_everybody(board: Board, roster: Roster, order: AgentOrder) -> None:
    told = list((await rows(board, roster)).values())
    shown = chosen_agents(told, read_agent_filter(""), order)

    assert sorted(line.number for line in shown) == sorted(line.number for line in told)
    if order is AgentOrder.LONGEST:
        times = [line.doing_s or 0.0 for line in shown if line.doing_s is not None and line.sign.word != "LOGGED OUT"]
        assert times == sorted(times, reverse=True)


def test_what_they_do_has_no_less_room_where_the_screen_is_wider() -> None:
    call = "▶ TALKING 12:34 (916) 555-0104 +1 and all that"
    line = AgentLine("d", "5001", "Ann", "Billing", Sign("●", "READY", Role.TALKING), "", 0.0, True, True, call)
    texts = {width: agent_line_face(line, DARK, width, selected=False).text for width in (80, 90, 100, 110, 124, 160)}
    narrow = texts[80][texts[80].index("▶") :].partition("…")[0]
    assert "(916)" in narrow
    assert all(narrow in text for text in texts.values())
    teams = replace(line, groups="Billing agents, Retention agents")
    assert teams.groups in agent_line_face(teams, DARK, 160, selected=False).text


@pytest.mark.parametrize("width", range(12, 200, 9))
def test_what_has_no_room_is_counted(width: int) -> None:
    counts = [AgentCount(number, Sign("○", "NOT READY", Role.RINGING), str(number), 60.0) for number in range(9)]
    pen = pen_of(DARK, Ground.BACKGROUND)
    text = "\n".join(strip.text for strip in count_strips(counts, pen, width, 2))
    shown = sum(f" {count.number} {count.words}" in text for count in counts)

    assert shown == 9 or f"+{9 - shown} more" in text


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_agents_are_filtered_and_sorted_with_keys(app: WallApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("v")
        await settle(pilot, lambda: "27 polled" in screen_text(app))
        view = app.screen
        await pilot.press("s")
        await settle(pilot, lambda: size[0] < 100 or "sort: state" in screen_text(app))
        await pilot.press("slash", *"lunch")
        await settle(pilot, lambda: "“lunch” 3 of 35" in screen_text(app))
        assert "READY Lunch" in screen_text(app)
        await pilot.press("enter", "down")
        assert app.screen.query_one(AgentLines).selected is not None
        await pilot.press("t")
        await settle(pilot, lambda: "not ready" in screen_text(app) and " all " in screen_text(app))
        assert next(line for line in screen_text(app).splitlines() if " all " in line).split()[1] == "3"
        await pilot.press("down", "end", "home", "t")
        await settle(pilot, lambda: "READY Lunch" in screen_text(app))
        await pilot.press("slash", *"reason:Lunch x:")
        await settle(pilot, lambda: "character 14: no field “x”" in screen_text(app))
        assert "nobody is “reason:Lunch x”" in screen_text(app)
        await pilot.press("enter", "backspace", "enter")
        await settle(pilot, lambda: "no field" not in screen_text(app))
        assert "35 agents are hidden" in screen_text(app)
        await pilot.press("escape")
        await settle(pilot, lambda: "nobody" not in screen_text(app) and "READY Lunch" in screen_text(app))
        assert app.screen is view
        await pilot.press("escape")
        await settle(pilot, lambda: app.screen is app.wall)


async def test_what_is_typed_right_behind_a_filter_of_agents_is_for_the_view(app: WallApp) -> None:
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("v")
        await settle(pilot, lambda: "27 polled" in screen_text(app))
        await pilot.press("slash", *"lunch")
        app.post_message(Key("enter", "\r"))
        app.post_message(Key("s", "s"))
        await settle(pilot, lambda: "sort: state" in screen_text(app))
        assert app.screen.query_one("#agent-filter", Input).value == "lunch"
        await settle(pilot, lambda: "“lunch” 3 of 35" in screen_text(app))
        assert not app.screen.has_class("-filtering")
