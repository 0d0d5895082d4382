"""What a publisher knew, with its times on our clock, and beside it what only we saw: calls that it has no more."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from tui.floor.values import CallEnd, LoginValue
from tui.live.store.board import BoardDevice, Source
from tui.live.store.card import DISCONNECTED, BoardCall, CallKey, Younger, end
from tui.live.store.link import Link

Known = TypeVar("Known")
_Moved = tuple[Known, Known]
"""Something as it came, and the same on our clock."""


class PlacedLogin:
    """The value of one login on our clock; a call that did not change stays the same object.

    Attributes:
        value: As its publisher wrote it.
        by_s: What was added to its times.
        link: How sure its publisher was.
        calls: All of them, those that ended among them.
        ends: How those ended that the publisher has no more.
        made_at_s: When the value was written.
    """

    def __init__(self, value: LoginValue, by_s: float, before: "PlacedLogin | None" = None) -> None:
        """Move a value to our clock.

        Args:
            value: One with a part.
            by_s: What is added to its times.
            before: The last one of this login, whose calls are not moved again.
        """
        if value.part is None:
            raise ValueError("a login that is published no more")
        self.value = value
        self._part = value.part
        self.by_s = by_s
        if before is not None and before.by_s != by_s:
            before = None
        self.made_at_s = value.now_s + by_s
        self.link = moved_link(value.part.source.link, by_s)
        devices = value.part.source.devices
        self._devices: _Moved[Mapping[str, BoardDevice]] = (
            before._devices if before is not None and before._devices[0] is devices else _moved_devices(devices, by_s)
        )
        known = before._moved if before is not None else {}
        self._moved: Mapping[CallKey, _Moved[BoardCall]] = {
            call.key: _moved_once(call, by_s, known.get(call.key)) for call in value.part.calls
        }
        self.ends = {one.id: CallEnd(one.id, one.ended_at_s + by_s, one.ended_how) for one in value.ends}

    @property
    def calls(self) -> Iterable[BoardCall]:
        """All of them."""
        return (ours for _, ours in self._moved.values())

    def source(self, link: Link, site: str, *, encrypted: bool) -> Source:
        """Make the source that stands on the board.

        Args:
            link: How sure it is here.
            site: Where it belongs.
            encrypted: Whether nobody on the way from the server can read along.
        """
        theirs = self._part.source
        encrypted = encrypted and theirs.encrypted
        # When its publisher heard and checked it last is told by beats, not by values.
        return Source(theirs.name, link, theirs.user, self._devices[1], None, None, theirs.asked_for, encrypted, site)

    def calls_beside(
        self, shown: Mapping[CallKey, BoardCall], sure_s: float, now_s: float, ended_s: float
    ) -> tuple[BoardCall, ...]:
        """The calls that the board adopts.

        Args:
            shown: The calls of the login that are on the board.
            sure_s: Until when they were sure.
            now_s: Now.
            ended_s: How long an ended call stays.
        """
        calls = [self._seen(call, shown.get(call.key), now_s, ended_s) for call in self.calls]
        gone = [self._ended(call, sure_s, now_s) for key, call in shown.items() if key not in self._moved]
        return tuple(call for call in (*calls, *gone) if call is not None)

    @staticmethod
    def _seen(call: BoardCall, shown: BoardCall | None, now_s: float, ended_s: float) -> BoardCall | None:
        if not call.ended:
            return call
        if shown is None:
            return call if now_s - call.end_seen_s < ended_s else None
        # Its end is shown for as long here as any other, however late it came.
        return shown if shown.ended else replace(call, end_seen_s=now_s)

    def _ended(self, shown: BoardCall, sure_s: float, now_s: float) -> BoardCall:
        if shown.ended:
            return shown
        known = self.ends.get(shown.key.id)
        how, at_s = (DISCONNECTED, sure_s) if known is None else (known.ended_how, known.ended_at_s)
        return end(shown, None, how, now_s, min(at_s, now_s))


def moved_link(link: Link, by_s: float) -> Link:
    """Move a link to our clock.

    Args:
        link: Of the publisher.
        by_s: What is added to its times.
    """
    return Link(link.state, link.since_s + by_s, link.why, _at(link.frozen_at_s, by_s))


def _moved_devices(devices: Mapping[str, BoardDevice], by_s: float) -> _Moved[Mapping[str, BoardDevice]]:
    moved = {key: _device(known, by_s) for key, known in devices.items()}
    return devices, MappingProxyType(moved)


def _device(known: BoardDevice, by_s: float) -> BoardDevice:
    return BoardDevice(known.device, known.first_seen_s + by_s, _at(known.state_since_s, by_s))


def _moved_once(call: BoardCall, by_s: float, known: _Moved[BoardCall] | None) -> _Moved[BoardCall]:
    if known is not None and known[0] is call:
        return known
    younger = call.younger
    # `replace` would take three times as long, and every message comes here.
    moved = BoardCall(
        key=call.key,
        call=call.call,
        start_s=_at(call.start_s, by_s),
        state_since_s=_at(call.state_since_s, by_s),
        state_seen_s=_at(call.state_seen_s, by_s),
        held_s=call.held_s,
        paused_since_s=_at(call.paused_since_s, by_s),
        paused_seen_s=_at(call.paused_seen_s, by_s),
        answered_at_s=_at(call.answered_at_s, by_s),
        younger=None if younger is None else Younger(younger.start_s + by_s, younger.at_s + by_s),
        recounted_s=_at(call.recounted_s, by_s),
        phone_number=call.phone_number,
        extensions=call.extensions,
        metrics=call.metrics,
        ended_at_s=_at(call.ended_at_s, by_s),
        end_seen_s=call.end_seen_s + by_s,
        ended_how=call.ended_how,
        unreadable=call.unreadable,
    )
    return call, moved


def _at(moment_s: float | None, by_s: float) -> float | None:
    return None if moment_s is None else moment_s + by_s
