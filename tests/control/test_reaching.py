"""What confirms an operation, where something else could look like it; without any server."""

from __future__ import annotations

import asyncio

import pytest

from tests.control.bench import BASE, SOURCE, Bench, able, consult, virtual
from tests.live.resources import snapshot
from tui.live.commands.commands import BY_ID
from tui.live.commands.filling import Given
from tui.live.operations.operator import Outcome
from tui.live.store.link import LinkState
from tui.source.raw import Digits, Raw


@pytest.mark.parametrize(("target", "other"), [("a", "b"), ("b", "a")])
@virtual
async def test_a_swap_is_confirmed_after_the_moment_with_two_talking(target: str, other: str, bench: Bench) -> None:
    bench.show(able("a", "Held"), consult("Established"))
    number = await bench.ask("swap", target, Given(other_call_uri=Raw(f"{BASE}/me/calls/{other}")))

    bench.tell(able("a", "Established"))
    assert [known.call.state for known in bench.board.calls.values()] == ["Established", "Established"]
    assert bench.outcome(number) is Outcome.PENDING
    bench.tell(consult("Held"))
    assert (bench.outcome(number), bench.server.looks) == (Outcome.PENDING, 1)
    bench.show(able("a", "Established"), consult("Held"))

    assert bench.outcome(number) is Outcome.CONFIRMED
    await bench.sending


@virtual
async def test_a_swap_that_messages_show_and_no_snapshot_is_not_confirmed(bench: Bench) -> None:
    """A message was lost without a trace: the two states were never there at once."""
    bench.show(able("a", "Held"), consult("Established"))
    number = await bench.ask("swap", "b", Given(other_call_uri=Raw(f"{BASE}/me/calls/a")))

    bench.tell(able("a", "Established"), consult("Held"))
    bench.show(able("a", "Held"), consult("Held"))

    assert (bench.outcome(number), bench.server.looks) == (Outcome.PENDING, 1)
    await bench.sending


@virtual
async def test_a_snapshot_that_was_asked_for_before_the_swap_proves_nothing(bench: Bench) -> None:
    bench.show(able("a", "Held"), consult("Established"))
    number = await bench.ask("swap", "b", Given(other_call_uri=Raw(f"{BASE}/me/calls/a")))

    bench.operator.take_snapshot(SOURCE, snapshot(able("a", "Established"), consult("Held")), bench.clock.now_s() - 0.1)

    assert bench.outcome(number) is Outcome.PENDING
    await bench.sending


@virtual
async def test_a_swap_is_not_put_together_from_states_that_never_were_at_once(bench: Bench) -> None:
    bench.show(able("a", "Held"), consult("Established"))
    number = await bench.ask("swap", "b", Given(other_call_uri=Raw(f"{BASE}/me/calls/a")))

    bench.batch(consult("Held"), consult("Established"), able("a", "Established"))

    assert bench.outcome(number) is Outcome.PENDING
    await bench.sending


@pytest.mark.parametrize("command_id", ["swap", "complete_transfer", "complete_conference"])
@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
@virtual
async def test_what_both_legs_allow_is_sent_to_one_of_them(
    first: str, second: str, command_id: str, bench: Bench
) -> None:
    bench.show(able("a", "Held"), consult("Established"))
    await bench.ask(command_id, first, Given(other_call_uri=Raw(f"{BASE}/me/calls/{second}")))

    assert bench.operator.why_not(BY_ID[command_id], SOURCE, second) == "already asked"
    assert bench.operator.why_not(BY_ID["mute"], SOURCE, second) == ""
    await bench.sending


@virtual
async def test_what_was_so_already_is_not_confirmed_by_something_else(bench: Bench) -> None:
    number = await bench.ask("ready", "")

    bench.tell(able("a", "Ringing"))

    assert bench.outcome(number) is Outcome.PENDING
    await bench.sending


