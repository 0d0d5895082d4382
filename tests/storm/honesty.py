"""Compares a board with the truth all the time: what it shows as live must be true, or have been so a moment ago."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from tests.storm.plan import LOST_SOCKET_S
from tests.storm.pulse import Stamp
from tests.storm.truth import Face, Truth
from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey
from tui.source.models import Call


class _Hurt(NamedTuple):
    at: Stamp
    noted_s: float


class Honesty:
    """Looks at each beat, and at each change of a link.

    Attributes:
        lies: What a source showed as live for longer than the stated detection time though it was not true, and
            breaks that it did not notice within that time.
        detections_s: How long it took to notice each break, seconds by the clock on the wall.
        looks: How many times a live source was compared.
    """

    def __init__(self, board: Board, truth: Truth, now: Callable[[str], Stamp], silence_s: float) -> None:
        """Compare from now on.

        Args:
            board: What is shown.
            truth: What is so.
            now: The moment, by name of the source.
            silence_s: Stated detection time where nothing arrives and nothing breaks.
        """
        self.lies: list[str] = []
        self.detections_s: list[float] = []
        self.looks = 0
        self._board = board
        self._truth = truth
        self._now = now
        self._silence_s = silence_s
        self._hurts: defaultdict[str, list[_Hurt]] = defaultdict(list)
        self._told: set[CallKey] = set()
        self._faces: dict[CallKey, tuple[Call, Face]] = {}
        self.stop = board.watch(self._see)

    def hurt(self, name: str) -> None:
        """Note that something of a source broke which it must notice; nothing, if it is not live anyway."""
        if self._board.sources[name].link.live:
            self._hurts[name].append(_Hurt(self._now(name), asyncio.get_running_loop().time()))

    def look(self) -> None:
        """Compare every source that claims to be live."""
        for name, source in self._board.sources.items():
            if source.link.live:
                self.looks += 1
                self._look_at(name)

    def shown(self, name: str) -> Mapping[str, Face]:
        """The calls that the board shows of a source, by id; without those that have ended."""
        calls = {key: known.call for key, known in self._board.calls.items() if key.source == name and not known.ended}
        return {key.id: self._face(key, call) for key, call in calls.items()}

    def _look_at(self, name: str) -> None:
        now = self._now(name)

        def is_recent(moment: Stamp) -> bool:
            return now.open_s - moment.open_s <= LOST_SOCKET_S and now.at_s - moment.at_s <= self._silence_s

        for hurt in self._hurts[name]:
            if not is_recent(hurt.at):
                self.lies.append(f"{name}: live {now.at_s - hurt.at.at_s:.2f} s after something broke")
        self._hurts[name] = [hurt for hurt in self._hurts[name] if is_recent(hurt.at)]
        self._compare(name, is_recent)

    def _compare(self, name: str, is_recent: Callable[[Stamp], bool]) -> None:
        shown = self.shown(name)
        for call_id in self._truth.ids(name) | shown.keys():
            face = shown.get(call_id)
            true = self._truth.recently(name, call_id, is_recent)
            if face not in true and CallKey(name, call_id) not in self._told:
                self._told.add(CallKey(name, call_id))
                self.lies.append(f"{name}: live, shows {face} of {call_id}, true was {true}, {self._now(name)}")

    def _face(self, key: CallKey, call: Call) -> Face:
        known = self._faces.get(key)
        if known is None or known[0] is not call:
            parties = tuple(sorted(party.number for party in call.parties))
            known = self._faces[key] = (call, Face(call.state, call.mute, call.recording_state, parties))
        return known[1]

    def _see(self, changes: Changes) -> None:
        for name in changes.links:
            if not self._board.sources[name].link.live:
                now_s = asyncio.get_running_loop().time()
                self.detections_s += [now_s - hurt.noted_s for hurt in self._hurts.pop(name, ())]


def differences(shown: Mapping[str, Face], true: Mapping[str, Face]) -> Iterable[str]:
    """Say how a board differs from its server: ghosts, missing calls, wrong ones; both by id of the call."""
    for call_id in sorted(shown.keys() | true.keys()):
        if call_id not in true:
            yield f"ghost {call_id}: {shown[call_id]}"
        elif call_id not in shown:
            yield f"missing {call_id}: {true[call_id]}"
        elif shown[call_id] != true[call_id]:
            yield f"wrong {call_id}: {shown[call_id]} instead of {true[call_id]}"
