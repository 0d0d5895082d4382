"""Calls that come, change and go at the logins of a board, by a seed."""

from __future__ import annotations

import random

from tests.live.resources import call, device, device_message, held, message, released, ringing, snapshot, talking
from tui.live.store.board import Board
from tui.live.store.card import Sight

_NUMBERS = ("+12025550143", "+12025550161", "+12025550185")


class Life:
    """What happens at the logins of one publisher, whoever hears of it."""

    def __init__(self, board: Board, logins: tuple[str, ...], rng: random.Random) -> None:
        self._board = board
        self._logins = logins
        self._rng = rng
        self._made = 0
        for login in logins:
            now_s = board.clock.now_s()
            board.add_source(login)
            known = snapshot(call(f"{login}-0", "Established", 40), devices=(device(f"d{login}", number=login),))
            board.replace(login, known, Sight(now_s, now_s))

    def step(self) -> None:
        """Let one thing happen."""
        rng, board = self._rng, self._board
        login, now_s = rng.choice(self._logins), board.clock.now_s()
        going = [key.id for key in sorted(board.keys_of(login)) if not board.calls[key].ended]
        what = rng.random()
        if what < 0.2 or not going:
            self._made += 1
            party = [{"phoneNumber": rng.choice(_NUMBERS)}]
            board.apply(login, [ringing(now_s, f"{login}-{self._made}", participants=party)])
        elif what < 0.4 and len(going) > 1:
            board.apply(login, [released(now_s, rng.choice(going))])
        elif what < 0.5:
            state = rng.choice(("Ready", "NotReady", "Busy"))
            board.apply(login, [device_message(now_s, device(f"d{login}", state, login))])
        elif what < 0.7:
            data = {"Queue": rng.choice(("Sales", "Care")), "Customer": rng.choice(_NUMBERS)}
            board.apply(login, [message(now_s, call(rng.choice(going), "Established", None, user_data=data))])
        else:
            board.apply(login, [rng.choice((held, talking))(now_s, rng.choice(going))])
        board.sweep()
