"""Supervision at the keyboard: chosen on a card or in the agents view, asked, sent once, shown to everybody."""

from __future__ import annotations

import string

import pytest

from tests.screens.supervise.floor import AGENT, BOSS, COLLEAGUE, CUSTOMER, OTHER_BOSS, Floor, following, open_floor
from tests.screens.supervise.wall_app import Watching, watching
from tui.live.store.card import CallKey
from tui.screens.overlays.agents import AgentsScreen
from tui.screens.overlays.pick import PickScreen
from tui.screens.supervise.supervise_keys import SET_STATES, SUPERVISE
from tui.source.raw import Raw

EVERY_KEY = (*string.digits, *string.ascii_lowercase, *string.ascii_uppercase, "enter", "space", "delete", "f1")
LEAVES = {"q"}


async def ask(at: Watching, key: str, answer: str) -> None:
    """Press a key that asks how far, and answer."""
    await at.pilot.press(key)
    await at.until(lambda: isinstance(at.app.screen, PickScreen), "asked")
    await at.pilot.press(answer)


async def test_listening_in_from_a_card_and_everything_that_follows(floor: Floor) -> None:
    call_id = await floor.talking()
    async with watching(floor) as at:
        await at.choose(AGENT, call_id)
        await at.sees("callboard", "floor", "● 3 live")
        await ask(at, "L", "1")
        await at.sees(f"{BOSS} LISTENING to {AGENT} · waits for a call · every call, follows transfers")
        assert floor.sent() == {"ListenIn": 1}

        await floor.do("hangup", AGENT, call_id)
        second = await floor.talking()
        await floor.heard(second)
        await at.sees(f"{BOSS} LISTENING to {AGENT}", "· in a call", "⊙ LISTENED")

        await at.choose(BOSS, second)
        await at.pilot.press("B")
        await at.sees(f"{BOSS} BARGED IN to {AGENT}")
        await at.pilot.press("M")
        await at.sees("AGENT MUTED")
        # The agent's own login may tell it first; what the key means next, the copy says.
        await at.until(lambda: (copy := floor.call(BOSS, second)) and copy.monitored_user_muted, "the copy tells it")
        await at.pilot.press("M")
        await at.until(lambda: "AGENT MUTED" not in at.text, "heard again")
        await at.pilot.press("L")
        await at.sees(f"{BOSS} LISTENING to {AGENT}")
        await at.pilot.press("X")
        await at.until(lambda: not floor.calls(BOSS), "left")
        assert floor.call(AGENT, second)

        await at.pilot.press("U")
        await at.until(lambda: floor.device(BOSS).supervisor_monitoring_state is None, "cancelled")
        await at.until(lambda: f"to {AGENT}" not in at.text, "nobody listens")


async def test_an_agent_who_is_on_no_login_of_this_wall_is_chosen_in_the_agents_view() -> None:
    async with open_floor((AGENT, BOSS)) as floor, watching(floor) as at:
        await at.pilot.press("v")
        await at.sees("5003", "polled 0:0", "● live")
        screen = at.app.screen
        assert isinstance(screen, AgentsScreen)
        numbers = [line.number for line in screen.agents._lines]
        await at.pilot.press("home", *["down"] * numbers.index("5003"))
        await ask(at, "L", "4")
        await at.sees(f"{BOSS} LISTENING to 5003 · ", "next call only, stays with the agent", f"LISTENED by {BOSS}")

        await at.pilot.press("U")
        await at.until(lambda: "LISTENED by" not in at.text, "cancelled")


async def test_a_call_that_was_followed_to_a_colleague_is_said_to_be_his(floor: Floor) -> None:
    await floor.monitor("listen_in")
    call_id = await floor.talking()
    await floor.heard(call_id)
    async with watching(floor) as at:
        await at.sees(f"{BOSS} LISTENING to {AGENT} · in a call · every call, follows transfers")
        await floor.do("blind_transfer", AGENT, call_id, {"destination": {"phoneNumber": Raw(COLLEAGUE)}})
        await floor.until(lambda: floor.call(COLLEAGUE, call_id), "at the colleague")
        await floor.do("answer", COLLEAGUE, call_id)
        await at.sees(f"{BOSS} LISTENING to {AGENT} · in a call of {COLLEAGUE}", "every call, follows transfers")


