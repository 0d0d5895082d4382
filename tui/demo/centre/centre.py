"""The contact centre: who is there, which calls are up, and the few primitive steps all operations are made of.

Every step tells its change to the listeners at once, in order; nothing here knows HTTP, JSON or wall-clock pacing.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

from tui.demo.centre.changes import CallChanged, Change, DeviceChanged, OperationFailed
from tui.demo.centre.model import (
    Agent,
    CallState,
    CallType,
    Conversation,
    Device,
    DeviceCall,
    NotificationType,
    UserData,
)
from tui.demo.centre.staff import hire
from tui.demo.centre.user_states import READY
from tui.demo.options import Options


class Centre:
    """Agents, devices and calls of the simulated contact centre.

    Attributes:
        agents: All agents, in order of their numbers.
        listeners: Called with every change, in the order of their happening.
        voice_up: Whether the voice backend works; while it does not, nobody is told of anything.
    """

    def __init__(self, options: Options, clock: Callable[[], float] = time.monotonic) -> None:
        """Staff the centre; there are no calls yet.

        Args:
            options: Its size and oddities.
            clock: Seconds, from which durations are counted.
        """
        self.options = options
        self.clock = clock
        self.agents = hire(options, READY)
        self.listeners: list[Callable[[Change], None]] = []
        self.voice_up = True
        self._by_number = {agent.number: agent for agent in self.agents}
        self._by_user = {agent.user_name: agent for agent in self.agents}
        self._by_user_id = {agent.user_id: agent for agent in self.agents}
        self._by_device = {agent.device.id: agent.device for agent in self.agents}
        self._made = 0
        self._prefix = f"{random.Random(f'ids {options.seed}').getrandbits(100):020X}"[:20]

    # Who is there

    def agent(self, number: str) -> Agent | None:
        """The agent at a number such as "5001"."""
        return self._by_number.get(number)

    def user(self, user_name: str) -> Agent | None:
        """The agent who logs in by that name."""
        return self._by_user.get(user_name)

    def user_by_id(self, user_id: str) -> Agent | None:
        """The agent of that user id."""
        return self._by_user_id.get(user_id)

    def device(self, device_id: str) -> Device | None:
        """The device of that id."""
        return self._by_device.get(device_id)

    def legs(self) -> Iterator[DeviceCall]:
        """Every live call of every agent."""
        for agent in self.agents:
            yield from agent.legs.values()

    # Primitive steps

    def open(self, call_type: CallType, ani: str | None, dnis: str | None, user_data: UserData) -> Conversation:
        """A new conversation without parties, which tells nobody yet."""
        self._made += 1
        return Conversation(
            uuid=f"{self._prefix}LAES{self._made:08X}",
            conn_id=f"0071{self.options.seed & 0xFFFF:04x}{self._made:08x}",
            call_type=call_type,
            ani=ani,
            dnis=dnis,
            user_data=user_data,
        )

    def join(
        self, conversation: Conversation, device: Device, state: CallState, *, leg_id: str | None = None
    ) -> DeviceCall:
        """Put a device into a conversation, silently; say so with `tell` when it is fully described.

        Args:
            conversation: What it joins.
            device: Whose leg is made.
            state: The leg's first state.
            leg_id: The call's id for this agent, when it is not the conversation's own.
        """
        own_id = conversation.conn_id if self.options.wrinkles.connid_ids else conversation.uuid
        leg = DeviceCall(
            id=leg_id or own_id,
            conversation=conversation,
            device=device,
            state=state,
            call_type=conversation.call_type,
            created_s=self.clock(),
        )
        conversation.legs.append(leg)
        device.legs.append(leg)
        device.agent.legs[leg.id] = leg
        return leg

    def move(self, leg: DeviceCall, state: CallState) -> None:
        """Change a leg's state and tell it."""
        leg.state = state
        self.tell(leg, NotificationType.STATUS)

    def drop(self, leg: DeviceCall) -> None:
        """Take a leg out of its conversation and tell `Released`; the others are left as they are."""
        if not leg.live:
            return
        leg.conversation.legs.remove(leg)
        leg.device.legs.remove(leg)
        del leg.agent.legs[leg.id]
        if leg.call_type is not CallType.CONSULT:
            # A transfer ends two legs; the one that began it is that of the customer.
            leg.agent.ended = (leg, self.clock())
        parent, consult = leg.parent, leg.consult
        unlink(leg)
        self.move(leg, CallState.RELEASED)
        for relative in (parent, consult):
            if relative is not None:
                self.tell(relative, NotificationType.STATUS)

    def late(self, agent: Agent, call_id: str) -> DeviceCall | None:
        """The last call of an agent, while it still takes attached data after its end.

        Args:
            agent: Whose.
            call_id: Which is asked for.
        """
        if agent.ended is None or agent.ended[0].id != call_id:
            return None
        leg, ended_s = agent.ended
        return leg if self.clock() - ended_s < self.options.late_data_s else None

    # Telling

    def tell(self, leg: DeviceCall, kind: NotificationType) -> None:
        """Tell the listeners that a call changed."""
        self._say(CallChanged(leg, kind))

    def tell_all(self, conversation: Conversation, kind: NotificationType, *, but: DeviceCall | None = None) -> None:
        """Tell a change of every leg of a conversation, `but` one."""
        for leg in tuple(conversation.legs):
            if leg is not but:
                self.tell(leg, kind)

    def tell_devices(self, agent: Agent) -> None:
        """Tell that the agent's device changed."""
        self._say(DeviceChanged(agent))

    def fail(self, agent: Agent, text: str, leg: DeviceCall | None = None) -> None:
        """Tell that an accepted operation came to nothing."""
        self._say(OperationFailed(agent, text, leg))

    def _say(self, change: Change) -> None:
        for listener in self.listeners:
            listener(change)


def unlink(leg: DeviceCall) -> None:
    """Cut the bond between a call and its consultation, on both sides and silently."""
    if leg.parent is not None:
        leg.parent.consult = None
    if leg.consult is not None:
        leg.consult.parent = None
    leg.parent = leg.consult = None
