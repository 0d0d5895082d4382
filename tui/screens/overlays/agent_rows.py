"""The agents view: the last look at the directory, joined with what this wall's logins tell live."""

from collections.abc import Iterator

from tui.live.board import Board, BoardDevice, Source
from tui.live.card import CallKey
from tui.live.monitored import is_monitored_call
from tui.live.monitoring import supervisors
from tui.live.roster import Agent, Roster
from tui.source.models import UserState
from tui.views.moment import now_s, sure_s
from tui.views.words.agent_words import agent_sign, reason_of
from tui.views.words.call_words import sign_of, who_of
from tui.views.words.durations import duration
from tui.views.words.marks import Sign
from tui.views.words.role import Role
from widgets.lists.agent_line_face import AgentLine

_OUT = Sign("×", "LOGGED OUT", Role.DIM)
_OUT_STATE = UserState(state="LoggedOut")


class AgentRows:
    """Joins a board with a roster."""

    def __init__(self, board: Board, roster: Roster | None) -> None:
        """Join these.

        Args:
            board: What the logins tell.
            roster: What was polled; None where nobody polls.
        """
        self._board = board
        self._roster = roster

    def rows(self) -> list[AgentLine]:
        """Everybody, those of one group together, by number.

        Returns:
            Lines as of now.
        """
        desks = [(source, known) for source in self._board.sources.values() for known in source.devices.values()]
        listeners = {one.target_id: one.device.phone_number for one in supervisors(self._board) if one.target_id}
        agents = {agent.contact.number or agent.contact.id: agent for agent in self._polled()}
        calls = self._calls()
        lines = []
        for source, known in desks:
            agent = agents.get(known.device.phone_number)
            if source.link.live or agent is None:
                agents.pop(known.device.phone_number, None)
                lines.append(self._told(source, known, agent, calls, listeners))
        asked = {number: device_id for device_id, number in self._roster.numbers.items()} if self._roster else {}
        ids = {**asked, **{known.device.phone_number: known.device.id for _, known in desks}}
        lines += [self._looked(agent, listeners.get(ids.get(number, ""), "")) for number, agent in agents.items()]
        return sorted(lines, key=lambda line: (line.groups == "", line.groups, line.number))

    def _polled(self) -> Iterator[Agent]:
        return iter(self._roster.agents.values() if self._roster is not None else ())

    def _name(self, agent: Agent | None) -> str:
        return self._roster.name_of(agent) if self._roster is not None and agent is not None else ""

    def _calls(self) -> dict[str, list[CallKey]]:
        """The calls that go on, by device; a supervisor's copies are not their own."""
        found: dict[str, list[CallKey]] = {}
        for key, call in self._board.bare.calls.items():
            if not call.ended and not is_monitored_call(call.call):
                found.setdefault(call.call.device_id or "", []).append(key)
        return found

    def _told(
        self,
        source: Source,
        known: BoardDevice,
        agent: Agent | None,
        calls: dict[str, list[CallKey]],
        listeners: dict[str, str],
    ) -> AgentLine:
        """As one of this wall's logins has it."""
        state, until_s = known.device.user_state, sure_s(self._board, source)
        exact = known.state_since_s is not None
        since_s = known.state_since_s if known.state_since_s is not None else known.first_seen_s
        words, role = self._doing(calls.get(known.device.id, []), until_s)
        user = source.user
        return AgentLine(
            id=known.device.id,
            number=known.device.phone_number,
            name=self._name(agent) or f"{user.first_name} {user.last_name}".strip() or user.user_name,
            groups=", ".join(agent.groups) if agent else "",
            sign=agent_sign(state),
            reason=reason_of(state),
            state_s=max(0.0, until_s - since_s),
            exact=exact,
            live=source.link.live,
            call=words,
            call_role=role,
            listener=listeners.get(known.device.id, ""),
        )

    def _looked(self, agent: Agent, listener: str) -> AgentLine:
        """As the last look found it."""
        state = agent.state or _OUT_STATE
        voice = agent.contact.voice
        return AgentLine(
            id=agent.contact.id,
            number=agent.contact.number,
            name=self._name(agent),
            groups=", ".join(agent.groups),
            sign=_OUT if agent.state is None else agent_sign(state),
            reason=reason_of(state),
            state_s=max(0.0, now_s(self._board) - agent.since_s),
            exact=False,
            live=False,
            call="" if voice is None or voice.user_activity == "Idle" else voice.user_activity,
            listener=listener,
        )

    def _doing(self, keys: list[CallKey], until_s: float) -> tuple[str, Role]:
        if not keys:
            return "", Role.DIM
        bare = self._board.bare.calls
        call = self._board.shown(max(keys, key=lambda key: bare[key].age_s(until_s) or 0.0))
        sign = sign_of(call)
        more = f" +{len(keys) - 1}" if len(keys) > 1 else ""
        return f"{sign.mark} {sign.word} {duration(call.age_s(until_s))} {who_of(call)}{more}", sign.role