async def test_no_answer_sends_nothing(floor: Floor) -> None:
    call_id = await floor.talking()
    async with watching(floor) as at:
        await at.choose(AGENT, call_id)
        await ask(at, "B", "escape")
        await at.until(lambda: at.app.screen is at.app.wall, "back on the wall")
        assert floor.sent() == {}


async def test_already_monitored_by_another_login_of_this_wall_or_by_a_stranger() -> None:
    async with open_floor() as floor:
        call_id = await floor.talking()
        async with watching(floor) as at:
            async with following(floor.simulator, (AGENT, OTHER_BOSS)) as other:
                await other.monitor("listen_in", boss=OTHER_BOSS)
                await at.choose(AGENT, call_id)
                await ask(at, "L", "1")
                await at.sees("listen in: ", "monitored already")
                await other.do("cancel_monitoring", OTHER_BOSS, other.device(OTHER_BOSS).id)

            await ask(at, "L", "1")
            await at.sees(f"{BOSS} LISTENING to {AGENT}")
            await at.pilot.press("C")
            await at.sees(f"coach: {AGENT} is monitored by {BOSS} already")


async def test_keys_that_mean_nothing_here_say_so_and_send_nothing(floor: Floor) -> None:
    async with watching(floor) as at:
        for key, words in (
            ("M", "mute the agent: no call is monitored here"),
            ("X", "leave the call: no call is monitored here"),
            ("U", "nobody is monitored"),
            ("L", "listen in: choose somebody first"),
        ):
            await at.pilot.press(key)
            await at.sees(words)
        assert floor.sent() == {}


async def test_without_supervise_no_key_at_all_sends_anything(floor: Floor) -> None:
    await floor.monitor("listen_in")
    call_id = await floor.talking()
    await floor.heard(call_id)
    before = {user: floor.sent(user) for user in (AGENT, COLLEAGUE, BOSS)}
    async with watching(floor, supervise=False) as at:
        for source, keys in ((BOSS, EVERY_KEY), (AGENT, string.ascii_uppercase)):
            await at.choose(source, call_id)
            for key in keys:
                if key not in LEAVES:
                    await at.pilot.press(key)
                    at.app.wall.calls.select(CallKey(source, call_id))
                    while at.app.screen is not at.app.wall:
                        await at.pilot.press("escape")
        await at.pilot.press("v", *(key for key in EVERY_KEY if key not in {*LEAVES, "v"}))

        await at.sees(f"{BOSS} LISTENING to {AGENT}")
        assert {user: floor.sent(user) for user in before} == before
        bound = {key for screen in (at.app.wall, at.app.screen) for key in screen._bindings.key_to_bindings}
        assert not bound & {key for deed in (*SUPERVISE, *SET_STATES) for key in deed.keys}


async def test_nothing_of_the_customer_is_shown_in_full(floor: Floor) -> None:
    await floor.monitor("listen_in")
    call_id = await floor.talking()
    await floor.heard(call_id)
    async with watching(floor) as at:
        await at.sees("0143")
        await at.pilot.press("v")
        await at.sees("TALKING", "polled 0:0", "0143")
        for form in (CUSTOMER, CUSTOMER[2:], "555-0143", "Agent"):
            assert form not in at.text


@pytest.mark.parametrize("key", ["L", "C", "B"])
async def test_each_way_is_what_was_asked_for(floor: Floor, key: str) -> None:
    call_id = await floor.talking()
    operation = {"L": "ListenIn", "C": "Coach", "B": "BargeIn"}[key]
    async with watching(floor) as at:
        await at.choose(AGENT, call_id)
        await ask(at, key, "2")
        await at.until(lambda: floor.device(BOSS).supervisor_monitoring_state, "set")
        state = floor.device(BOSS).supervisor_monitoring_state
        assert state is not None
        assert (state.state, state.scope, state.mode) == (operation, "Agent", "AllCalls")
        assert CallKey(AGENT, call_id) in floor.parts.board.calls
