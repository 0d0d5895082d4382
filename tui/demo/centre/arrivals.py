"""New calls: who gets the next one, from whom, and how many there should be."""

from __future__ import annotations

import random

from tui.demo.centre import callers, talking
from tui.demo.centre.centre import Centre
from tui.demo.centre.model import Agent, CallType, Device, DeviceCall
from tui.demo.centre.places import random_caller

BUSY_SHARE = 0.85
_PHANTOM = "59"


class Arrivals:
    """Starts calls.

    Attributes:
        target: How many calls there should be on the logins.
    """

    def __init__(self, centre: Centre, rng: random.Random) -> None:
        """Deal calls to the agents of a centre.

        Args:
            centre: Its options say how many calls and on whose login.
            rng: Makes every choice.
        """
        self._centre = centre
        self._rng = rng
        options = centre.options
        self._dealt = centre.agents[:1] if options.logins == "one" else centre.agents
        self._among = frozenset(agent.user_name for agent in self._dealt)
        self._fixed = options.calls is not None
        self.target = round(len(self._dealt) * BUSY_SHARE) if options.calls is None else options.calls
        self._turn = 0

    def counts(self, leg: DeviceCall) -> bool:
        """Whether this call is one of those that are counted."""
        return leg.monitor is None and leg.agent.user_name in self._among

    def one(self) -> DeviceCall | None:
        """Start a call; None when nobody is free."""
        agent = self._next_agent()
        if agent is None:
            return None
        roll = self._rng.random()
        if roll < 0.7 or agent.attended:
            return self._inbound(agent)
        if roll < 0.88:
            callee = random_caller(self._rng).number
            return talking.dial(self._centre, agent.device, callee, {"Campaign": "Callback"}, CallType.OUTBOUND)
        return talking.dial(self._centre, agent.device, self._colleague(agent), {})

    def _inbound(self, agent: Agent) -> DeviceCall:
        team = callers.queue(self._rng)
        data = callers.attached(self._rng, team.name) if self._rng.random() < 0.9 else {}
        who = callers.caller(self._rng)
        return talking.inbound(self._centre, agent.device, who, team.name, team.dnis, data)

    def _next_agent(self) -> Agent | None:
        if not self._fixed:
            free = [agent for agent in self._dealt if _free(agent)]
            return self._rng.choice(free) if free else None
        self._turn += 1
        return self._dealt[self._turn % len(self._dealt)]

    def _colleague(self, agent: Agent) -> str:
        """An agent who is free, or an extension nobody is logged in at."""
        other = self._rng.choice(self._centre.agents)
        if other is agent or (not self._fixed and not _free(other)):
            return f"{_PHANTOM}{self._rng.randrange(100):02}"
        return other.number

    def free_device(self, *, but: Device) -> Device | None:
        """The device of somebody who could take a call from the queue, `but` one; None when there is nobody."""
        for _ in range(8):
            agent = self._rng.choice(self._dealt)
            if agent.device is not but and (self._fixed or _free(agent)):
                return agent.device
        return None


def _free(agent: Agent) -> bool:
    device = agent.device
    takes = device.active and not device.do_not_disturb and device.forward_to is None
    return takes and not device.legs and device.user_state.state == "Ready" and device.supervision is None
