"""Moves a replay: plays, pauses, seeks, hunts for the next alarm; a little at a time, so that keys are always heard."""

import asyncio
from collections.abc import Callable
from math import floor
from typing import NoReturn

from tui.recording.player import Player
from tui.screens.replay.alarm_hunt import AlarmHunt
from tui.views.words.durations import duration
from tui.views.words.role import Role
from widgets.drawing.running_mark import HeaderMark

FRAME_S = 0.05
_WORK_S = 0.03
"""Of each frame so much goes into going on; the rest is for the screen and the keys."""
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)
SAID_FOR_S = 4.0


class Transport:
    """What the keys of a replay act on.

    Attributes:
        playing: Whether it goes on by itself.
        speed: Recorded seconds for each second.
    """

    def __init__(
        self, player: Player, make_hunt: Callable[[], AlarmHunt], *, speed: float = 1.0, paused: bool = False
    ) -> None:
        """Stand where the player stands.

        Args:
            player: The recording.
            make_hunt: Begins to look for alarms.
            speed: Recorded seconds for each second.
            paused: Whether it waits for somebody to play it.
        """
        self.playing = not paused
        self.speed = speed
        self.on_move: Callable[[], None] = lambda: None
        self._player = player
        self._make_hunt = make_hunt
        self._goal_s: float | None = None
        self._hunt: AlarmHunt | None = None
        self._said = ""
        self._said_until_s = 0.0
        self._shown: tuple[object, ...] = ()

    @property
    def mark(self) -> HeaderMark:
        """Said on every screen: that this is a recording, of when, and where in it this is."""
        player = self._player
        wall = player.clock.wall()
        state = "…" if self.busy else "▶" if self.playing else "‖"
        speed = f"{self.speed:g}×"
        place = f"{duration(player.position_s)} of {duration(player.length_s)}"
        more = self._more()
        return HeaderMark(
            (
                f"REPLAY {wall:%Y-%m-%d %H:%M:%S}  {state} {speed}  {place}{more}",
                f"REPLAY {wall:%Y-%m-%d %H:%M:%S}  {state} {speed}{more}",
                f"REPLAY {wall:%Y-%m-%d %H:%M:%S} {state}",
                f"REPLAY {wall:%m-%d %H:%M:%S}",
            ),
            Role.RINGING,
        )

    @property
    def busy(self) -> bool:
        """Whether it is on its way somewhere."""
        return self._goal_s is not None or self._hunt is not None

    @property
    def _here_s(self) -> float:
        """Where it is, or is going to be in a moment: keys are pressed faster than a long way back is gone."""
        return self._player.clock.seconds if self._goal_s is None else self._goal_s

    def play(self) -> None:
        """Play, or pause; from the end it plays from the beginning."""
        plays = not (self.playing or self.busy)
        self.halt()
        self.playing = plays
        if plays and self._player.at_end:
            self.seek_to(self._player.contents.begin_s)

    def halt(self) -> None:
        """Stay here, whatever was under way."""
        self.playing, self._goal_s, self._said = False, None, ""
        self._end_hunt()

    def set_speed(self, step: int) -> None:
        """Play faster or slower.

        Args:
            step: How many steps faster.
        """
        nearest = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - self.speed))
        self.speed = SPEEDS[min(max(0, nearest + step), len(SPEEDS) - 1)]

    def step(self, step: int) -> None:
        """Go to the next event, or the one before, and stay there.

        Args:
            step: 1 or -1.
        """
        self.playing = False
        event_s = self._player.event_after(self._here_s) if step > 0 else self._player.event_before(self._here_s)
        if event_s is None:
            self._say("no event after this" if step > 0 else "no event before this")
        else:
            self.seek_to(event_s)

    def seek(self, seconds: float) -> None:
        """Go on or back.

        Args:
            seconds: By how much.
        """
        self.seek_to(self._here_s + seconds)

    def seek_edge(self, last: bool) -> None:
        """Go to the beginning or to the end.

        Args:
            last: Which one.
        """
        self.seek_to(self._player.contents.end_s if last else self._player.contents.begin_s)

    def seek_to(self, t: float) -> None:
        """Go to a moment.

        Args:
            t: Recorded clock.
        """
        self._end_hunt()
        self._said = ""
        self._goal_s = self._player.wind(t)

    def next_alarm(self) -> None:
        """Go to the next alarm, and stay there."""
        self.halt()
        self._hunt = self._make_hunt()

    async def run(self) -> NoReturn:
        """Go on, for ever."""
        loop = asyncio.get_running_loop()
        before_s = loop.time()
        while True:
            self._go_on(loop.time() - before_s, loop.time() + _WORK_S)
            before_s = loop.time()
            self._tell()
            await asyncio.sleep(FRAME_S)

    def _go_on(self, passed_s: float, until_s: float) -> None:
        if self._hunt is not None:
            self._follow_hunt(self._hunt, until_s)
        elif self._goal_s is not None:
            if self._advance(self._goal_s, until_s):
                self._goal_s = None
        elif self.playing:
            # Where that is too fast for this machine, it plays as fast as it can.
            end_s = self._player.contents.end_s
            self._advance(min(self._player.clock.seconds + passed_s * self.speed, end_s), until_s)
            self.playing = not self._player.at_end

    def _advance(self, goal_s: float, until_s: float) -> bool:
        """Go on to a moment, but not for longer than until another moment; whether it was reached."""
        loop = asyncio.get_running_loop()
        while self._player.advance(goal_s):
            if loop.time() >= until_s:
                return False
        return True

    def _follow_hunt(self, hunt: AlarmHunt, until_s: float) -> None:
        loop = asyncio.get_running_loop()
        player = self._player
        while loop.time() < until_s:
            next_s = min(floor(player.clock.seconds) + 1.0, player.contents.end_s)
            if not self._advance(next_s, until_s):
                return
            found = hunt.look()
            if found or player.at_end:
                self._say(found or "no alarm after this")
                self._end_hunt()
                return

    def _end_hunt(self) -> None:
        if self._hunt is not None:
            self._hunt.stop()
            self._hunt = None

    def _tell(self) -> None:
        shown = (floor(self._player.clock.seconds), self.playing, self.speed, self.busy, self._more())
        if shown != self._shown:
            self._shown = shown
            self.on_move()

    def _say(self, words: str) -> None:
        self._said = words
        self._said_until_s = asyncio.get_running_loop().time() + SAID_FOR_S

    def _more(self) -> str:
        if self._said and asyncio.get_running_loop().time() < self._said_until_s:
            return f"  {self._said}"
        self._said = ""
        problem = self._player.contents.problem
        if self._player.at_end:
            return f"  end: {problem}" if problem else "  end"
        return ""
