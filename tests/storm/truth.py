"""What the server knows about the calls of each login, now and a while ago; taken from the simulator's model itself."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from tests.storm.pulse import START, Stamp
from tui.demo.centre.changes import CallChanged, Change
from tui.demo.rest.resources import Scribe
from tui.demo.server import Simulator


class Face(NamedTuple):
    """What a board must have right about a call."""

    state: str
    mute: str
    recording: str | None
    parties: tuple[str, ...]


class _Since(NamedTuple):
    since: Stamp
    face: Face | None


class Truth:
    """Notes every change of every call, also those that no message tells.

    Attributes:
        changes: How many there were.
    """

    def __init__(self, simulator: Simulator, now: Callable[[str], Stamp]) -> None:
        """Watch a simulator.

        Args:
            simulator: Whose calls these are.
            now: The moment, by name of the login.
        """
        self._simulator = simulator
        self._now = now
        # A pen of its own: the simulator's draws from its random numbers, and a seed shall repeat.
        self._scribe = Scribe("", simulator.options.wrinkles, simulator.centre.clock, random.Random(0))
        self._names = {login.user: login.name for login in simulator.logins}
        self.changes = 0
        self._history: defaultdict[str, dict[str, list[_Since]]] = defaultdict(dict)
        for login in simulator.logins:
            for call_id, face in self.faces(login.name).items():
                self._history[login.name][call_id] = [_Since(START, face)]
        simulator.centre.listeners.append(self._hear)

    def faces(self, name: str) -> Mapping[str, Face]:
        """The calls of a login as the server lists them now, by id."""
        user = next(login.user for login in self._simulator.logins if login.name == name)
        return {call["id"]: face_of(call) for call in self._simulator.calls(user)}

    def noted(self, name: str) -> Mapping[str, Face]:
        """The same by the notes: the two differ if the simulator changed something without a word to its listeners."""
        last = {call_id: known[-1].face for call_id, known in self._history[name].items()}
        return {call_id: face for call_id, face in last.items() if face is not None}

    def ids(self, name: str) -> set[str]:
        """Every call that this login ever had."""
        return set(self._history[name])

    def recently(self, name: str, call_id: str, is_recent: Callable[[Stamp], bool]) -> list[Face | None]:
        """What was true of a call at some recent moment; None is that there was no such call.

        Args:
            name: The login.
            call_id: The call.
            is_recent: Whether a moment is recent; true for all that follow one for which it is true.
        """
        known = self._history[name].get(call_id)
        if known is None:
            return [None]
        # Each was true until the next one began.
        past = [before.face for before, after in pairwise(known) if is_recent(after.since)]
        return [*past, known[-1].face]

    def _hear(self, change: Change) -> None:
        if not isinstance(change, CallChanged):
            return
        agent = change.leg.agent
        name = self._names.get(agent.user_name)
        if name is None:
            return
        leg = agent.legs.get(change.leg.id)
        face = None if leg is None else face_of(self._scribe.call(leg))
        known = self._history[name].setdefault(change.leg.id, [_Since(START, None)])
        if known[-1].face != face:
            known.append(_Since(self._now(name), face))
            self.changes += 1


def face_of(call: Mapping[str, Any]) -> Face:
    """What a board must have right about a call resource of the simulator."""
    parties = tuple(sorted(party["phoneNumber"] for party in call["participants"]))
    return Face(call["state"], call["mute"], call.get("recordingState"), parties)
