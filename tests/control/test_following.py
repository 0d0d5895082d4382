"""What else ends an operation, what is remembered of it, and what is not sent at all; without any server."""

from __future__ import annotations

import asyncio

import pytest

from tests.control.bench import SOURCE, Bench, able, virtual
from tests.live.resources import call, device, snapshot
from tui.live.commands.commands import BY_ID
from tui.live.commands.filling import Given
from tui.live.operations.operator import NotSentError, Operation, Outcome
from tui.live.operations.records import REMEMBERED, WATCHED_FOR_S
from tui.live.store.card import Sight
from tui.source.errors import OperationError
from tui.source.events import WORDLESS, ErrorEvent
from tui.source.models import UserState
from tui.source.raw import RawObject


@virtual
async def test_the_effect_may_come_before_the_answer_and_the_log_tells_both_times(bench: Bench) -> None:
    bench.show(able("a", "Established"))
    bench.server.hold_back.clear()
    number = await bench.ask("hold")
    bench.clock.advance(0.1)
    bench.tell(able("a", "Held"))
    assert bench.outcome(number) is Outcome.CONFIRMED
    assert [entry.words for entry in bench.journal] == ["hold: asked"]

    bench.clock.advance(0.2)
    bench.server.hold_back.set()
    one = await bench.sending

    assert one.outcome is Outcome.CONFIRMED
    assert [entry.words for entry in bench.journal][1:] == ["hold: asked, accepted 0.30 s, confirmed 0.10 s"]


@virtual
async def test_a_late_confirmation_has_a_line_of_its_own(bench: Bench) -> None:
    bench.show(able("a", "Established"))
    await bench.ask("hold")
    await bench.sending
    bench.clock.advance(7)
    bench.tell(able("a", "Held"))

    assert [entry.words for entry in bench.journal] == [
        "hold: asked",
        "hold: asked, accepted 0.00 s, timed out 0.00 s (no confirmation after 0.05 s)",
        "hold: asked, accepted 0.00 s, confirmed 7.00 s (late)",
    ]


@virtual
async def test_an_error_message_that_could_mean_either_of_two_ends_neither(bench: Bench) -> None:
    bench.show(able("a", "Established"))
    hold = await bench.ask("hold")
    first = bench.sending
    mute = await bench.ask("mute")

    bench.operator.take_event(SOURCE, ErrorEvent(0.0, "a", "the switch says no"))
    assert (bench.outcome(hold), bench.outcome(mute)) == (Outcome.PENDING, Outcome.PENDING)
    bench.tell(able("a", "Held"))

    assert bench.outcome(hold) is Outcome.CONFIRMED
    await asyncio.gather(first, bench.sending)
    assert bench.operator.operations[mute].words == "perhaps failed: the switch says no"


@pytest.mark.parametrize("about", ["d1", ""])
@virtual
async def test_an_error_message_that_names_no_call_ends_no_call_operation(about: str, bench: Bench) -> None:
    bench.show(able("a", "Established"))
    hold = await bench.ask("hold")

    bench.operator.take_event(SOURCE, ErrorEvent(0.0, about, "the switch says no"))

    assert bench.outcome(hold) is Outcome.PENDING
    number = "5001: " if about else ""
    assert (await bench.sending).words == f"perhaps failed: {number}the switch says no"


@virtual
async def test_an_error_message_about_the_device_ends_the_change_of_the_agents_state(bench: Bench) -> None:
    bench.server.answers.append(OperationError(4, "Device '5001' is not registered."))
    bench.server.hold_back.clear()
    number = await bench.ask("not_ready", "")
    bench.operator.take_event(SOURCE, ErrorEvent(0.0, "d1", "the server reports an error without words"))
    assert bench.outcome(number) is Outcome.FAILED

    bench.server.hold_back.set()
    assert (await bench.sending).words == "4 Device '5001' is not registered."


