"""Follows what was sent until it is settled: by the resource, by a message, by the answer where nothing else tells."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tui.live.commands.agent_control import shows
from tui.live.commands.command import Ask, Target
from tui.live.commands.operation import Operation, Outcome
from tui.live.digits.withholding import hide_rows
from tui.live.operations.message_view import seen_in, told_by
from tui.live.operations.records import Records
from tui.live.store.board import Board, Changes, source_in
from tui.live.store.card import key_of
from tui.live.store.wording import words_of_error
from tui.source.events import WORDLESS, CallEvent, DeviceEvent, ErrorEvent, Event
from tui.source.models import UserState
from tui.source.snapshot import Snapshot

_JOINED_S = 5.0
"""So long after an operation has failed an error about the same thing is one with it."""
_SO_ALREADY = "it was so already"


@dataclass(slots=True)
class _Following:
    """The changing half of an operation, until it is settled.

    Attributes:
        settled: Set when nothing is waited for any more.
        already: The effect was there before it was asked for, and ever since: the board alone confirms nothing.
        heard: A message about the target came since.
        doubt: What speaks against it, in words, until it is settled.
    """

    settled: asyncio.Event = field(default_factory=asyncio.Event)
    already: bool = False
    heard: bool = False
    doubt: str = ""


class Follower:
    """Watches the board and the messages for the effects of operations.

    Attributes:
        close: Ends its watch of the board.
    """

    def __init__(self, board: Board, records: Records, look: Callable[[str], None]) -> None:
        """Watch the board.

        Args:
            board: What is known.
            records: The operations.
            look: Asks for a snapshot of a source.
        """
        self._ask_for_snapshot = look
        self._board = board
        self._records = records
        self._following: dict[int, _Following] = {}
        self._last_dtmf: dict[tuple[str, str], object] = {}
        self.close = board.watch(self._look)

    def follow(self, one: Operation) -> asyncio.Event:
        """Follow a new operation.

        Args:
            one: The operation.

        Returns:
            Set when it is settled.
        """
        known = self._records.operations
        self._following = {number: old for number, old in self._following.items() if number in known}
        following = _Following(already=one.command.reached(one.asked, self._board))
        self._following[one.number] = following
        return following.settled

    def take_event(self, source: str, event: Event) -> None:
        """Look at a message; see `Operator.take_event`."""
        if isinstance(event, ErrorEvent):
            self._take_error(source, event)
        elif isinstance(event, CallEvent):
            if self._following or event.notification_type in ("DtmfSent", "Error"):
                self._take_call(source, event)
        elif isinstance(event, DeviceEvent) and self._following:
            self._hear(source, {"", *(device.id for device in event.devices)})
            self._look_in(source, event)

    def _take_call(self, source: str, event: CallEvent) -> None:
        if event.notification_type == "DtmfSent":
            self._take_dtmf(source, event)
        call_id = key_of(self._board.calls, source, event.call).id
        self._hear(source, {call_id})
        self._look_in(source, event)
        if event.notification_type == "Error":
            self._take_error(source, ErrorEvent(event.received_s, call_id, "the server reports an error"))

    def take_snapshot(self, source: str, snapshot: Snapshot, asked_s: float) -> None:
        """Look at a snapshot; see `Operator.take_snapshot`."""
        waiting = self._records.open_of(source)
        if not waiting:
            # Without it every look would be gone through twice, and some have a hundred thousand calls.
            return
        seen = seen_in(snapshot, source, self._board)
        for one in waiting:
            following = self._following.get(one.number)
            if following is None or following.already or not one.command.either_leg or asked_s < one.asked_s:
                continue
            if one.command.reached(one.asked, seen):
                self.settle(one.number, Outcome.CONFIRMED)

    def take_look(self, states: Mapping[str, UserState | None], began_s: float) -> None:
        """Look at the states of agents; see `Operator.take_look`."""
        for number in tuple(self._following):
            one = self._records.operations[number]
            user_id = one.asked.target_id
            if one.command.target is not Target.AGENT or user_id not in states or self._records.is_old(one):
                continue
            if began_s >= one.asked_s and shows(one.command, states[user_id]):
                self.settle(number, Outcome.CONFIRMED)

    def settle(self, number: int, outcome: Outcome, words: str = "") -> None:
        """Settle an operation, unless it is settled already.

        Args:
            number: Of the operation.
            outcome: Confirmed or failed.
            words: What is told of it.
        """
        one = self._records.operations[number]
        if not one.open:
            return
        following = self._following.pop(number, None)
        late = outcome is Outcome.CONFIRMED and one.outcome is Outcome.TIMED_OUT
        told = words or ("late" if late else one.words)
        self._records.change(number, outcome=outcome, done_s=self._board.clock.now_s(), words=told)
        if following is not None:
            following.settled.set()

    def settle_if_so_already(self, number: int) -> None:
        """Confirm what was so already, when it is answered and a message came in which nothing has changed.

        Without one it stays open: a message that was lost before may have made it otherwise.

        Args:
            number: Of the operation.
        """
        following = self._following.get(number)
        one = self._records.operations[number]
        if following is None or not (following.already and following.heard and one.answered):
            return
        if self._is_live(one.asked.source) and one.command.reached(one.asked, self._board):
            self.settle(number, Outcome.CONFIRMED, _SO_ALREADY)

    def doubt(self, number: int, words: str) -> None:
        """Remember what speaks against an operation, to be told if nothing confirms it.

        Args:
            number: Of the operation.
            words: Why it may have failed.
        """
        if number in self._following:
            self._following[number].doubt = words
            if self._records.operations[number].outcome is Outcome.TIMED_OUT:
                self._records.change(number, words=words)

    def time_out(self, number: int, after_s: float) -> None:
        """Wait for an operation no more, but go on watching.

        Args:
            number: Of the operation.
            after_s: How long it was waited for.
        """
        one = self._records.operations[number]
        if one.outcome is not Outcome.PENDING:
            return
        # While the machine slept, it may have become too old to be followed.
        following = self._following.get(number, _Following())
        silence = f"no confirmation after {after_s:g} s" + (f", but {_SO_ALREADY}" if following.already else "")
        words = following.doubt or one.words or silence
        self._records.change(number, outcome=Outcome.TIMED_OUT, done_s=self._board.clock.now_s(), words=words)

    # What the messages say

    def _take_dtmf(self, source: str, event: CallEvent) -> None:
        # Each of two digits has a message of its own; the same message twice is one digit.
        mark = event.metrics or event.received_s
        call_id = key_of(self._board.calls, source, event.call).id
        if self._last_dtmf.get((source, call_id)) == mark:
            return
        self._last_dtmf = {(source, call_id): mark}
        sent = [
            one
            for one in self._records.open_of(source)
            if one.asked.target_id == call_id and one.command.ask is Ask.DIGITS
        ]
        for one in sorted(sent, key=lambda one: one.outcome is Outcome.TIMED_OUT)[:1]:
            self.settle(one.number, Outcome.CONFIRMED)

    def _take_error(self, source: str, event: ErrorEvent) -> None:
        about = event.about
        waiting = [one for one in self._records.open_of(source) if one.outcome is Outcome.PENDING]
        meant = [one for one in waiting if about in (one.asked.target_id, "") or self._is_agents(one, about)]
        sure = len(meant) == 1 and bool(about)
        for one in meant or waiting:
            told = words_of_error(event, self._number_of(event, one))
            if sure:
                self.settle(one.number, Outcome.FAILED, hide_rows(told, one.digits))
            else:
                self.doubt(one.number, f"perhaps failed: {hide_rows(told, one.digits)}")

    def is_told_of(self, source: str, event: ErrorEvent) -> bool:
        """Whether the line of a failed operation tells, or will tell, of an error.

        Args:
            source: Whose message it is.
            event: The error, after `take_event`.

        Returns:
            True where it is about what an operation was sent to that has just failed.
        """
        now_s = self._board.clock.now_s()
        return bool(event.about) and any(
            one.outcome is Outcome.FAILED
            and one.done_s is not None
            and now_s - one.done_s <= _JOINED_S
            and one.asked.source == source
            and (event.about == one.asked.target_id or self._is_agents(one, event.about))
            for one in self._records.operations.values()
        )

    def _number_of(self, event: ErrorEvent, one: Operation) -> str:
        """The number of the telephone that an error is about, or the call that it is about if it says nothing else."""
        devices, call = source_in(self._board.sources, one.asked.source).devices, one.asked.before
        of_call = call.device_id if call is not None and event.words == WORDLESS else None
        known = devices.get(event.about) or devices.get(of_call or "")
        return known.device.phone_number if known is not None else ""

    def _is_agents(self, one: Operation, about: str) -> bool:
        """A failed change of the agent's state is told of the agent's device (API.md 4.5)."""
        mine = one.command.target in (Target.VOICE, Target.USER)
        return mine and about in source_in(self._board.sources, one.asked.source).devices

    def _hear(self, source: str, target_ids: set[str]) -> None:
        for number, following in tuple(self._following.items()):
            asked = self._records.operations[number].asked
            if asked.source == source and asked.target_id in target_ids:
                following.heard = True
                self.settle_if_so_already(number)

    def _look_in(self, source: str, event: CallEvent | DeviceEvent) -> None:
        """Look at a single message: what came after it in the same batch may hide it from the board."""
        mine = [one for one in self._records.open_of(source) if one.number in self._following]
        if not mine or not self._is_live(source):
            return
        told = told_by(event, source, self._board)
        for one in mine:
            # Where two calls have to agree, single messages can be put together to what never was.
            if one.command.either_leg or self._following[one.number].already:
                continue
            if one.command.reached(one.asked, told):
                self.settle(one.number, Outcome.CONFIRMED)

    # What the board says

    def _look(self, changes: Changes) -> None:
        if not self._following:
            return
        touched = {key.source for key in (*changes.added, *changes.changed, *changes.ended, *changes.removed)}
        touched |= {source for source, _ in changes.devices} | set(changes.links)
        for number, following in tuple(self._following.items()):
            one = self._records.operations[number]
            if self._records.is_old(one):
                self._following.pop(number, None)
            elif one.command.target is Target.AGENT or (
                # An agent may be another login of this wall.
                one.asked.source in touched and self._is_live(one.asked.source)
            ):
                self._look_at(one, following)

    def _look_at(self, one: Operation, following: _Following) -> None:
        reached = one.command.reached(one.asked, self._board)
        if following.already:
            following.already = reached
        elif reached and one.command.either_leg:
            # Two calls have to agree, and each may be shown as it was at another moment: where a message was lost
            # without a trace, they never agreed. A snapshot shows both at the same one.
            self._ask_for_snapshot(one.asked.source)
        elif reached:
            self.settle(one.number, Outcome.CONFIRMED)

    def _is_live(self, source: str) -> bool:
        return source_in(self._board.sources, source).link.live
