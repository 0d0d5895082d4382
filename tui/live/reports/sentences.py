"""What happens on the board as plain sentences, to be read aloud or kept: one for each change that means something."""

from collections.abc import Iterator

from tui.language.count_words import count_of
from tui.live.reports.spoken import spoken_duration
from tui.live.store.board import Board, Changes
from tui.live.store.card import RELEASED, BoardCall, CallKey
from tui.live.store.link import LinkState
from tui.live.store.outside import Who, number_of, party_of
from tui.source.models import Call, CallState, RecordingState

_LINKS = {
    LinkState.LIVE: "connected",
    LinkState.STALE: "connection lost, what was said may no longer be so",
    LinkState.REFUSED: "the login was refused",
}
_NUMBERLESS = {Who.WITHHELD: "a withheld number", Who.UNKNOWN: "an unknown number"}
_RECORDING = {RecordingState.PAUSED.value: "the recording is paused"}


class Narrator:
    """Turns each step of a board into sentences; what was said before decides whether there is anything to say.

    Attributes:
        board: What is told of.
    """

    def __init__(self, board: Board) -> None:
        """Know nothing yet.

        Args:
            board: What is told of; with masked numbers where they must not be heard.
        """
        self.board = self._board = board
        self._calls: dict[CallKey, BoardCall] = {}
        self._agents: dict[tuple[str, str], str] = {}
        self._links: dict[str, tuple[LinkState, bool]] = {}

    def tell(self, changes: Changes) -> list[str]:
        """Tell one step.

        Args:
            changes: What the step changed.

        Returns:
            Sentences, each with its full stop; none where nothing is worth a word, such as new attached data, or where
            nothing happened and only another moment is shown.
        """
        sources = self._board.sources
        found = [sentence for name in changes.links if name in sources for sentence in self._link(name)]
        devices = [place for place in changes.devices if place[0] in sources]
        found += [sentence for place in devices for sentence in self._agent(*place)]
        for key in (*changes.added, *changes.changed, *changes.ended):
            known = self._board.calls[key]
            found += [_sentence(self._own(known), words) for words in _call_words(self._calls.get(key), known)]
            self._calls[key] = known
        for key in changes.removed:
            self._calls.pop(key, None)
        return [] if changes.anew else found

    def whole(self) -> list[str]:
        """Tell everything that is on the board now."""
        calls = [known for known in self._board.calls.values() if not known.ended]
        return [self.summary(), *(_sentence(self._own(known), self._present(known)) for known in calls)]

    def summary(self) -> str:
        """How many calls there are, how many of them ring, and how many sources are not live; one sentence."""
        calls = [known.call for known in self._board.bare.calls.values() if not known.ended]
        ringing = sum(call.state == CallState.RINGING for call in calls)
        lost = sum(not source.link.live for source in self._board.bare.sources.values())
        words = [f"{count_of(len(calls), 'call')} now"]
        words += [f"{ringing} ringing"] if ringing else []
        words += [f"{lost} of {len(self._board.sources)} sources not connected"] if lost else []
        return f"{', '.join(words)}."

    def _link(self, name: str) -> Iterator[str]:
        link = self._board.sources[name].link
        said = (link.state, link.blind)
        before, self._links[name] = self._links.get(name), said
        if link.state in _LINKS and said != before:
            why = f", but {link.why}" if link.live and link.why else f", because: {link.why}" if link.why else ""
            yield _sentence(name, f"{_LINKS[link.state]}{why}")

    def _agent(self, source: str, device_id: str) -> Iterator[str]:
        known = self._board.sources[source].devices.get(device_id)
        if known is None:
            self._agents.pop((source, device_id), None)
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
        yield from _difference(before, known)


def _end_words(known: BoardCall) -> str:
    age_s = known.age_s(known.end_seen_s)
    after = f" after {spoken_duration(age_s)}" if age_s is not None else ""
    how = "" if known.ended_how == RELEASED else f", {known.ended_how}"
    return f"the call with {_who(known)} has ended{after}{how}"


def _first_words(known: BoardCall) -> str:
    if known.unreadable:
        return "a call could not be read"
    words = _STATES.get(known.call.state, _unknown)(known)
    return ", ".join((words, *_switched_on(known.call)))


def _switched_on(call: Call) -> Iterator[str]:
    """What a call that is told of for the first time has been for a while."""
    if call.recording_state in (RecordingState.RECORDING, RecordingState.PAUSED):
        yield _recording(call)
    if call.muted:
        yield "muted"
    if call.supervisor_listening_in:
        yield "a supervisor listens in"


def _state_words(before: BoardCall, known: BoardCall) -> str:
    talks = known.call.state == CallState.ESTABLISHED
    if talks and before.call.state == CallState.HELD:
        return f"talking again with {_who(known)}"
    if talks and before.call.state in (CallState.RINGING, CallState.DIALING):
        return f"answered, talking with {_who(known)}"
    return _STATES.get(known.call.state, _unknown)(known)


def _difference(last: BoardCall, known: BoardCall) -> Iterator[str]:
    """At most one sentence: who is on the call comes first."""
    before, call = last.call, known.call
    whose = f"in the call with {_who(known)}"
    if _who(last) != _who(known):
        yield f"the call is now with {_who(known)}"
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


def _ringing(known: BoardCall) -> str:
    return f"ringing, a call from {_who(known)}{_where(known)}"


def _dialing(known: BoardCall) -> str:
    return f"dialing {_who(known)}{_where(known)}"


def _talking(known: BoardCall) -> str:
    return f"talking with {_who(known)}{_where(known)}"


def _held(known: BoardCall) -> str:
    return f"{_who(known)} {'are' if len(known.call.parties) > 1 else 'is'} on hold"


def _unknown(known: BoardCall) -> str:
    return f"the call with {_who(known)} is {known.call.state or 'in no state'}"


def _who(known: BoardCall) -> str:
    lead = known.leading
    words = number_of(known.call, lead, known.country) or _NUMBERLESS.get(lead.who, "nobody known")
    more = len(known.call.parties) - 1
    return f"{words} and {more} more" if more > 0 else words


def _where(known: BoardCall) -> str:
    party = party_of(known.call, known.leading)
    return f", {party.location}" if party is not None and party.location else ""


_STATES = {
    CallState.RINGING.value: _ringing,
    CallState.DIALING.value: _dialing,
    CallState.ESTABLISHED.value: _talking,
    CallState.HELD.value: _held,
}
