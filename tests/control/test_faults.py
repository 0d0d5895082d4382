"""What goes wrong between asking and the effect: nothing is sent twice, and nothing is confirmed that is not so."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.control.desk import COLLEAGUE, SOURCE, STILL, Desk, open_desk, parts_for, running
from tests.control.scenarios import SCENARIOS
from tui.demo.centre import talking
from tui.demo.centre.model import DeviceCall
from tui.demo.options import Options, Wrinkles
from tui.demo.rest.faults import FaultKind
from tui.demo.server import Simulator
from tui.live.commands.commands import BY_ID, COMMANDS
from tui.live.commands.filling import Given
from tui.live.commands.reaching_agent import agent_is
from tui.live.operations.leaving import end_session
from tui.live.operations.operator import NotSentError, Outcome
from tui.source.events import ErrorEvent
from tui.source.raw import Digits, Raw

POST_CALL = "POST /me/calls"


def leg_of(desk: Desk, call_id: str) -> DeviceCall:
    """A call in the simulator's own model."""
    leg = desk.agent().legs[call_id]
    assert isinstance(leg, DeviceCall)
    return leg


async def test_a_lost_answer_is_no_reason_to_send_again(desk: Desk) -> None:
    call_id = await desk.talking()
    desk.simulator.control.reset_stats()
    desk.simulator.control.spoil(FaultKind.DROP, match=POST_CALL)

    one = await desk.send("hold", call_id)

    assert (one.outcome, one.accepted_s, one.words) == (Outcome.CONFIRMED, None, "")
    assert desk.sent == {"Hold": 1}


async def test_a_lost_answer_without_effect_times_out_and_says_that_nobody_knows() -> None:
    async with open_desk(confirm_within_s=0.2) as desk:
        call_id = await desk.talking()
        desk.simulator.control.reset_stats()
        desk.simulator.control.noeffect()
        desk.simulator.control.spoil(FaultKind.DROP, match=POST_CALL)

        one = await desk.send("hold", call_id)

        assert one.outcome is Outcome.TIMED_OUT
        assert one.words.startswith("unknown whether it arrived")
        assert desk.sent == {"Hold": 1}


@pytest.mark.parametrize("kind", [FaultKind.HTML, FaultKind.GARBAGE, FaultKind.NULL, FaultKind.EMPTY])
async def test_an_answer_that_is_none_is_no_reason_to_send_again(kind: FaultKind) -> None:
    async with open_desk(confirm_within_s=0.2) as desk:
        call_id = await desk.talking()
        desk.simulator.control.reset_stats()
        desk.simulator.control.spoil(kind, match=POST_CALL)

        one = await desk.send("hold", call_id)

        assert one.outcome is Outcome.TIMED_OUT
        assert one.words.startswith("unknown whether it arrived")
        assert desk.simulator.control.stats()["requests"]["POST /me/calls/{id}"] == 1


async def test_a_lost_notification_is_healed_by_the_next_look() -> None:
    async with open_desk(resync_s=1.0) as desk:
        call_id = await desk.talking()
        desk.simulator.control.reset_stats()
        desk.simulator.control.lose(count=1)

        one = await desk.send("hold", call_id)

        assert one.outcome is Outcome.CONFIRMED
        assert one.accepted_s is not None
        assert desk.simulator.control.stats()["lost"] == 1
        assert desk.sent == {"Hold": 1}


async def test_duplicates_confirm_once(desk: Desk) -> None:
    call_id = await desk.talking()
    desk.simulator.control.duplicate()
    desk.simulator.control.reset_stats()

    for _ in range(3):
        assert (await desk.send("dtmf", call_id, Given(digits=Digits("5")))).outcome is Outcome.CONFIRMED
    assert (await desk.send("hold", call_id)).outcome is Outcome.CONFIRMED

    assert desk.sent == {"SendDtmf": 3, "Hold": 1}
    assert sum("hold: asked, accepted" in line for line in desk.log) == 1


@pytest.mark.parametrize("break_it", ["cut", "forget", "expire"])
async def test_an_outage_in_the_middle(break_it: str, desk: Desk) -> None:
    call_id = await desk.talking()
    control = desk.simulator.control
    control.reset_stats()
    control.lose(count=1)
    control.spoil(FaultKind.DROP, match=POST_CALL)
    sending = asyncio.create_task(desk.send("hold", call_id))
    await desk.until(lambda: desk.sent and desk.truth(call_id)["state"] == "Held", "held at the server")
    assert not sending.done()

    control.status(503, seconds=0.3, match="/meta/")
    getattr(control, break_it)()
    await desk.until(lambda: not desk.live, "stale")
    assert desk.why_not("retrieve", call_id) == "not while the link is down"
    one = await sending
    await desk.until(lambda: desk.operation(one).outcome is Outcome.CONFIRMED, "confirmed by the snapshot")

    assert desk.sent == {"Hold": 1}


