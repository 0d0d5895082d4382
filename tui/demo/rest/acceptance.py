"""How an accepted operation takes effect: a little later, before its response, or not at all (API.md 1.6)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from tui.demo.centre import talking
from tui.demo.centre.centre import Centre
from tui.demo.centre.changes import CallChanged, Change
from tui.demo.centre.model import Agent, CallState, Conversation, DeviceCall
from tui.demo.rest.call_operations import FailedError
from tui.demo.rest.later import DelayedEffects

_EARLY_RESPONSE_S = 0.02


class Acceptance:
    """Lets accepted operations happen.

    Attributes:
        early: Whether the notification comes before the response.
        no_effect: Whether nothing happens at all.
    """

    def __init__(self, centre: Centre, later: DelayedEffects) -> None:
        """Let operations happen in a centre.

        Args:
            centre: Where.
            later: Waits.
        """
        self.early = centre.options.wrinkles.early
        self.no_effect = centre.options.wrinkles.no_effect
        self._centre = centre
        self._later = later
        self._delays = random.Random(centre.options.seed + 2)

    async def accept(self, agent: Agent, effect: Callable[[], None], leg: DeviceCall | None = None) -> None:
        """Let an operation take effect; returns when its response may be sent.

        Args:
            agent: Who asked, and is told if it fails.
            effect: What it does.
            leg: The call it is for, if any.
        """
        if self.no_effect:
            return
        if self.early:
            self._run(agent, effect, leg)
            await asyncio.sleep(_EARLY_RESPONSE_S)
            return
        low_ms, high_ms = self._centre.options.effect_ms
        delay_s = self._delays.uniform(low_ms, high_ms) / 1000
        self._later.call(delay_s, lambda: self._run(agent, effect, leg))

    def _run(self, agent: Agent, effect: Callable[[], None], leg: DeviceCall | None) -> None:
        fresh: dict[Conversation, None] = {}

        def notice(change: Change) -> None:
            if isinstance(change, CallChanged) and change.leg.state in (CallState.DIALING, CallState.RINGING):
                fresh[change.leg.conversation] = None

        self._centre.listeners.append(notice)
        try:
            effect()
        except FailedError as error:
            self._centre.fail(agent, str(error), leg)
        finally:
            self._centre.listeners.remove(notice)
        for conversation in fresh:
            self._let_answer(agent, conversation)

    def _let_answer(self, agent: Agent, conversation: Conversation) -> None:
        if self._centre.options.far_end_s > 0:
            self._later.call(self._centre.options.far_end_s, lambda: self._far_end(agent, conversation))

    def _far_end(self, agent: Agent, conversation: Conversation) -> None:
        for leg in tuple(conversation.legs):
            mine = leg.agent is agent or leg.agent.attended or leg.from_queue or leg.monitor is not None
            if leg.state is CallState.RINGING and not mine:
                talking.answer(self._centre, leg)
        if conversation.outsiders:
            talking.far_end_answers(self._centre, conversation)
