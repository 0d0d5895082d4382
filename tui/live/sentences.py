"""What happens on the board as plain sentences, to be read aloud or kept: one for each change that means something."""

from collections.abc import Iterator

from tui.gws.models import Call, CallState, RecordingState
from tui.live.board import Board, Changes
from tui.live.card import RELEASED, BoardCall, CallKey
from tui.live.link import LinkState
from tui.live.spoken import spoken_duration

_LINKS = {
    LinkState.LIVE: "connected",
    LinkState.STALE: "connection lost, what was said may no longer be so",
    LinkState.REFUSED: "the login was refused",
}
_RECORDING = {RecordingState.PAUSED.value: "the recording is paused"}


class Narrator:
    """Turns each step of a board into sentences; what was said before decides whether there is anything to say."""

    def __init__(self, board: Board) -> None:
        """Know nothing yet.

        Args:
            board: What is told of; with masked numbers where they must not be heard.
        """
        self._board = board
        self._calls: dict[CallKey, BoardCall] = {}
        self._agents: dict[tuple[str, str], str] = {}
        self._links: dict[str, LinkState] = {}

    def tell(self, changes: Changes) -> list[str]:
        """Tell one step.

        Args:
            changes: What the step changed.

        Returns:
            Sentences, each with its full stop; none where nothing is worth a word, such as new attached data.
        """
        found = [sentence for name in changes.links for sentence in self._link(name)]
        found += [sentence for place in changes.devices for sentence in self._agent(*place)]
        for key in (*changes.added, *changes.changed, *changes.ended):
            known = self._board.calls[key]
            found += [_sentence(self._own(known), words) for words in _call_words(self._calls.get(key), known)]
            self._calls[key] = known
        for key in changes.removed:
            self._calls.pop(key, None)
        return found

    def whole(self) -> list[str]:
        """Tell everything that is on the board now."""
        calls = [known for known in self._board.calls.values() if not known.ended]
        return [self.summary(), *(_sentence(self._own(known), self._present(known)) for known in calls)]

    def summary(self) -> str:
        """How many calls there are, how many of them ring, and how many sources are not live; one sentence."""
        calls = [known.call for known in self._board.calls.values() if not known.ended]
        ringing = sum(call.state == CallState.RINGING for call in calls)
        lost = sum(not source.link.live for source in self._board.sources.values())
        words = [f"{len(calls)} {'call' if len(calls) == 1 else 'calls'} now"]
        words += [f"{ringing} ringing"] if ringing else []
        words += [f"{lost} of {len(self._board.sources)} sources not connected"] if lost else []
        return f"{', '.join(words)}."

    def _link(self, name: str) -> Iterator[str]:
        link = self._board.sources[name].link
        before, self._links[name] = self._links.get(name), link.state
        if link.state in _LINKS and link.state is not before:
            why = f", because: {link.why}" if link.why else ""
            yield _sentence(name, f"{_LINKS[link.state]}{why}")

    def _agent(self, source: str, device_id: str) -> Iterator[str]:
        known = self._board.sources[source].devices.get(device_id)
        if known is None:
            return
        state = known.device.user_state
        words = state.display_name or state.work_mode or state.state
        before = self._agents.get((source, device_id))
        self._agents[source, device_id] = words
        if words and before is not None and words != before:
            yield _sentence(known.device.phone_number or source, f"the agent is now {words}")

    def _present(self, known: BoardCall) -> str:
        age_s = known.age_s(self._board.sure_until_s(known.key.source))
        lasted = f"; the call has lasted {spoken_duration(age_s)}" if age_s is not None else ""
        return f"{_first_words(known)}{lasted}"

    def _own(self, known: BoardCall) -> str:
        """The own number, or the source where the device is not known."""
        device = self._board.sources[known.key.source].devices.get(known.call.device_id or "")
        return (device.device.phone_number if device else "") or known.phone_number or known.key.source


def _sentence(whose: str, words: str) -> str:
    return f"{whose}: {words.removesuffix('.')}."


def _call_words(before: BoardCall | None, known: BoardCall) -> Iterator[str]:
    if known.ended:
        yield _end_words(known)
    elif known.unreadable:
        if before is None or not before.unreadable:
            yield "a call could not be read"
    elif before is None or before.ended:
        yield _first_words(known)
    elif before.call.state != known.call.state:
        yield _state_words(before, known)
    else:
        yield from _difference(before.call, known.call)


def _end_words(known: BoardCall) -> str:
    age_s = known.age_s(known.end_seen_s)
    after = f" after {spoken_duration(age_s)}" if age_s is not None else ""
    how = "" if known.ended_how == RELEASED else f", {known.ended_how}"
    return f"the call with {_who(known.call)} has ended{after}{how}"


def _first_words(known: BoardCall) -> str:
    if known.unreadable:
        return "a call could not be read"
    return _STATES.get(known.call.state, _unknown)(known.call)


def _state_words(before: BoardCall, known: BoardCall) -> str:
    talks = known.call.state == CallState.ESTABLISHED
    if talks and before.call.state == CallState.HELD:
        return f"talking again with {_who(known.call)}"
    if talks and before.call.state in (CallState.RINGING, CallState.DIALING):
        return f"answered, talking with {_who(known.call)}"
    return _STATES.get(known.call.state, _unknown)(known.call)


def _difference(before: Call, call: Call) -> Iterator[str]:
    """At most one sentence: who is on the call comes first."""
    whose = f"in the call with {_who(call)}"
    if _who(before) != _who(call):
        yield f"the call is now with {_who(call)}"
    elif before.supervisor_listening_in != call.supervisor_listening_in:
        yield f"a supervisor {'listens in' if call.supervisor_listening_in else 'no longer listens in'}, {whose}"
    elif before.recording_state != call.recording_state:
        yield f"{_recording(call)}, {whose}"
    elif before.muted != call.muted:
        yield f"{'muted' if call.muted else 'no longer muted'}, {whose}"


def _recording(call: Call) -> str:
    if call.recording_state == RecordingState.RECORDING:
        return "the call is being recorded"
    return _RECORDING.get(call.recording_state or "", "the call is not recorded any more")


def _ringing(call: Call) -> str:
    return f"ringing, a call from {_who(call)}{_where(call)}"


def _dialing(call: Call) -> str:
    return f"dialing {_who(call)}{_where(call)}"


def _talking(call: Call) -> str:
    return f"talking with {_who(call)}{_where(call)}"


def _held(call: Call) -> str:
    return f"{_who(call)} is on hold"


def _unknown(call: Call) -> str:
    return f"the call with {_who(call)} is {call.state or 'in no state'}"


def _who(call: Call) -> str:
    parties = [party.shown for party in call.parties if party.shown]
    if not parties:
        return call.ani or call.dnis or "nobody known"
    return parties[0] if len(parties) == 1 else f"{parties[0]} and {len(parties) - 1} more"


def _where(call: Call) -> str:
    location = call.parties[0].location if call.parties else ""
    return f", {location}" if location else ""


_STATES = {
    CallState.RINGING.value: _ringing,
    CallState.DIALING.value: _dialing,
    CallState.ESTABLISHED.value: _talking,
    CallState.HELD.value: _held,
}
