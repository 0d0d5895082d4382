"""The one run, and all who look at it.

One for all and not one for each: a wall of two hundred logins would log in two hundred times more with every page, a
page that is loaded again would log all of them in anew, and two desks of one agent would contradict each other.
"""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import Any, NamedTuple

from tui.serve.child import Child, Program, said_by
from tui.serve.health import HealthAnswer, answer
from tui.serve.messages import Keys, Said, Size, smallest
from tui.serve.packets import DATA, Packet, data_packet, meta_packet
from tui.serve.viewer import Parted, Viewer

_LOG = logging.getLogger(__name__)

LINGER_S = 60.0
"""How long a run goes on without anybody who looks: a page that is loaded again finds it as it was."""
SHORT_S = 10.0
"""A run that ends sooner than this is started again later and later."""
LONGEST_PAUSE_S = 60.0
FIT_S = 0.1
"""Sizes that come within this time are one."""
HUNG_S = 30.0
"""A run that does not answer for so long is ended, and started again."""
SCRAPED_S = 300.0
"""How long a run goes on after it was scraped: nobody scrapes more seldom."""
SCRAPE_S = 8.0
"""How long a scraper waits for an answer; most give up after 10 s."""
_ASK_AGAIN_S = 0.5


class PendingQuestion(NamedTuple):
    """A page that waits for an answer of the run: its own number, and that of the question to the run."""

    viewer: Viewer
    number: int
    question: int