@pytest.mark.parametrize(
    ("told", "answer", "words"),
    [
        (WORDLESS, "4 Cannot be done", "5001: 4 Cannot be done"),
        ("the switch says no", "4 Cannot be done", "5001: the switch says no; 4 Cannot be done"),
        ("Cannot be done on 5001", "4 Cannot be done on 5001", "4 Cannot be done on 5001"),
    ],
)
@pytest.mark.parametrize("answered_first", [False, True])
@virtual
async def test_an_error_message_and_the_answer_are_one_line(
    told: str, answer: str, words: str, answered_first: bool, bench: Bench
) -> None:
    error = ErrorEvent(0.0, "d1", told)
    bench.server.answers.append(OperationError(4, answer.removeprefix("4 ")))
    if answered_first:
        await bench.ask("not_ready", "")
        await bench.sending
    else:
        bench.server.hold_back.clear()
        await bench.ask("not_ready", "")
    bench.operator.take_event(SOURCE, error)
    assert bench.operator.is_told_of(SOURCE, error)
    bench.server.hold_back.set()
    await bench.sending
    (line,) = [entry.words for entry in bench.journal if "failed" in entry.words]
    assert line.endswith(f"({answer if answered_first else words})")
    assert not bench.operator.is_told_of(SOURCE, ErrorEvent(0.0, "d2", told))
    bench.clock.advance(6.0)
    assert not bench.operator.is_told_of(SOURCE, error)


@virtual
async def test_an_error_notification_of_a_call_ends_its_operation(bench: Bench) -> None:
    bench.show(able("a", "Established"))
    number = await bench.ask("hold")

    bench.tell(able("a", "Established"), kind="Error")

    assert bench.outcome(number) is Outcome.FAILED
    await bench.sending


@virtual
async def test_a_sleep_of_the_machine_is_no_fault(bench: Bench) -> None:
    bench.show(able("a", "Established"))
    number = await bench.ask("hold")
    bench.clock.advance(8 * 3600)
    bench.tell(able("a", "Established", mute="On"))

    assert (await bench.sending).outcome is Outcome.TIMED_OUT
    assert bench.outcome(number) is Outcome.TIMED_OUT
    assert bench.operator.pending(SOURCE, "a") == []


@virtual
async def test_what_is_old_is_watched_no_more(bench: Bench) -> None:
    bench.show(able("a", "Established"))
    number = await bench.ask("hold")
    await bench.sending
    bench.clock.advance(WATCHED_FOR_S + 1)

    bench.tell(able("a", "Held"))

    assert bench.outcome(number) is Outcome.TIMED_OUT


@virtual
async def test_a_screen_that_breaks_stops_nothing(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: Operation) -> None:
        raise RuntimeError("a screen")

    seen: list[Outcome] = []
    unwatch = bench.operator.watch(broken)
    bench.operator.watch(lambda one: seen.append(one.outcome))
    bench.show(able("a", "Established"))
    await bench.ask("hold")
    bench.tell(able("a", "Held"))

    assert (await bench.sending).outcome is Outcome.CONFIRMED
    assert seen[-1] is Outcome.CONFIRMED
    assert "a watcher of the operator failed" in caplog.text
    unwatch()
    unwatch()


