"""The agents view: the last look at the directory, joined with what this wall's logins tell live."""

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tui.live.feeds.roster import Agent, Roster
from tui.live.store.bare import BareCall
from tui.live.store.board import Board, BoardDevice, Source
from tui.live.store.card import CallKey
from tui.live.store.monitoring import supervisors
from tui.source.models import AgentState, CallState, UserState
from tui.views.agents.agent_calls import AgentCalls
from tui.views.agents.agent_choice import by_group
from tui.views.agents.agent_counts import NOT_SURE
from tui.views.agents.agent_line import AgentLine, LineMoment
from tui.views.arrangement.grouping import teams_of
from tui.views.moment import now_s, sure_s
from tui.views.words.agent_words import agent_sign, reason_of
from tui.views.words.call_words import sign_of, who_of
from tui.views.words.durations import at_least_words
from tui.views.words.marks import UNKNOWN_MARK, Sign
from tui.views.words.role import Role

_OUT = Sign("×", "LOGGED OUT", Role.DIM)
_OUT_STATE = UserState(state=AgentState.LOGGED_OUT)


_STEP = 32
_TALKING = (CallState.ESTABLISHED.value, CallState.HELD.value)


class _Doing(NamedTuple):
    """What somebody does on the telephone."""

    words: str = ""
    role: Role = Role.DIM
    sign: Sign | None = None
    since_s: float | None = None
    exact: bool = True


