"""The life of the centre: what agents and callers do by themselves, one event a step, repeatable by the seed.

Time in here is virtual (steps divided by the rate), so the choice of events does not depend on the machine's speed.
"""

from __future__ import annotations

import math
import random

from tui.demo.centre import consulting, habits, talking
from tui.demo.centre.agenda import Agenda, Pool
from tui.demo.centre.arrivals import Arrivals
from tui.demo.centre.centre import Centre
from tui.demo.centre.changes import CallChanged, Change
from tui.demo.centre.model import CallState, CallType, DeviceCall, NotificationType, RecordingState

_TALK_MEDIAN_S = 240.0
_SLACK = 0.02


class Life:
    """Lets things happen.

    Attributes:
        steps: Events so far.
        rng: Makes every choice.
    """

    def __init__(self, centre: Centre) -> None:
        """Bring a centre to life; call `populate` before the first step.

        Args:
            centre: Where it happens; its options say how much.
        """
        self.steps = 0
        self._centre = centre
        self._options = centre.options
        self.rng = random.Random(centre.options.seed)
        self._arrivals = Arrivals(centre, self.rng)
        self._agenda = Agenda()
        self._pool = Pool()
        self._planned: dict[DeviceCall, tuple[CallState, bool]] = {}
        self._ends_s: dict[DeviceCall, float] = {}
        self._alive = 0
        centre.listeners.append(self.hear)

    @property
    def _now_s(self) -> float:
        return self.steps / (self._options.rate_per_s or 1.0)

    def populate(self) -> None:
        """Fill the centre with calls of all ages, as if it had been open for an hour."""
        attempts = self._arrivals.target * 2
        while self._alive < self._arrivals.target and attempts:
            attempts -= 1
            leg = self._arrivals.one()
            if leg is not None:
                self._age(leg)
        habits.settle_in(self._centre, self.rng, self._pool)

    def _age(self, leg: DeviceCall) -> None:
        total_s = self._talk_s()
        age_s = total_s * self.rng.random()
        young = self.rng.random() < 0.08
        if young:
            age_s = self.rng.uniform(0, 14)
        elif leg.state is CallState.RINGING:
            talking.answer(self._centre, leg)
        for each in leg.conversation.legs:
            each.created_s -= age_s
            if each.state is CallState.RINGING and not young:
                talking.answer(self._centre, each)
        if not young:
            talking.far_end_answers(self._centre, leg.conversation)
            self._ends_s[leg] = self._now_s + max(self.rng.uniform(5, 60), total_s - age_s)

    def _talk_s(self) -> float:
        return min(2400.0, max(30.0, self.rng.lognormvariate(math.log(_TALK_MEDIAN_S), 0.8)))

    def step(self) -> None:
        """Let one event happen."""
        self.steps += 1
        missing = self._arrivals.target - self._alive
        if missing > max(1, self._arrivals.target * _SLACK) and self.rng.random() < 0.8 and self._arrive():
            return
        planned = self._agenda.due(self._now_s)
        if planned is not None:
            self._do(*planned)
        elif missing > 0 and self.rng.random() < 0.3 and self._arrive():
            return
        else:
            self._idle()

    def _arrive(self) -> bool:
        return self._arrivals.one() is not None

    def _idle(self) -> None:
        busy = self._options.rate_per_s / max(1, self._alive)
        if self._alive and self.rng.random() < min(0.2, busy / 20):
            leg = self._pool.choose(self.rng)
            if not leg.agent.attended and leg.consult is None:
                talking.hang_up(self._centre, leg)
                return
        habits.something(self._centre, self.rng, self._pool)

    # Planning: what follows from a state

    def hear(self, change: Change) -> None:
        """Plan what follows from a change, whoever caused it."""
        if not isinstance(change, CallChanged) or change.kind not in (
            NotificationType.STATUS,
            NotificationType.PARTICIPANTS,
        ):
            return
        leg = change.leg
        if not leg.live:
            self._forget(leg)
            return
        if leg not in self._pool:
            self._pool.add(leg)
            self._alive += self._arrivals.counts(leg)
        situation = (leg.state, leg.consult is None)
        if self._planned.get(leg) != situation:
            self._planned[leg] = situation
            self._plan(leg)

    def _forget(self, leg: DeviceCall) -> None:
        if leg in self._pool:
            self._alive -= self._arrivals.counts(leg)
        self._pool.discard(leg)
        self._planned.pop(leg, None)
        self._ends_s.pop(leg, None)

    def _plan(self, leg: DeviceCall) -> None:
        if leg.state is CallState.RINGING:
            self._plan_ringing(leg)
        elif leg.state is CallState.DIALING:
            if leg.conversation.outsiders:
                action = "far end answers" if self.rng.random() < 0.88 else "give up"
                self._later(leg, 3, 15, action)
        elif leg.state is CallState.HELD:
            if leg.consult is None and leg.parent is None and not leg.agent.attended:
                self._later(leg, 20, 90, "retrieve")
        else:
            self._plan_talking(leg)

    def _plan_ringing(self, leg: DeviceCall) -> None:
        if leg.call_type is CallType.CONSULT and not leg.agent.attended:
            self._later(leg, 3, 10, "answer")
            return
        roll = self.rng.random()
        if leg.agent.attended:
            self._later(leg, 40, 60, "redirect" if leg.from_queue else "give up")
        elif roll < 0.84:
            self._later(leg, 8, 25, "answer")
        else:
            self._later(leg, 15, 25, "redirect" if leg.from_queue and roll < 0.92 else "give up")

    def _plan_talking(self, leg: DeviceCall) -> None:
        if leg.monitor is not None:
            return
        if leg.parent is not None:
            if not leg.agent.attended:
                self._later(leg, 10, 40, "settle")
            return
        end_s = self._ends_s.setdefault(leg, self._now_s + self._talk_s())
        action = "caller leaves" if leg.agent.attended else "hang up"
        self._agenda.plan(leg, max(end_s, self._now_s + self.rng.uniform(4, 20)), action)

    def _later(self, leg: DeviceCall, low_s: float, high_s: float, action: str) -> None:
        self._agenda.plan(leg, self._now_s + self.rng.uniform(low_s, high_s), action)

    # Doing what was planned

    def _do(self, leg: DeviceCall, action: str) -> None:
        centre = self._centre
        if action in ("answer", "far end answers"):
            self._maybe_record(leg)
        if action == "answer" and leg.state is CallState.RINGING:
            talking.answer(centre, leg)
        elif action == "retrieve" and leg.state is CallState.HELD:
            talking.retrieve(centre, leg)
        elif action == "far end answers":
            talking.far_end_answers(centre, leg.conversation)
        elif action == "redirect":
            talking.reject(centre, leg, self._arrivals.free_device(but=leg.device))
        elif action == "settle":
            self._settle(leg)
        else:
            self._end(leg, action)

    def _maybe_record(self, leg: DeviceCall) -> None:
        """Half of the calls are recorded from the start; the message that tells of the answer tells this too."""
        if self.rng.random() < 0.5:
            leg.conversation.recording = RecordingState.RECORDING

    def _settle(self, consult: DeviceCall) -> None:
        parent = consult.parent
        roll = self.rng.random()
        if parent is None or roll > 0.8:
            talking.hang_up(self._centre, consult)
        elif roll < 0.5:
            consulting.complete_transfer(self._centre, parent, consult)
        else:
            consulting.complete_conference(self._centre, parent, consult)

    def _end(self, leg: DeviceCall, action: str) -> None:
        if leg.consult is not None:
            self._later(leg, 10, 20, action)
            habits.something(self._centre, self.rng, self._pool)
        elif action == "hang up":
            talking.hang_up(self._centre, leg)
        else:
            talking.clear(self._centre, leg.conversation)