@virtual
async def test_only_the_latest_operations_are_remembered(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.show(able("a", "Established"))
    forgotten = await bench.ask("mute")
    assert (await bench.sending).outcome is Outcome.TIMED_OUT
    for number in range(60):
        latest = await bench.ask("update_data", given=Given(data=RawObject({"Count": str(number)})))
        bench.tell(able("a", "Established", userData={"Count": str(number)}))
        assert (await bench.sending).outcome is Outcome.CONFIRMED
        assert latest in bench.operator.operations

    assert len(bench.operator.operations) == REMEMBERED
    assert forgotten not in bench.operator.operations
    assert "failed" not in caplog.text


@virtual
async def test_what_runs_is_never_forgotten(bench: Bench) -> None:
    bench.show(able("a", "Established"))
    bench.server.hold_back.clear()
    running = await bench.ask("mute")
    sending = bench.sending
    await asyncio.sleep(0)
    held_back, bench.server.hold_back = bench.server.hold_back, asyncio.Event()
    bench.server.hold_back.set()
    for number in range(60):
        await bench.ask("update_data", given=Given(data=RawObject({"Count": str(number)})))
        bench.tell(able("a", "Established", userData={"Count": str(number)}))
        await bench.sending
    assert running in bench.operator.operations

    held_back.set()
    assert (await sending).accepted_s is not None


@virtual
async def test_what_cannot_be_sent_is_told_and_not_sent(bench: Bench) -> None:
    bench.show(call("a", "Ringing"))
    for command_id, target, reason in (
        ("answer", "a", "the server does not offer it now"),
        ("answer", "b", "no call to do it with"),
        ("dial", "d9", "no device to do it with"),
        ("dnd_on", "d1", "the server does not offer it now"),
    ):
        assert bench.operator.why_not(BY_ID[command_id], SOURCE, target) == reason
        with pytest.raises(NotSentError, match=reason):
            await bench.operator.send(BY_ID[command_id], SOURCE, target)
    assert bench.operator.why_not(BY_ID["ready"], "nobody", "") == "not while the link is down"
    assert bench.server.posted == []


@virtual
async def test_an_id_from_the_server_cannot_lead_elsewhere(bench: Bench) -> None:
    bench.show(able("../../users/x?y", "Established"))
    await bench.ask("hold", "../../users/x?y")
    await bench.sending

    assert bench.server.posted == [("/me/calls/..%2F..%2Fusers%2Fx%3Fy", "Hold")]


@pytest.mark.parametrize(
    ("state", "ready", "not_ready", "aux"),
    [
        ({"state": "Ready"}, True, False, False),
        ({"state": "NotReady"}, False, True, False),
        ({"state": "NotReady", "id": "900d55cc-2bb0-431f-8bf9-d3525b383be6"}, False, True, False),
        ({"state": "NotReady", "id": "5B6F2C10", "displayName": "Lunch"}, False, False, False),
        ({"state": "NotReady", "reason": "Lunch"}, False, False, False),
        ({"state": "NotReady", "workMode": "AuxWork"}, False, False, True),
        ({"state": "LoggedIn"}, False, False, False),
    ],
)
@virtual
async def test_agent_states_are_told_apart(
    state: dict[str, str], ready: bool, not_ready: bool, aux: bool, bench: Bench
) -> None:
    shown = device().model_copy(update={"user_state": UserState.model_validate(state)})
    bench.board.replace(SOURCE, snapshot(devices=(shown,)), Sight(bench.clock.now_s(), 0.0))
    bench.server.hold_back.clear()

    number = await bench.ask("ready", "")
    asked = bench.operator.operations[number].asked
    reached = [BY_ID[one].reached(asked, bench.board) for one in ("ready", "not_ready", "aux_work")]
    bench.server.hold_back.set()
    await bench.sending

    assert reached == [ready, not_ready, aux]


@pytest.mark.parametrize(
    ("given", "attached", "there"),
    [
        ({"A": "1"}, {"A": "1", "B": "2"}, True),
        ({"A": "1"}, {"A": "2"}, False),
        ({"A": "1"}, None, False),
        ({"A": "1"}, {"A": 1}, True),
        ({"A": {"B": "\x1b"}}, {"A": {"B": "\x1b"}}, True),
        ({"A": "x" * 3_000}, {"A": "x" * 3_000}, True),
        ({"A": ""}, {}, False),
    ],
)
@virtual
async def test_user_data_are_compared_as_they_are_read(
    given: dict[str, object], attached: object, there: bool, bench: Bench
) -> None:
    bench.show(able("a", "Established"))
    number = await bench.ask("update_data", given=Given(data=RawObject(given)))
    bench.tell(able("a", "Established", userData=attached, mute="On"))

    assert (bench.outcome(number) is Outcome.CONFIRMED) is there
    await bench.sending


@virtual
@pytest.mark.parametrize(("command", "target"), [("hold", "a"), ("ready", "")])
async def test_an_operation_of_a_login_that_has_been_removed_confirms_nothing_and_breaks_nothing(
    command: str, target: str, bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.show(able("a", "Established"))
    number = await bench.ask(command, target)
    bench.board.remove_source(SOURCE)
    bench.operator.take_event(SOURCE, ErrorEvent(bench.clock.now_s(), "d1", "too late"))

    await bench.sending

    assert bench.outcome(number) is Outcome.TIMED_OUT
    assert "a watcher of the board failed" not in caplog.text
    assert bench.operator.why_not(BY_ID["hold"], SOURCE, "a")