async def test_what_timed_out_is_watched_and_confirmed_late() -> None:
    async with open_desk(confirm_within_s=0.2) as desk:
        call_id = await desk.talking()
        desk.simulator.control.noeffect()
        one = await desk.send("hold", call_id)
        assert one.outcome is Outcome.TIMED_OUT
        assert desk.parts.operator.pending(SOURCE, call_id) == [one]

        talking.hold(desk.simulator.centre, leg_of(desk, call_id))
        await desk.until(lambda: not desk.operation(one).open, "settled")

        late = desk.operation(one)
        assert (late.outcome, late.words) == (Outcome.CONFIRMED, "late")
        assert "confirmed" in desk.log[-1]


async def test_what_the_server_has_no_call_for_has_failed(desk: Desk) -> None:
    call_id = await desk.ringing()
    desk.simulator.control.end_unseen(user=desk.user)

    one = await desk.send("answer", call_id)

    assert (one.outcome, one.words) == (Outcome.FAILED, "6 Call not found")
    assert one.accepted_s is None
    assert "failed" in desk.log[-1]


async def test_what_is_not_allowed_in_the_servers_state_has_failed(desk: Desk) -> None:
    call_id = await desk.talking()
    desk.simulator.control.lose(count=1)
    talking.mute(desk.simulator.centre, leg_of(desk, call_id), muted=True)

    one = await desk.send("mute", call_id)

    assert (one.outcome, one.words) == (Outcome.FAILED, "2 Operation 'MuteCall' is not allowed in state 'Established'")


async def test_what_the_server_does_not_know_has_failed(desk: Desk) -> None:
    somersault = replace(BY_ID["ready"], id="somersault", operation="Somersault", reached=agent_is("Upside down"))

    one = await desk.parts.operator.send(somersault, SOURCE)

    assert (one.outcome, one.words) == (Outcome.FAILED, "3 Operation 'Somersault' is not supported")


@pytest.mark.parametrize("command_id", ["not_ready", "dnd_on", "dial"])
async def test_a_device_that_is_not_registered_is_told_in_the_servers_words(command_id: str, desk: Desk) -> None:
    desk.agent().device.active = False
    errors: list[ErrorEvent] = []
    for feed in desk.parts.logins.values():
        feed.listen(lambda _, event: errors.append(event) if isinstance(event, ErrorEvent) else None)

    one = await desk.send(command_id, given=Given(number=Raw("5002")))
    await desk.until(lambda: errors, "an ErrorMessage came too")

    assert (desk.operation(one).outcome, one.words) == (Outcome.FAILED, "4 Device '5001' is not registered.")
    told = [entry.words for entry in desk.parts.journal if "not registered" in entry.words or "rror" in entry.words]
    assert len(told) == 1


async def test_an_error_message_is_the_end_of_what_was_accepted(desk: Desk) -> None:
    call_id = await desk.talking()
    desk.agent(COLLEAGUE).device.do_not_disturb = True

    one = await desk.send("blind_transfer", call_id, Given(number=Raw(COLLEAGUE)))

    assert (one.outcome, one.words) == (Outcome.FAILED, "Destination cannot be reached")
    assert one.accepted_s is not None
    assert desk.truth(call_id)["state"] == "Established"


async def test_partial_success_names_the_channel_that_failed() -> None:
    async with open_desk(wrinkles=Wrinkles(partial_session=True)) as desk:
        await desk.do("offline")
        one = await desk.send("start_session", given=Given(channels=("voice", "chat")))

        assert one.outcome is Outcome.CONFIRMED
        assert one.words == "multimedia: Interaction server connection is not opened"
        assert desk.agent().device.user_state.state == "Ready"


async def test_nothing_at_all_is_sent_while_the_link_is_down(desk: Desk) -> None:
    call_id = await desk.talking()
    control = desk.simulator.control
    control.status(503, seconds=60, match="/meta/")
    control.cut()
    await desk.until(lambda: not desk.live, "stale")
    control.reset_stats()

    for command in COMMANDS:
        with pytest.raises(NotSentError, match="link is down"):
            await desk.parts.operator.send(command, SOURCE, call_id)

    assert desk.sent == {}


