"""Listen in, coach, barge in, all the way: operator, wire, simulator, and back by the resources (API.md 8)."""

from __future__ import annotations

import pytest

from tests.screens.supervise.floor import AGENT, BOSS, COLLEAGUE, CUSTOMER, OTHER_BOSS, Floor, open_floor
from tui.demo.options import Wrinkles
from tui.live.commands.supervision import SUPERVISION, SUPERVISION_BY_ID, Mode, Scope
from tui.live.operations.operator import NotSentError, Outcome
from tui.live.store.monitored import is_monitored_call
from tui.live.store.monitoring import copy_for, copy_of, number_of, supervisors
from tui.source.raw import Raw


async def test_listening_in_begins_with_the_next_call_and_is_seen_on_both_sides(floor: Floor) -> None:
    one = await floor.monitor("listen_in")
    (boss,) = supervisors(floor.parts.board)
    assert (one.outcome, boss.source, number_of(floor.parts.board, boss.target_id)) == (Outcome.CONFIRMED, BOSS, AGENT)
    assert copy_for(floor.parts.board, boss) is None

    call_id = await floor.talking()
    copy = await floor.heard(call_id)

    assert {party.number for party in copy.parties} == {AGENT, CUSTOMER}
    assert (copy.muted, is_monitored_call(copy)) == (True, True)
    await floor.until(lambda: (c := floor.call(AGENT, call_id)) and c.supervisor_listening_in, "LISTENED")
    found = copy_for(floor.parts.board, boss)
    assert found is not None
    assert found == copy_of(floor.parts.board, found.key)


async def test_barging_in_joins_the_call_that_goes_on(floor: Floor) -> None:
    call_id = await floor.talking()

    one = await floor.monitor("barge_in")

    assert one.outcome is Outcome.CONFIRMED
    assert not (await floor.heard(call_id)).muted


async def test_coaching_can_be_left_for_listening_and_barging_but_not_come_back_to(floor: Floor) -> None:
    await floor.monitor("coach")
    call_id = await floor.talking()
    await floor.heard(call_id)

    await floor.do("switch_to_barge_in", BOSS, call_id)
    assert not (await floor.heard(call_id)).muted
    await floor.do("switch_to_listen_in", BOSS, call_id)
    assert (await floor.heard(call_id)).muted

    assert not any(command.operation == "SwitchToCoach" for command in SUPERVISION)


async def test_muting_the_agent_and_unmuting_him(floor: Floor) -> None:
    await floor.monitor("barge_in")
    call_id = await floor.talking()
    await floor.heard(call_id)

    await floor.do("mute_agent", BOSS, call_id)
    await floor.until(lambda: (c := floor.call(AGENT, call_id)) and c.monitored_user_muted, "AGENT MUTED")
    await floor.do("unmute_agent", BOSS, call_id)
    await floor.until(lambda: (c := floor.call(AGENT, call_id)) and not c.monitored_user_muted, "not muted any more")


async def test_leaving_the_call_leaves_the_agent_in_it(floor: Floor) -> None:
    await floor.monitor("listen_in")
    call_id = await floor.talking()
    await floor.heard(call_id)

    await floor.do("leave_call", BOSS, call_id)

    assert floor.calls(BOSS) == []
    await floor.until(lambda: (c := floor.call(AGENT, call_id)) and not c.supervisor_listening_in, "nobody listens")


async def test_cancelling_brings_no_further_call(floor: Floor) -> None:
    await floor.monitor("listen_in")

    one = await floor.do("cancel_monitoring", BOSS, floor.device(BOSS).id)
    await floor.talking()

    assert one.command.id == "cancel_monitoring"
    assert [boss.monitoring for boss in supervisors(floor.parts.board)] == [None]
    assert floor.calls(BOSS) == []


@pytest.mark.parametrize(("scope", "stays"), [(Scope.CALL, True), (Scope.AGENT, False)])
async def test_a_transfer_is_followed_or_not_by_its_scope(floor: Floor, scope: Scope, stays: bool) -> None:
    await floor.monitor("listen_in", scope=scope)
    call_id = await floor.talking()
    await floor.heard(call_id)

    await floor.do("blind_transfer", AGENT, call_id, {"destination": {"phoneNumber": Raw(COLLEAGUE)}})
    await floor.until(lambda: floor.call(COLLEAGUE, call_id), "at the colleague")
    await floor.do("answer", COLLEAGUE, call_id)

    if stays:
        await floor.until(lambda: (c := floor.call(COLLEAGUE, call_id)) and c.supervisor_listening_in, "followed")
        assert [call.id for call in floor.calls(BOSS)] == [call_id]
    else:
        await floor.until(lambda: not floor.calls(BOSS), "dropped")
        colleagues = floor.call(COLLEAGUE, call_id)
        assert colleagues is not None
        assert not colleagues.supervisor_listening_in
    # Whoever followed one call still monitors the agent, not the colleague.
    assert [number_of(floor.parts.board, boss.target_id) for boss in supervisors(floor.parts.board)] == [AGENT]


async def test_the_next_call_only_ends_the_monitoring_with_that_call(floor: Floor) -> None:
    await floor.monitor("listen_in", mode=Mode.NEXT_CALL)
    call_id = await floor.talking()
    await floor.heard(call_id)

    await floor.do("hangup", AGENT, call_id)

    await floor.until(lambda: [b.monitoring for b in supervisors(floor.parts.board)] == [None], "over by itself")


async def test_an_agent_who_is_monitored_by_another_is_told_in_the_servers_words() -> None:
    async with open_floor((AGENT, OTHER_BOSS, BOSS)) as floor:
        await floor.monitor("listen_in", boss=OTHER_BOSS)

        one = await floor.monitor("listen_in", boss=BOSS)

        assert one.outcome is Outcome.FAILED
        assert "monitored already" in one.words
        assert floor.device(BOSS).supervisor_monitoring_state is None


async def test_a_copy_that_rings_can_be_answered() -> None:
    async with open_floor(wrinkles=Wrinkles(monitor_must_answer=True)) as floor:
        await floor.monitor("listen_in")
        call_id = await floor.talking()
        await floor.until(lambda: floor.call(BOSS, call_id), "delivered")

        await floor.do("join_call", BOSS, call_id)

        await floor.until(lambda: (c := floor.call(AGENT, call_id)) and c.supervisor_listening_in, "LISTENED")


async def test_an_agent_cannot_monitor(floor: Floor) -> None:
    with pytest.raises(NotSentError):
        await floor.monitor("listen_in", agent=COLLEAGUE, boss=AGENT)

    assert "ListenIn" not in floor.sent(AGENT)


def test_every_row_has_words_of_its_own_and_capital_keys() -> None:
    assert len(SUPERVISION_BY_ID) == len(SUPERVISION) == len({command.words for command in SUPERVISION})
    assert all(command.key.isupper() for command in SUPERVISION)
