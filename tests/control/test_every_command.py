"""Every command of the table against the simulator: sent once, effect in its model, confirmed by the resource."""

from __future__ import annotations

import pytest

from tests.control.desk import Desk, open_desk
from tests.control.scenarios import SCENARIOS
from tui.live.commands.command import Command
from tui.live.commands.commands import COMMANDS
from tui.live.operations.operator import Outcome

every_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)


@every_command
async def test_it_is_sent_once_has_its_effect_and_is_confirmed(command: Command, desk: Desk) -> None:
    prepare, effect = SCENARIOS[command.id]
    aimed = await prepare(desk)
    assert not effect(desk, aimed) or command.id == "dtmf"
    desk.simulator.control.reset_stats()

    one = await desk.send(command.id, aimed.target_id, aimed.given)

    assert (one.outcome, one.words) == (Outcome.CONFIRMED, "")
    assert effect(desk, aimed)
    assert desk.sent == {command.operation: 1}
    assert one.accepted_s is not None
    assert one.done_s is not None
    assert one.asked_s <= min(one.accepted_s, one.done_s)
    assert desk.log[-1].startswith(f"{command.words}: asked, accepted ")
    assert "confirmed" in desk.log[-1]


@every_command
async def test_its_notification_may_come_before_its_answer(command: Command) -> None:
    async with open_desk() as desk:
        prepare, effect = SCENARIOS[command.id]
        aimed = await prepare(desk)
        desk.simulator.control.early()
        desk.simulator.control.reset_stats()

        one = await desk.send(command.id, aimed.target_id, aimed.given)

        assert (one.outcome, one.words) == (Outcome.CONFIRMED, "")
        assert effect(desk, aimed)
        assert desk.sent == {command.operation: 1}
        assert one.accepted_s is not None


@every_command
async def test_without_effect_it_is_never_confirmed(command: Command) -> None:
    if command.by_answer:
        pytest.skip("nothing but its answer can tell")
    async with open_desk(confirm_within_s=0.2) as desk:
        prepare, _ = SCENARIOS[command.id]
        aimed = await prepare(desk)
        desk.simulator.control.noeffect()
        desk.simulator.control.reset_stats()

        one = await desk.send(command.id, aimed.target_id, aimed.given)

        assert (one.outcome, one.words) == (Outcome.TIMED_OUT, "no confirmation after 0.2 s")
        assert one.accepted_s is not None
        assert desk.sent == {command.operation: 1}


def test_a_key_is_shared_only_by_commands_for_the_same_kind_of_target() -> None:
    keys = [(command.key, command.target) for command in COMMANDS if command.key]
    shared = {key for key, _ in keys if [one for one, _ in keys].count(key) > 1}
    assert shared == {"h", "m", "r", "b", "f", "y"}
    assert all(len({target for one, target in keys if one == key}) == 1 for key in shared)
