"""What the board shows of one card at one moment, drawn and remembered until something about it differs."""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import is_

from rich.style import Style
from textual.strip import Strip

from tui.live.store.bare import BareCall
from tui.live.store.board import Board
from tui.live.store.card import BoardCall, CallKey
from tui.views import moment
from tui.views.attention.thresholds import Thresholds, is_warned, next_turn_s, used_share
from tui.views.words.call_words import flags_of, sign_of
from tui.views.words.places import place_of
from widgets.cards.call_face import call_face
from widgets.cards.legs import CallLeg
from widgets.cards.look import Look
from widgets.cards.row_face import only_times_move, row_later
from widgets.drawing.palette import Palette
from widgets.wall.grid import Grid

_REMEMBERED = 1_000
"""Calls whose cells are kept: more than any terminal shows."""


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a card is drawn from: all that could make it differ, but for the moment and the thresholds.

    Attributes:
        objects: Never changed, only replaced; the same ones say the same.
        values: Compared as usual.
    """

    objects: tuple[object, ...]
    values: tuple[object, ...]

    def is_same(self, other: "_Basis") -> bool:
        """Whether nothing was replaced."""
        alike = self.values == other.values and len(self.objects) == len(other.objects)
        return alike and all(map(is_, self.objects, other.objects))


@dataclass(slots=True)
class _Drawn:
    """A card as it was drawn last.

    Attributes:
        basis: What it was drawn from.
        now_s: The moment.
        signature: What could be seen of the basis when all of it was drawn; None where times have gone on since.
        look: How it was drawn.
        steady_until_s: Before that moment nothing but times moves; may have passed already.
        legs: The calls that share the card.
        reads: All calls that it is of.
        strips: The cells.
    """

    basis: _Basis
    now_s: float
    signature: object
    look: Look
    steady_until_s: float
    legs: Sequence[CallKey] | None
    reads: frozenset[CallKey]
    strips: list[Strip]

    def go_on(self, call: BoardCall, now_s: float) -> None:
        """Let the times of a row go on, and nothing else."""
        self.now_s, self.signature = now_s, None
        self.strips = [row_later(self.strips[0], call, now_s, self.look)]


class CallViewModel:
    """Draws calls of a board, or conversations of several; cheap to ask again.

    Attributes:
        calm: Calls whose alarm somebody has acknowledged.
        legs: The calls that share a card, by its key, the one that leads first; a card that is missing is one call.
    """

    def __init__(self, board: Board, thresholds: Thresholds) -> None:
        """Remember nothing yet.

        Args:
            board: Where the calls are.
            thresholds: From when on a call is alarmed.
        """
        self.calm: Collection[CallKey] = ()
        self.legs: Mapping[CallKey, Sequence[CallKey]] = {}
        self._board = board
        self._thresholds = thresholds
        self._seen: dict[CallKey, _Drawn] = {}

    def follow(self, thresholds: Thresholds) -> None:
        """Draw everything anew, by other thresholds.

        Args:
            thresholds: From when on a call is alarmed.
        """
        self._thresholds = thresholds
        self._seen.clear()

    def strips(self, key: CallKey, grid: Grid, palette: Palette, *, selected: bool) -> list[Strip]:
        """Draw a card as it is now.

        Args:
            key: Which.
            grid: How large.
            palette: Colours.
            selected: Whether the cursor is on it.

        Returns:
            Strips of the grid's card; the same objects as long as nothing about it differs. Blank where the call
            has just left the board.
        """
        calls = self._calls(key)
        if not calls:
            return [Strip.blank(grid.card_width, Style())] * grid.card_height
        known, now_s = self._seen.get(key), moment.now_s(self._board)
        basis = self._basis(calls, grid, palette, selected=selected)
        if known is not None and known.basis.is_same(basis):
            # A change of one call would else cost as much as there are calls in sight, and a second as much as all.
            if known.now_s == now_s:
                return known.strips
            if known.now_s < now_s < known.steady_until_s:
                known.go_on(calls[0], now_s)
                return known.strips
        return self._draw(key, calls, known, basis, self._look(calls, grid, palette, selected=selected))

    def shows(self, key: CallKey, changed: Collection[CallKey]) -> bool:
        """Whether a card could differ when some calls have changed, and nothing else.

        Args:
            key: Which card.
            changed: Calls that came, changed or went.
        """
        known = self._seen.get(key)
        return known is None or self.legs.get(key) != known.legs or not known.reads.isdisjoint(changed)

    @property
    def moment(self) -> tuple[object, ...]:
        """What all cards are drawn for alike, beside how large and in which colours."""
        return moment.now_s(self._board), self.calm, self._thresholds

    def keep(self, keys: Container[CallKey]) -> None:
        """Forget how others looked: they are not seen any more.

        Args:
            keys: Cards that are seen.
        """
        for key in [key for key in self._seen if key not in keys]:
            del self._seen[key]

    def age_s(self, key: CallKey) -> float | None:
        """How old a card says that its call is; None where that is not known."""
        calls = self._calls(key)
        return _whole(calls).age_s(self._sure_s(calls[0])) if calls else None

    def _draw(
        self, key: CallKey, calls: Sequence[BoardCall], known: _Drawn | None, basis: _Basis, look: Look
    ) -> list[Strip]:
        call, now_s = calls[0], moment.now_s(self._board)
        sure_s, place = self._sure_s(call), place_of(self._board, call)
        signature = (tuple((leg.key, leg.revision) for leg in calls), sure_s, place, look)
        same = known is not None and known.signature == signature
        strips = known.strips if known is not None and same else call_face(_whole(calls), sure_s, place, look)
        until_s = next_turn_s(self._bare(call), self._thresholds, now_s) if only_times_move(look) else now_s
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        legs, reads = self.legs.get(key), _read_of(calls)
        self._seen[key] = _Drawn(basis, now_s, signature, look, until_s, legs, reads, strips)
        return strips

    def _calls(self, key: CallKey) -> list[BoardCall]:
        return [call for leg in self.legs.get(key, (key,)) if (call := self._board.calls.get(leg)) is not None]

    def _basis(self, calls: Sequence[BoardCall], grid: Grid, palette: Palette, *, selected: bool) -> _Basis:
        bare = self._board.bare
        objects: list[object] = [*calls, palette]
        for call in calls:
            objects.append(bare.calls[call.key])
            source, parent_id = bare.sources[call.key.source], call.call.parent_id
            parent = self._board.calls.get(CallKey(call.key.source, parent_id)) if parent_id else None
            objects += (source.link, source.devices, parent)
        calm = tuple(call.key in self.calm for call in calls)
        return _Basis(tuple(objects), (grid, selected, len(bare.sources), calm))

    def _look(self, calls: Sequence[BoardCall], grid: Grid, palette: Palette, *, selected: bool) -> Look:
        call, stale_s = calls[0], self._stale_s(calls[0])
        # A leg that is not sure claims nothing.
        counted = calls if len(calls) == 1 else [call, *(leg for leg in calls[1:] if self._stale_s(leg) is None)]
        shares = [used_share(self._bare(leg), self._thresholds, self._sure_s(leg)) for leg in counted]
        return Look(
            width=grid.card_width,
            density=grid.density,
            palette=palette,
            selected=selected,
            stale_s=stale_s,
            used=max((share for share in shares if share is not None), default=None) if len(calls) > 1 else shares[0],
            warned=any(is_warned(self._bare(leg), self._thresholds, self._sure_s(leg)) for leg in counted),
            calm=self._is_calm(counted, shares),
            sources=len(self._board.sources) > 1,
            legs=tuple(self._leg(leg) for leg in calls) if len(calls) > 1 else (),
            height=grid.card_height,
        )

    def _is_calm(self, calls: Sequence[BoardCall], shares: Sequence[float | None]) -> bool:
        """Whether somebody has acknowledged all the alarms that there are."""
        return bool(self.calm) and all(
            call.key in self.calm
            for call, share in zip(calls, shares, strict=True)
            if share is not None and share >= 1.0
        )

    def _leg(self, call: BoardCall) -> CallLeg:
        used = used_share(self._bare(call), self._thresholds, self._sure_s(call))
        stale = self._stale_s(call) is not None
        return CallLeg(
            sign=sign_of(call),
            own=place_of(self._board, call).own or call.key.source,
            marks="".join(dict.fromkeys(flag.mark for flag in flags_of(call, 0.0))),
            stale=stale,
            alarmed=used is not None and used >= 1.0 and not stale and call.key not in self.calm,
        )

    def _bare(self, call: BoardCall) -> BareCall:
        """The same call for the thresholds, which may depend on what is not shown."""
        return self._board.bare.calls[call.key]

    def _sure_s(self, call: BoardCall) -> float:
        return moment.sure_s(self._board, self._board.bare.sources[call.key.source])

    def _stale_s(self, call: BoardCall) -> float | None:
        """For how long the board has not been sure of a call; what has ended is over for sure."""
        frozen_s = self._board.bare.sources[call.key.source].link.frozen_at_s
        return None if frozen_s is None or call.ended else max(0.0, moment.now_s(self._board) - frozen_s)


def _read_of(calls: Sequence[BoardCall]) -> frozenset[CallKey]:
    """The calls that a card is of, and those of which they are consultations."""
    keys = [call.key for call in calls]
    parents = [CallKey(call.key.source, parent_id) for call in calls if (parent_id := call.call.parent_id)]
    return frozenset((*keys, *parents))


def _whole(calls: Sequence[BoardCall]) -> BoardCall:
    """The leg that leads, as old as the oldest leg that goes on: a conversation has one time."""
    starts = [leg.start_s for leg in calls if leg.start_s is not None and leg.ended == calls[0].ended]
    return replace(calls[0], start_s=min(starts)) if len(calls) > 1 and starts else calls[0]