@virtual
async def test_a_transfer_is_confirmed_when_both_calls_are_over(bench: Bench) -> None:
    bench.show(able("a", "Held"), consult("Established"))
    number = await bench.ask("complete_transfer", "b")

    bench.tell(able("a", "Released"))
    assert (bench.outcome(number), bench.server.looks) == (Outcome.PENDING, 0)
    bench.tell(consult("Released"))
    assert (bench.outcome(number), bench.server.looks) == (Outcome.PENDING, 1)
    bench.show()

    assert bench.outcome(number) is Outcome.CONFIRMED
    await bench.sending


@virtual
async def test_a_conference_is_confirmed_when_the_party_is_in(bench: Bench) -> None:
    bench.show(able("a", "Held"), consult("Established"))
    number = await bench.ask("complete_conference", "a")

    both = [{"phoneNumber": "5002"}, {"phoneNumber": "5003"}]
    bench.tell(consult("Released"), able("a", "Established"), able("a", "Held", participants=both))
    assert (bench.outcome(number), bench.server.looks) == (Outcome.PENDING, 0)
    bench.tell(able("a", "Established", participants=both))
    assert (bench.outcome(number), bench.server.looks) == (Outcome.PENDING, 1)
    bench.show(able("a", "Established", participants=both))

    assert bench.outcome(number) is Outcome.CONFIRMED
    await bench.sending


@virtual
async def test_of_two_parties_with_one_number_one_that_leaves_is_enough(bench: Bench) -> None:
    twins = [{"phoneNumber": "5002"}] * 2
    able_to_remove = {"capabilities": ["RemoveParticipantFromConference"]}
    bench.show(able("a", "Established", participants=twins, **able_to_remove))
    number = await bench.ask("remove_party", given=Given(party=Raw("5002")))

    bench.tell(able("a", "Established", participants=twins, mute="On"))
    assert bench.outcome(number) is Outcome.PENDING
    bench.tell(able("a", "Established", participants=twins[:1]))

    assert bench.outcome(number) is Outcome.CONFIRMED
    await bench.sending


@virtual
async def test_the_same_digit_told_twice_confirms_one(bench: Bench) -> None:
    bench.show(able("a", "Established"))
    first = await bench.ask("dtmf", given=Given(digits=Digits("1")))
    first_sending = bench.sending
    second = await bench.ask("dtmf", given=Given(digits=Digits("2")))

    marks = {"eventProcessing": {"serverGenerationTimestamp": 1}}
    for _ in range(2):
        bench.tell(able("a", "Established"), kind="DtmfSent", metrics=marks)
        bench.clock.advance(0.1)
    assert (bench.outcome(first), bench.outcome(second)) == (Outcome.CONFIRMED, Outcome.PENDING)
    bench.tell(able("a", "Established"), kind="DtmfSent", metrics={"eventProcessing": {}})

    assert bench.outcome(second) is Outcome.CONFIRMED
    await asyncio.gather(first_sending, bench.sending)


@virtual
async def test_a_digit_waits_until_the_last_one_was_taken(bench: Bench) -> None:
    bench.show(able("a", "Established"))
    bench.server.hold_back.clear()
    await bench.ask("dtmf", given=Given(digits=Digits("1")))

    assert bench.operator.why_not(BY_ID["dtmf"], SOURCE, "a") == "already asked"
    bench.server.hold_back.set()
    await bench.sending


@virtual
async def test_nothing_is_confirmed_by_a_board_that_is_not_sure(bench: Bench) -> None:
    bench.show(able("a", "Established"))
    number = await bench.ask("hold")
    bench.board.set_link(SOURCE, LinkState.STALE, "test")

    bench.tell(able("a", "Held"))
    assert bench.outcome(number) is not Outcome.CONFIRMED
    bench.show(able("a", "Held"))

    assert bench.outcome(number) is Outcome.CONFIRMED
    await bench.sending


@virtual
async def test_what_one_batch_shows_and_hides_again_was_there_all_the_same(bench: Bench) -> None:
    bench.show(able("a", "Established"))
    number = await bench.ask("hold")

    bench.batch(able("a", "Held"), able("a", "Released"))

    assert bench.outcome(number) is Outcome.CONFIRMED
    await bench.sending
