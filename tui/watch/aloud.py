"""`callboard watch --format text`: the board in plain sentences, for screen readers, `say` and logs."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NoReturn

from tui.live.clock import Clock
from tui.live.reports.sentences import Narrator
from tui.live.store.board import Board, Changes
from tui.live.token_bucket import TokenBucket
from tui.printing.printer import Printer
from tui.views.attention import alarm_sentences
from tui.views.slices import SLICE_S, more_for
from tui.wiring import RunParts

if TYPE_CHECKING:
    from tui.views.agents.agent_report import AgentReport, FoundAgents
    from tui.views.attention.alarm_changes import AlarmChanges

_TICK_S = 1.0


def _always() -> bool:
    return True


class Speaker:
    """Says what a narrator tells, and alarms, each as far as the rate goes; what was left out is said as a number."""

    def __init__(
        self,
        narrator: Narrator,
        clock: Clock,
        say: Callable[[str], None],
        per_minute: int,
        takes: Callable[[], bool] = _always,
        alarms: "AlarmChanges | None" = None,
    ) -> None:
        """Be silent yet.

        Args:
            narrator: Makes the sentences.
            clock: Where time comes from.
            say: Takes each sentence.
            per_minute: How many may be said in a minute, and as many alarms; 0 is no limit.
            takes: Whether anybody listens now.
            alarms: Tells alarms of the narrator's board; none are said if not given.
        """
        self._takes = takes
        self._alarms = alarms
        self._narrator = narrator
        self._bucket = TokenBucket(clock, per_minute)
        # Of their own: they are what somebody listens for, and must not wait for calls that only come and go.
        self._alarm_bucket = TokenBucket(clock, per_minute)
        self._say = say

    def take(self, changes: Changes) -> None:
        """Say one step of the board."""
        self.offer(self._narrator.tell(changes))

    def offer(self, sentences: Iterable[str]) -> None:
        """Say something else.

        Args:
            sentences: Each with its full stop.
        """
        for sentence in sentences:
            # What comes later must not be said before the words that stand for what came earlier.
            if self._bucket.left_out or not self._takes():
                self._bucket.left_out += 1
            elif self._bucket.allows():
                self._say(sentence)

    def tick(self) -> None:
        """A second has passed: say alarms; and when there is room again, how much was left out and how things stand."""
        if self._alarms is not None:
            step = self._alarms.look(more_for(SLICE_S))
            board = self._narrator.board
            ended = [alarm_sentences.ended(board, alarm) for alarm in step.ended]
            self._offer_alarms([*ended, *(alarm_sentences.begun(board, alarm) for alarm in step.begun)])
        if self._bucket.left_out and self._takes() and self._bucket.take():
            self._say_left_out()

    def _offer_alarms(self, sentences: list[str]) -> None:
        for sentence in sentences:
            if not self._takes() or not self._alarm_bucket.take():
                self._bucket.left_out += 1
                continue
            if self._bucket.left_out:
                self._say_left_out()
            self._say(sentence)

    def _say_left_out(self) -> None:
        number, self._bucket.left_out = self._bucket.left_out, 0
        changes = "1 more change was" if number == 1 else f"{number} more changes were"
        alarms = alarm_sentences.summary(sum(1 for _ in self._alarms.open)) if self._alarms is not None else ""
        self._say(f"{changes} left out. {self._narrator.summary()} {alarms}".rstrip())


async def read_aloud(
    parts: RunParts, per_minute: int, alarms: "AlarmChanges | None" = None, agents: "AgentReport | None" = None
) -> NoReturn:
    """Say every change until cancelled.

    Args:
        parts: What runs.
        per_minute: How many sentences may be said in a minute; 0 is no limit.
        alarms: Tells alarms of the board; none are said if not given.
        agents: Counts agents; nothing is said of that if not given.

    Raises:
        OutputError: Standard output cannot be written.
    """
    with Printer() as printer:

        def say(sentence: str) -> None:
            printer.put(f"{sentence}\n")

        speaker = Speaker(Narrator(parts.board), parts.board.clock, say, per_minute, lambda: printer.takes, alarms)
        stop = parts.board.watch(speaker.take)
        parts.on_recording_end(lambda why: say(f"The recording has ended: {why}."))
        running = [asyncio.create_task(parts.feeds.run()), asyncio.create_task(_tick(speaker))]
        if agents is not None:
            running.append(asyncio.create_task(_say_agents(agents, speaker)))
        try:
            # What cannot be written must end the run, and not a feed.
            await printer.fail_or_be_left()
        finally:
            stop()
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)


def sentences_of(board: Board, agents: "AgentReport | None" = None) -> str:
    """The whole state in sentences, one on a line.

    Args:
        board: What is known.
        agents: Has counted agents; nothing is said of that if not given.
    """
    from tui.views.agents.agent_count_words import agents_sentences

    counted = agents_sentences(agents.found) if agents is not None and agents.found is not None else []
    return "".join(f"{sentence}\n" for sentence in (*Narrator(board).whole(), *counted))


async def _tick(speaker: Speaker) -> NoReturn:
    while True:
        await asyncio.sleep(_TICK_S)
        speaker.tick()


async def _say_agents(agents: "AgentReport", speaker: Speaker) -> None:
    """Say what agents do where that is no longer what was said."""
    from tui.views.agents.agent_count_words import agents_sentences, same_numbers

    said: FoundAgents | None = None
    async for found in agents.run():
        if not same_numbers(said, found):
            said = found
            speaker.offer(agents_sentences(found))
