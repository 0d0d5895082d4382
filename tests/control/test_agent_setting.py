"""A supervisor sets somebody's state: once, and a look at the agents tells what came of it; without any server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from tests.control.bench import SOURCE, Bench, virtual
from tests.live.resources import device, snapshot
from tui.gws.roster import AgentRequests, read_user
from tui.live.commands.agent_control import AGENT_CONTROL, AGENT_CONTROL_BY_ID, shows
from tui.live.commands.command import Command
from tui.live.feeds.agent_setting import LOOKS_AFTER_S, WITHIN_S, AgentSetting
from tui.live.feeds.roster import Roster
from tui.live.operations.operator import NotSentError, Operation, Outcome
from tui.live.posting import ONLY_LOOKS
from tui.live.store.card import Sight
from tui.live.store.link import LinkState
from tui.source.errors import OperationError, UnreachableError
from tui.source.models import User, UserState

COLLEAGUE = "agent.two"
FEATURE = "api-supervisor-agent-control"
STATES: Mapping[str, dict[str, str] | None] = {
    "set_ready": {"state": "Ready"},
    "set_not_ready": {"state": "NotReady"},
    "log_out": None,
}


class ToldAgents(AgentRequests):
    """A directory with two agents, whose states a test writes."""

    def __init__(self) -> None:
        self.state: dict[str, str] | None = {"state": "NotReady", "reason": "Lunch"}
        self.hold_back = asyncio.Event()
        self.hold_back.set()
        self.asked = 0

    async def told(self, path: str) -> Mapping[str, object]:
        if path.startswith("/me/groups"):
            return {}
        self.asked += 1
        state = self.state
        await self.hold_back.wait()
        return {"contacts": [_contact("u 1", state), _contact("u2", state)]}


def _contact(user_id: str, state: dict[str, str] | None) -> dict[str, Any]:
    voice = {"channels": [{"channel": "voice", "phoneNumber": user_id[-1], "userState": state}]}
    return {"id": user_id, "name": user_id} | ({"availability": voice} if state else {})


class Office:
    """A supervisor's operator and directory, and perhaps the login of one of the agents."""

    def __init__(self) -> None:
        self.bench = Bench()
        self.bench.show()
        self.directory = ToldAgents()
        self.roster = Roster(self.bench.board, {SOURCE: self.directory})
        self.roster.told = self.bench.operator.take_look
        self.setting = AgentSetting(self.bench.board, self.bench.operator, self.roster)

    def log_in(self, source: str, user: User, state: str = "Ready") -> None:
        """A login of the wall is this user, in this state."""
        board = self.bench.board
        if source not in board.sources:
            board.add_source(source)
        found = snapshot(devices=(device("d2", state),))
        board.replace(source, found.model_copy(update={"user": user}), Sight(board.clock.now_s(), 0.0))

    def set(self, command_id: str = "set_ready", user_id: str = "u 1") -> asyncio.Task[Operation]:
        return asyncio.create_task(self.setting.set(AGENT_CONTROL_BY_ID[command_id], user_id, user_id))

    def why_not(self, command_id: str, user_id: str) -> str:
        return self.setting.why_not(AGENT_CONTROL_BY_ID[command_id], user_id)

    async def sent(self, number: int = 1) -> None:
        """It is at the server, which has said yes or no."""
        operations = self.bench.operator.operations
        while number not in operations or not operations[number].answered:
            await asyncio.sleep(0)


@virtual
async def test_each_is_sent_once_and_pending_until_a_look_shows_it() -> None:
    for command in AGENT_CONTROL:
        office = Office()
        await office.roster.look()
        setting = office.set(command.id)
        await office.sent()
        assert office.setting.asked() == {"u 1": office.bench.operator.operations[1].command}
        assert office.bench.outcome(1) is Outcome.PENDING

        office.directory.state = STATES[command.id]
        one = await setting

        assert (one.outcome, one.words) == (Outcome.CONFIRMED, "")
        assert office.bench.server.posted == [("/users/u%201/channels/voice", command.operation)]
        assert office.setting.asked() == {}
        words = [entry.words for entry in office.bench.journal]
        assert words[0] == f"{command.words} u 1: asked"
        assert "confirmed" in words[1]
        # One look of the test, and the first of those that the operation asks for.
        assert office.directory.asked == 2


@virtual
async def test_a_look_that_began_before_confirms_nothing() -> None:
    office = Office()
    await office.roster.look()
    office.directory.state = {"state": "Ready"}
    office.directory.hold_back.clear()
    early = asyncio.create_task(office.roster.look())
    await asyncio.sleep(0)
    office.bench.clock.advance(0.1)
    setting = office.set()
    await office.sent()
    office.directory.hold_back.set()
    await early
    assert office.bench.outcome(1) is Outcome.PENDING

    assert (await setting).outcome is Outcome.CONFIRMED