async def test_a_second_press_while_it_is_pending_sends_nothing(desk: Desk) -> None:
    call_id = await desk.ringing()
    desk.simulator.control.spoil(FaultKind.DROP, match=POST_CALL)
    desk.simulator.control.reset_stats()
    first = asyncio.create_task(desk.send("answer", call_id))
    await asyncio.sleep(0)
    assert not first.done()

    for _ in range(5):
        with pytest.raises(NotSentError, match="already asked"):
            await desk.send("answer", call_id)

    assert (await first).outcome is Outcome.CONFIRMED
    assert desk.sent == {"Answer": 1}


async def test_two_agent_states_never_overtake_each_other(desk: Desk) -> None:
    first = asyncio.create_task(desk.send("not_ready"))
    await asyncio.sleep(0)

    with pytest.raises(NotSentError, match="not ready is on its way"):
        await desk.send("after_call_work")

    await first
    assert (await desk.send("after_call_work")).outcome is Outcome.CONFIRMED


async def test_an_impatient_caller_takes_nothing_back(desk: Desk) -> None:
    call_id = await desk.talking()
    sending = asyncio.create_task(desk.send("hold", call_id))
    await asyncio.sleep(0)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

    (one,) = [one for one in desk.parts.operator.operations.values() if one.command.id == "hold"]
    await desk.until(lambda: desk.operation(one).outcome is Outcome.CONFIRMED, "followed all the same")
    assert desk.sent["Hold"] == 1


async def test_what_is_so_already_is_confirmed_by_the_message_in_which_nothing_changed(desk: Desk) -> None:
    one = await desk.send("ready")

    assert (one.outcome, one.words) == (Outcome.CONFIRMED, "it was so already")


async def test_what_is_so_already_and_said_by_nobody_is_not_confirmed() -> None:
    async with open_desk(confirm_within_s=0.2) as desk:
        desk.simulator.control.noeffect()
        one = await desk.send("ready")

        assert (one.outcome, one.words) == (Outcome.TIMED_OUT, "no confirmation after 0.2 s, but it was so already")

        desk.agent().device.forward_to = "5003"
        desk.simulator.centre.tell_devices(desk.agent())
        await desk.until(lambda: desk.operation(one).outcome is Outcome.CONFIRMED, "confirmed by the next message")


@pytest.mark.parametrize("command_id", ["complete_transfer", "complete_conference", "swap"])
async def test_a_consultation_that_the_colleague_left_confirms_nothing(command_id: str) -> None:
    async with open_desk(confirm_within_s=0.3) as desk:
        aimed = await SCENARIOS[command_id][0](desk)
        desk.simulator.control.noeffect()
        sending = asyncio.create_task(desk.send(command_id, aimed.target_id, aimed.given))
        await desk.until(lambda: desk.sent.get(BY_ID[command_id].operation), "received")

        (leg,) = desk.agent(COLLEAGUE).device.legs
        talking.hang_up(desk.simulator.centre, leg)
        await desk.until(lambda: desk.call(aimed.target_id) is None, "the consultation is over")

        one = await sending
        assert desk.operation(one).outcome is Outcome.TIMED_OUT


async def test_a_call_to_another_number_is_not_the_one_that_was_dialled() -> None:
    async with open_desk(confirm_within_s=0.3) as desk:
        desk.simulator.control.noeffect()
        sending = asyncio.create_task(desk.send("dial", given=Given(number=Raw("+12025550172"))))
        await desk.until(lambda: desk.sent.get("Dial"), "received")

        talking.dial(desk.simulator.centre, desk.agent().device, "+13035550119", {})
        await desk.until(lambda: desk.calls(), "a call of somebody else's making")

        one = await sending
        assert desk.operation(one).outcome is Outcome.TIMED_OUT


async def test_the_session_ends_when_cometd_was_left() -> None:
    async with Simulator(Options(**STILL)) as simulator:
        login = simulator.logins[0]
        desk = Desk(simulator, parts_for(simulator.url, login.user, login.password))
        async with running(desk):
            pass
        assert simulator.control.stats()["cometClients"] == 0

        assert await end_session(desk.parts.connects[SOURCE]) == ""

        assert desk.agent().device.user_state.state == "LoggedOut"
        assert desk.sent == {"EndContactCenterSession": 1}