class SharedRun:
    """Starts the run for the first who looks, ends it some time after the last."""

    def __init__(
        self, program: Program, max_viewers: int, *, again: bool, fixed: Size | None = None, alone: bool = False
    ) -> None:
        """Prepare a room; nothing runs yet.

        Args:
            program: What to run.
            max_viewers: So many may look at once.
            again: Whether a run that was left is started again.
            fixed: Size of the run; what fits into the windows of all who look if not given.
            alone: Whether the keys of one page only may reach the run.
        """
        self._alone = alone
        self._program = program
        self._fixed = fixed
        self._max_viewers = max_viewers
        self._again = again
        self._viewers: list[Viewer] = []
        self._child: Child | None = None
        self._running: asyncio.Task[None] | None = None
        self._lingering: asyncio.TimerHandle | None = None
        self._asked: list[PendingQuestion] = []
        self._questions = 0
        self._silent_since_s: float | None = None
        self._not_before_s = 0.0
        self._pause_s = 0.0
        self._size = Size(0, 0)
        self._fitting: asyncio.TimerHandle | None = None
        self._told: object = None
        self._metrics: asyncio.Future[str] | None = None
        self._kept_until_s = 0.0
        self._code = 0

    def health(self) -> HealthAnswer:
        """How the run is, for a probe."""
        now_s = asyncio.get_running_loop().time()
        silent_s = 0.0 if self._silent_since_s is None else now_s - self._silent_since_s
        waits = self._running is None and now_s < self._not_before_s
        ended = f"what is shown ended with exit code {self._code}" if waits and self._code else ""
        return answer(self._told, is_shown=bool(self._viewers), silent_s=silent_s, ended=ended)

    def acting(self) -> Viewer | None:
        """Who alone may act now; None where nobody does, or all may."""
        return next((viewer for viewer in self._viewers if viewer.acts), None) if self._alone else None

    def take_over(self, viewer: Viewer) -> None:
        """Part with who acts now, for another.

        Args:
            viewer: Who is to act; it has not entered yet.
        """
        if (before := self.acting()) is not None:
            before.part(Parted.ELSEWHERE, f"it was taken over by {viewer.token or 'a page'} at {viewer.address}")
            self.leave(before)

    def why_not(self) -> str:
        """Why nobody else may look now, for the page; "" if one may."""
        if len(self._viewers) >= self._max_viewers:
            return f"no more than {self._max_viewers} may look at once"
        wait_s = self._not_before_s - asyncio.get_running_loop().time()
        return f"callboard ended and is started again in {wait_s:.0f} s" if wait_s > 0 else ""

    def enter(self, viewer: Viewer) -> None:
        """Let somebody look; `why_not` has nothing against it.

        Args:
            viewer: Gets the whole picture soon, and then every change.
        """
        if self._lingering is not None:
            self._lingering.cancel()
            self._lingering = None
        self._viewers.append(viewer)
        viewer.say("enter")
        self._tell_asker()
        self._fit()
        if self._running is None:
            self._running = asyncio.create_task(self._run(), name="shown")
        elif self._child is not None:
            self._child.send(meta_packet("repaint"))

    def leave(self, viewer: Viewer) -> None:
        """Somebody does not look any more.

        Args:
            viewer: Who entered.
        """
        if viewer not in self._viewers:
            # Another has taken over.
            return
        self._viewers.remove(viewer)
        self._asked = [asked for asked in self._asked if asked.viewer is not viewer]
        if self._viewers:
            self._fit()
        elif self._running is not None:
            self._linger(self._running)

    async def metrics(self) -> str | None:
        """What the run says of itself to a scraper, who looks as well: what starts by itself is started, and goes on.

        Returns:
            Its text; None where nothing runs, or does not answer.
        """
        self._keep()
        loop = asyncio.get_running_loop()
        until_s = loop.time() + SCRAPE_S
        # All who ask at once get one answer.
        metrics = self._metrics = self._metrics or loop.create_future()
        while self._running is not None and loop.time() < until_s:
            # While a run starts some questions are lost.
            self._question(metrics=1)
            await asyncio.wait([metrics], timeout=_ASK_AGAIN_S)
            if metrics.done():
                return metrics.result()
        return None

    async def take(self, viewer: Viewer, said: Said) -> None:
        """Take what a page says.

        Args:
            viewer: Whose page.
            said: What.
        """
        if isinstance(said, Size):
            if said != viewer.size:
                viewer.size = said
                self._fit_soon()
        elif self._child is not None:
            if isinstance(said, Keys):
                if viewer.acts and viewer in self._viewers:
                    self._child.send(data_packet(said.text))
            else:
                self._ask(viewer, said.number)
            await self._child.taken()

    async def close(self) -> None:
        """Part with everybody and end the run."""
        for viewer in self._viewers:
            viewer.part(Parted.STOPPED, "the server was stopped")
        for timer in (self._lingering, self._fitting):
            if timer is not None:
                timer.cancel()
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    def _tell_asker(self) -> None:
        """Say whose keys come, for the audit log of the run."""
        acting = self.acting()
        if acting is not None and self._child is not None:
            self._child.send(meta_packet("asker", address=acting.address, token=acting.token))

    def _keep(self) -> None:
        # A desk that was left, or that nobody sits at any more, is nothing that a scraper starts or lets go on.
        if not self._again:
            return
        now_s = asyncio.get_running_loop().time()
        self._kept_until_s = now_s + SCRAPED_S
        if self._running is None and now_s >= self._not_before_s:
            self._fit()
            self._running = asyncio.create_task(self._run(), name="shown")
        if self._running is not None and not self._viewers:
            self._linger(self._running)

    def _linger(self, running: asyncio.Task[None]) -> None:
        """End it some time after the last has looked, or has scraped."""
        if self._lingering is not None:
            self._lingering.cancel()
        loop = asyncio.get_running_loop()
        self._lingering = loop.call_at(max(loop.time() + LINGER_S, self._kept_until_s), running.cancel)

    def _ask(self, viewer: Viewer, number: int) -> None:
        question = self._question()
        if question is not None:
            self._asked.append(PendingQuestion(viewer, number, question))

    def _question(self, **more: int) -> int | None:
        """Ask the run for a sign of life; one that has given none for too long is ended."""
        now_s = asyncio.get_running_loop().time()
        if self._silent_since_s is None:
            self._silent_since_s = now_s
        if now_s - self._silent_since_s > HUNG_S and self._running is not None:
            _LOG.error("what is shown does not answer any more, and is started again")
            self._running.cancel()
        elif self._child is not None:
            self._questions += 1
            self._child.send(meta_packet("beat", n=self._questions, **more))
            return self._questions
        return None

    def _fit_soon(self) -> None:
        # A window that is pulled larger says so at every step, and each costs the run a whole picture.
        if self._fitting is None:
            self._fitting = asyncio.get_running_loop().call_later(FIT_S, self._fit)

    def _fit(self) -> None:
        if self._fitting is not None:
            self._fitting.cancel()
            self._fitting = None
        size = self._fixed or smallest([viewer.size for viewer in self._viewers])
        if size != self._size and self._child is not None:
            self._child.send(meta_packet("resize", width=size.columns, height=size.rows))
        changed, self._size = size != self._size, size
        for viewer in self._viewers:
            if changed or viewer.told_size != size:
                viewer.told_size = size
                viewer.say("size", size.columns, size.rows)

    async def _run(self) -> None:
        began_s = asyncio.get_running_loop().time()
        left, code = False, 1
        try:
            self._child = await self._start()
            async for packet in self._child.packets():
                self._pass_on(packet)
            left = not self._again
        except OSError as error:
            _LOG.error("what is shown cannot be started: %s", error)
        finally:
            child, self._child = self._child, None
            if child is not None:
                code = await _whole(child.end())
            self._running, self._told, self._code = None, None, code
            self._pause(asyncio.get_running_loop().time() - began_s)
            self._part(code, left=left and code == 0)

    async def _start(self) -> Child:
        size = self._size
        child = await Child.start(self._program, size.columns, size.rows)
        for viewer in self._viewers:
            viewer.looks = True
        if size != self._size:
            child.send(meta_packet("resize", width=self._size.columns, height=self._size.rows))
        if (acting := self.acting()) is not None:
            child.send(meta_packet("asker", address=acting.address, token=acting.token))
        return child

    def _pause(self, lived_s: float) -> None:
        self._pause_s = min(max(1.0, self._pause_s * 2), LONGEST_PAUSE_S) if lived_s < SHORT_S else 0.0
        self._not_before_s = asyncio.get_running_loop().time() + self._pause_s

    def _part(self, code: int, *, left: bool) -> None:
        self._asked.clear()
        self._silent_since_s = None
        if code:
            _LOG.error("what is shown ended with exit code %d", code)
        words = f"callboard ended with exit code {code}" if code else "callboard was left"
        for viewer in self._viewers:
            viewer.part(Parted.LEFT if left else Parted.ENDED, words)

    def _pass_on(self, packet: Packet) -> None:
        if packet[0] == DATA:
            for viewer in self._viewers:
                if viewer.looks:
                    viewer.show(packet[1])
            return
        said = said_by(packet)
        if said.get("type") == "repaint":
            for viewer in self._viewers:
                viewer.looks = True
        elif said.get("type") == "beat":
            self._told = said.get("health")
            self._answer(said.get("n"))
            self._answer_scrapers(said.get("metrics"))

    def _answer(self, question: object) -> None:
        if not isinstance(question, int):
            return
        self._silent_since_s = None
        # What was asked before is answered by it as well: some answers are lost while a run starts.
        for asked in self._asked:
            if asked.question <= question:
                asked.viewer.say("beat", asked.number)
        self._asked = [asked for asked in self._asked if asked.question > question]

    def _answer_scrapers(self, metrics: object) -> None:
        # While it starts it has nothing to say.
        if isinstance(metrics, str) and metrics and self._metrics is not None:
            self._metrics.set_result(metrics)
            self._metrics = None


async def _whole(work: Coroutine[Any, Any, int]) -> int:
    # A process must be ended to its end, whoever cancels meanwhile.
    task = asyncio.ensure_future(work)
    while not task.done():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(task)
    return task.result()