@virtual
async def test_what_no_look_shows_times_out_and_is_confirmed_late() -> None:
    office = Office()
    await office.roster.look()
    one = await office.set()

    assert (one.outcome, one.words) == (Outcome.TIMED_OUT, f"no confirmation after {WITHIN_S:g} s")
    assert office.directory.asked == 1 + len(LOOKS_AFTER_S)
    assert sum(LOOKS_AFTER_S) < WITHIN_S
    assert office.setting.asked() == {}
    office.bench.clock.advance(WITHIN_S)
    office.directory.state = {"state": "Ready"}
    await office.roster.look()
    assert office.bench.outcome(1) is Outcome.CONFIRMED
    assert len(office.bench.server.posted) == 1


@virtual
async def test_the_server_says_no_or_nobody_knows_whether_it_arrived() -> None:
    office = Office()
    await office.roster.look()
    office.bench.server.answers = [OperationError(5, "No permission"), UnreachableError("cut")]
    one = await office.set()
    assert one.outcome is Outcome.FAILED
    assert "No permission" in one.words

    one = await office.set()
    assert one.outcome is Outcome.TIMED_OUT
    assert one.words == "unknown whether it arrived: cut"
    assert len(office.bench.server.posted) == 2


@virtual
async def test_two_states_are_not_on_their_way_at_once() -> None:
    office = Office()
    await office.roster.look()
    office.bench.server.hold_back.clear()
    first = office.set()
    while not office.bench.operator.operations:
        await asyncio.sleep(0)
    with pytest.raises(NotSentError, match="set ready u 1 is on its way"):
        await office.set("log_out")
    with pytest.raises(NotSentError, match="already asked"):
        await office.set()
    other = office.set("set_ready", "u2")
    office.bench.server.hold_back.set()
    office.directory.state = {"state": "Ready"}

    assert {(await one).outcome for one in (first, other)} == {Outcome.CONFIRMED}
    assert len(office.bench.server.posted) == 2


@virtual
async def test_an_agent_who_is_a_login_of_this_wall_tells_it_themselves() -> None:
    office = Office()
    office.log_in(COLLEAGUE, User(id="u2"), "NotReady")
    await office.roster.look()
    office.directory.hold_back.clear()
    setting = office.set("set_ready", "u2")
    await office.sent()
    office.log_in(COLLEAGUE, User(id="u2"), "Ready")

    assert (await setting).outcome is Outcome.CONFIRMED
    assert office.why_not("set_ready", "u2") == "is ready"
    # What the login tells counts more than the last look, which showed somebody who is not ready.
    assert office.why_not("set_not_ready", "u2") == ""
    office.bench.board.set_link(COLLEAGUE, LinkState.STALE, "lost")
    assert office.why_not("set_ready", "u2") == ""


@virtual
async def test_why_a_state_cannot_be_set() -> None:
    office = Office()
    why = office.why_not
    assert why("set_ready", "u 1") == "the agents are not known yet"
    await office.roster.look()
    assert why("set_ready", "u 1") == ""
    assert why("set_ready", "u3") == why("set_ready", "") == "not among the agents of the last look"

    office.directory.state = {"state": "Ready"}
    await office.roster.look()
    assert why("set_ready", "u 1") == "so it was at the last look"
    office.bench.clock.advance(600.0)
    assert why("set_ready", "u 1") == ""

    office.log_in(SOURCE, read_user({"id": "boss", "features": [{"id": "api-voice"}]}))
    assert why("set_not_ready", "u 1") == f"the login has no {FEATURE} ({SOURCE})"
    office.log_in(SOURCE, read_user({"id": "boss", "features": [{"id": FEATURE}]}))
    assert why("set_not_ready", "u 1") == ""
    office.bench.board.set_link(SOURCE, LinkState.STALE, "lost")
    assert why("set_not_ready", "u 1") == "not while the link is down"
    with pytest.raises(NotSentError, match="set not ready u 1: not while the link is down"):
        await office.set("set_not_ready")
    assert office.bench.server.posted == []


@virtual
async def test_what_only_looks_sends_nothing() -> None:
    office = Office()
    await office.roster.look()
    only_looks = type(office.bench.operator)(office.bench.board, office.bench.journal, {})
    setting = AgentSetting(office.bench.board, only_looks, office.roster)
    assert setting.why_not(AGENT_CONTROL[0], "u 1") == ONLY_LOOKS
    with pytest.raises(NotSentError, match=ONLY_LOOKS):
        await setting.set(AGENT_CONTROL[0], "u 1", "1")


PLAIN, LUNCH = UserState(state="NotReady"), UserState(state="NotReady", reason="Lunch")


@pytest.mark.parametrize(
    ("command", "yes", "no"),
    [
        (AGENT_CONTROL_BY_ID["set_ready"], (UserState(state="Ready"),), (None, PLAIN, UserState())),
        (AGENT_CONTROL_BY_ID["set_not_ready"], (PLAIN,), (None, LUNCH, UserState(state="Ready"))),
        (AGENT_CONTROL_BY_ID["log_out"], (None, UserState(state="LoggedOut")), (PLAIN, UserState())),
    ],
    ids=lambda value: value.id if isinstance(value, Command) else "",
)
def test_which_state_shows_it(
    command: Command, yes: tuple[UserState | None, ...], no: tuple[UserState | None, ...]
) -> None:
    assert all(shows(command, state) for state in yes)
    assert not any(shows(command, state) for state in no)
