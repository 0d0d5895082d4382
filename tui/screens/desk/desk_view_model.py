"""What the desk shows at one moment, put together from board and operator."""

from collections.abc import Sequence
from dataclasses import replace

from tui.live.commands.commands import Command, Target
from tui.live.operations.operator import Operation, Operator, Outcome
from tui.live.store.board import Board, BoardDevice, Source
from tui.live.store.card import BoardCall
from tui.live.store.outside import party_of
from tui.screens.desk.controls import Controls, OperationTarget
from tui.screens.desk.desk_calls import DeskCalls, Placed
from tui.screens.desk.desk_keys import KeyTable
from tui.screens.desk.desk_options import DeskOptions
from tui.screens.desk.reasons import BRIEF
from tui.screens.desk.second_press import SecondPress
from tui.views import moment
from tui.views.attention.thresholds import is_warned, used_share
from tui.views.words.call_words import who_of
from tui.views.words.party_names import name_of
from tui.views.words.places import place_of
from tui.views.words.role import Role
from widgets.cards.density import Density
from widgets.cards.desk_card import CardView, Remark
from widgets.cards.look import Look
from widgets.desk.device_face import DeviceView
from widgets.desk.operations_face import OperationView
from widgets.drawing.palette import Palette

FAILED_FOR_S = 8.0
"""How long a card tells that something failed."""