class AgentRows:
    """Joins a board with a roster.

    Attributes:
        calls: Which calls go on at which device.
        asked: Says what was asked for agents and is not seen yet, by the ids of their lines.
    """

    def __init__(self, board: Board, roster: Roster | None) -> None:
        """Join these.

        Args:
            board: What the logins tell.
            roster: What was polled; None where nobody polls.
        """
        self._board = board
        self._roster = roster
        self.calls = AgentCalls(board)
        self._moment = LineMoment()
        self._privacy = board.privacy
        self._polled_lines: dict[str, tuple[Agent, str, AgentLine]] = {}
        self.asked: Callable[[], Mapping[str, str]] = dict
        self._sites = False

    def rows(self) -> list[AgentLine]:
        """Everybody, those of one group together, by number.

        Returns:
            Lines as of now.
        """
        making = self.making()
        while True:
            try:
                next(making)
            except StopIteration as made:
                lines: list[AgentLine] = made.value
                return lines

    def making(self) -> Generator[None, None, list[AgentLine]]:
        """Make the same a step at a time: of thousands it takes longer than a key may wait.

        Yields:
            After each step.

        Returns:
            Lines, each as of its step.
        """
        # Our own logins are at none.
        self._sites = len({source.site for source in self._board.sources.values()} - {""}) > 1
        desks = [(source, known) for source in self._board.sources.values() for known in source.devices.values()]
        listeners = {one.target_id: one.device.phone_number for one in supervisors(self._board) if one.target_id}
        agents = {agent.contact.number or agent.contact.id: agent for agent in self._polled()}
        lines = []
        for place, (source, known) in enumerate(desks):
            if place % _STEP == _STEP - 1:
                yield
            agent = agents.get(known.device.phone_number)
            if source.link.live or agent is None:
                agents.pop(known.device.phone_number, None)
                lines.append(self._told(source, known, agent, listeners))
        asked = {number: device_id for device_id, number in self._roster.numbers.items()} if self._roster else {}
        ids = {**asked, **{known.device.phone_number: known.device.id for _, known in desks}}
        self._moment.at_s = now_s(self._board)
        if self._privacy != self._board.privacy:
            # The lines hold names as they might be shown before.
            self._privacy, self._polled_lines = self._board.privacy, {}
        polled = {}
        for place, (number, agent) in enumerate(agents.items()):
            if place % _STEP == _STEP - 1:
                yield
            polled[number] = self._known_line(number, agent, listeners.get(ids.get(number, ""), ""))
        self._polled_lines = polled
        lines += [line for _, _, line in polled.values()]
        waiting = self.asked()
        if waiting:
            lines = [replace(line, asked=waiting.get(line.id, "")) for line in lines]
        yield
        lines.sort(key=by_group)
        yield
        return _told_apart(lines)

    def _known_line(self, number: str, agent: Agent, listener: str) -> tuple[Agent, str, AgentLine]:
        """The line of a look stays the same until the next look: there may be thousands of them."""
        known = self._polled_lines.get(number)
        if known is not None and known[0] is agent and known[1] == listener:
            return known
        return agent, listener, self._looked(agent, listener)

    def _polled(self) -> Iterator[Agent]:
        return iter(self._roster.agents.values() if self._roster is not None else ())

    def _name(self, agent: Agent | None) -> str:
        return self._roster.name_of(agent) if self._roster is not None and agent is not None else ""

    def _told(
        self,
        source: Source,
        known: BoardDevice,
        agent: Agent | None,
        listeners: dict[str, str],
    ) -> AgentLine:
        """As one of this wall's logins has it."""
        state, until_s = known.device.user_state, sure_s(self._board, source)
        exact = known.state_since_s is not None
        since_s = known.state_since_s if known.state_since_s is not None else known.first_seen_s
        doing = self._doing(self.calls.of(known.device.id), until_s)
        live = source.link.live
        user = source.user
        return AgentLine(
            id=known.device.id,
            number=known.device.phone_number,
            name=self._name(agent) or f"{user.first_name} {user.last_name}".strip() or user.user_name,
            groups=self._groups(source, agent),
            sign=agent_sign(state),
            reason=reason_of(state),
            since_s=since_s,
            exact=exact,
            live=live,
            call=doing.words,
            call_role=doing.role,
            listener=listeners.get(known.device.id, ""),
            doing=(doing.sign or agent_sign(state)) if live else NOT_SURE,
            doing_since_s=(doing.since_s if doing.sign else since_s) if live else None,
            doing_exact=doing.exact if doing.sign is not None else exact,
            moment=LineMoment(until_s),
        )

    def _groups(self, source: Source, agent: Agent | None) -> str:
        teams = ", ".join(agent.groups if agent is not None and agent.groups else teams_of(source.user))
        return " · ".join(filter(None, (teams, source.site))) if self._sites else teams

    def _looked(self, agent: Agent, listener: str) -> AgentLine:
        """As the last look found it."""
        state = agent.state or _OUT_STATE
        voice = agent.contact.voice
        busy = "" if voice is None or voice.user_activity == "Idle" else voice.user_activity
        sign = _OUT if agent.state is None else agent_sign(state)
        return AgentLine(
            id=agent.contact.id,
            number=agent.contact.number,
            name=self._name(agent),
            groups=", ".join(agent.groups),
            sign=sign,
            reason=reason_of(state),
            since_s=agent.since_s,
            exact=False,
            live=False,
            call=busy,
            listener=listener,
            doing=Sign(UNKNOWN_MARK, busy.upper(), Role.TEXT) if busy else sign,
            doing_since_s=None if busy else agent.since_s,
            moment=self._moment,
        )

    def _doing(self, keys: Collection[CallKey], until_s: float) -> _Doing:
        if not keys:
            return _Doing()
        bare = self._board.bare.calls
        # Who speaks and holds a second call talks, whichever of the two began first.
        counted = min(keys, key=lambda key: (_rank(bare[key].call.state), -(bare[key].age_s(until_s) or 0.0), key))
        call, sign = self._board.shown(counted), sign_of(bare[counted])
        lasted_s, exact = _lasted(bare[counted], until_s)
        more = f" +{len(keys) - 1}" if len(keys) > 1 else ""
        words = f"{sign.mark} {sign.word} {at_least_words(lasted_s, exact=exact)} {who_of(call)}{more}"
        return _Doing(words, sign.role, sign, None if lasted_s is None else until_s - lasted_s, exact)


def _rank(state: str) -> int:
    return _TALKING.index(state) if state in _TALKING else len(_TALKING)


def _lasted(call: BareCall, until_s: float) -> tuple[float | None, bool]:
    """How long somebody has done that, and whether that is exact: held is not as old as the call."""
    if call.call.state != CallState.HELD:
        return call.age_s(until_s), True
    exact = call.state_since_s is not None
    since_s = call.state_since_s if exact else call.state_seen_s
    return None if since_s is None else max(0.0, until_s - since_s), exact


def _told_apart(lines: Sequence[AgentLine]) -> list[AgentLine]:
    """Names that are the same, as initials are, with the end of the number behind them."""
    names = Counter(line.name for line in lines)
    return [
        replace(line, name=f"{line.name} {line.number[-4:]}".strip()) if names[line.name] > 1 and line.name else line
        for line in lines
    ]