class DeskViewModel:
    """Reads; changes nothing."""

    def __init__(
        self,
        board: Board,
        operator: Operator,
        calls: DeskCalls,
        controls: Controls,
        keys: KeyTable,
        second: SecondPress,
        options: DeskOptions,
    ) -> None:
        """Look at these.

        Args:
            board: What is known now.
            operator: What is under way.
            calls: The order and the selection.
            controls: What can be done now.
            keys: With which keys.
            second: What waits for its second press.
            options: What is wanted.
        """
        self._board = board
        self._operator = operator
        self._calls = calls
        self._controls = controls
        self._keys = keys
        self._second = second
        self._options = options

    def devices(self) -> list[DeviceView]:
        """Every device."""
        chosen = self._controls.phone if len(self._controls.phones) > 1 else None
        return [
            self._device(source, known, OperationTarget(source.name, known.device.id) == chosen)
            for source in self._board.sources.values()
            for known in source.devices.values()
        ]

    def cards(self, palette: Palette, answer_key: str) -> list[CardView]:
        """Every call.

        Args:
            palette: Colours.
            answer_key: The key that answers now.
        """
        return [self._card(placed, palette, answer_key) for placed in self._calls.placed]

    def now_s(self, call: BoardCall) -> float:
        """Up to when the board is sure of a call."""
        return moment.sure_s(self._board, self._board.sources[call.key.source])

    def stale(self, call: BoardCall) -> bool:
        """Whether the board is not sure of a call."""
        return not call.ended and self._board.sources[call.key.source].link.frozen_at_s is not None

    def legs_words(self, call: BoardCall) -> str:
        """What a call has to do with others."""
        place = place_of(self._board, call)
        if place.parent:
            return f"consult for {place.parent}"
        legs = self._calls.legs(call)
        return f"consulted about it: {', '.join(who_of(leg) for leg in legs)}" if legs else ""

    def call_deeds(self, *, own_keys: Sequence[tuple[str, str, str]] = (), late: bool = False) -> list[OperationView]:
        """What can be done with calls.

        Args:
            own_keys: Key, words and name of what the desk adds to the table.
            late: Whether that can be done about a call that has ended.
        """
        deeds = self._deeds(Target.CALL)
        why = "" if self._calls.call and not self._calls.call.ended else "no call"
        update = next((deed.why for deed in deeds if deed.meaning == ("command", "update_data")), why)
        return [*deeds, *_own_deeds(own_keys, "" if late else update)]

    def other_deeds(self, *, own_keys: Sequence[tuple[str, str, str]] = ()) -> list[OperationView]:
        """What can be done with phone and agent; `own_keys` as for calls."""
        deeds = [deed for target in (Target.DEVICE, Target.VOICE, Target.USER) for deed in self._deeds(target)]
        why = self._controls.why_not(not_ready) if (not_ready := self._controls.command("not_ready")) else ""
        return [*deeds, *_own_deeds(own_keys, why)]

    def _deeds(self, target: Target) -> list[OperationView]:
        slots = [rows for rows in self._keys.slots if rows[0].target is target]
        return [self._deed(self._controls.meant(rows)) for rows in slots]

    def _deed(self, command: Command) -> OperationView:
        waiting, why = self._second.waiting, self._controls.why_not(command)
        return OperationView(
            key=self._keys.shown(command),
            words=command.words,
            why=why,
            brief=BRIEF.get(why, ""),
            note="twice" if self._controls.wants_second_press(command) else "",
            waits=waiting is not None and waiting.command == command,
            meaning=("command", command.id),
        )

    def _device(self, source: Source, known: BoardDevice, chosen: bool) -> DeviceView:
        since_s = known.first_seen_s if known.state_since_s is None else known.state_since_s
        return DeviceView(
            device=known.device,
            source=source.name if len(self._board.sources) > 1 else "",
            state_s=max(0.0, moment.sure_s(self._board, source) - since_s),
            at_least=known.state_since_s is None,
            stale=source.link.frozen_at_s is not None,
            chosen=chosen,
            meaning=("phone", source.name, known.device.id),
        )

    def _card(self, placed: Placed, palette: Palette, answer_key: str) -> CardView:
        call, bare = self._board.calls[placed.key], self._board.bare.calls[placed.key]
        now_s = self.now_s(call)
        frozen_s = self._board.sources[call.key.source].link.frozen_at_s
        look = Look(
            width=0,
            density=Density.CARD,
            palette=palette,
            selected=placed.key == self._calls.selected,
            stale_s=max(0.0, moment.now_s(self._board) - frozen_s)
            if frozen_s is not None and self.stale(call)
            else None,
            used=used_share(bare, self._options.thresholds, now_s),
            warned=is_warned(bare, self._options.thresholds, now_s),
            sources=len(self._board.sources) > 1,
        )
        party = party_of(call.call, call.leading)
        return CardView(
            call=call,
            now_s=now_s,
            # What a consultation is tied to is drawn above it.
            place=replace(place_of(self._board, call), parent="") if placed.depth else place_of(self._board, call),
            look=look,
            name=name_of(call.call, party) if party is not None else "",
            depth=placed.depth,
            ask=self._ask(call, answer_key),
            remark=self._remark(call),
            meaning=("select", call.key.source, call.key.id),
        )

    def _ask(self, call: BoardCall, key: str) -> str:
        """Only the call that the key answers now says so; the others that ring are not answered by it."""
        answer = self._controls.command("answer")
        if answer is None or call not in self._calls.ringing or self._controls.why_not(answer):
            return ""
        meant = self._controls.aim(answer) == OperationTarget(call.key.source, call.key.id)
        return f"{key} answers" if meant and key else ""

    def _remark(self, call: BoardCall) -> Remark | None:
        waiting = self._second.waiting
        if waiting is not None and waiting.aim == OperationTarget(call.key.source, call.key.id):
            return Remark(f"{self._keys.shown(waiting.command) or 'click'} again: {waiting.command.words}", Role.ALARM)
        about = [
            one
            for one in self._operator.operations.values()
            if (one.asked.source, one.asked.target_id) == (call.key.source, call.key.id)
        ]
        return self._news(about[-1]) if about and not call.ended else None

    def _news(self, one: Operation) -> Remark | None:
        if one.outcome is Outcome.PENDING:
            return Remark(f"» {one.command.words} …", Role.MINE)
        old = self._board.clock.now_s() - (one.done_s or one.asked_s) > FAILED_FOR_S
        if one.outcome is Outcome.TIMED_OUT:
            return Remark(f"? {one.command.words} unconfirmed", Role.RINGING)
        return (
            Remark(f"× {one.command.words} failed", Role.ALARM) if one.outcome is Outcome.FAILED and not old else None
        )


def _own_deeds(own_keys: Sequence[tuple[str, str, str]], why: str) -> list[OperationView]:
    return [OperationView(key, words, why, BRIEF.get(why, ""), meaning=("own", name)) for key, words, name in own_keys]
